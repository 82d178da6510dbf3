import { z } from 'zod';
import type { Attribute, Identity } from './records.js';
import { hashRandomSecret } from './secrets.js';
import type { Randomness } from './surroundings.js';

/** An identity as fabric-ca-server's configuration has it under `registry.identities`. The password has to be a long and random
 *  one; an attribute whose value ends in `:ecert` goes into every enrolment certificate. */
const configuredIdentity = z.strictObject({
  name: z.string().min(1),
  pass: z.string().min(1),
  type: z.string(),
  affiliation: z.string().default(''),
  attrs: z.record(z.string(), z.string()).default({}),
});

const list = z.array(configuredIdentity).default([]);

/** Whom each of an organisation's CAs knows from the beginning. */
const configuredIdentities = z.strictObject({ enrolment: list, tls: list, chaincode: list });

export type ConfiguredIdentity = z.infer<typeof configuredIdentity>;
export type ConfiguredIdentities = z.infer<typeof configuredIdentities>;

/** Read the identities of an organisation's CAs from JSON. Refuses: unknown and missing fields, by their path. */
export function parseIdentities(json: string): ConfiguredIdentities {
  const result = configuredIdentities.safeParse(JSON.parse(json));
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}

/** An identity of the configuration as it is kept in the registry. Refuses: an attribute with another ending. */
export const identityOf = (
  { name, pass, type, affiliation, attrs }: ConfiguredIdentity,
  maxEnrolments: number,
  random: Randomness,
): Identity => ({
  id: name,
  secretHash: hashRandomSecret(pass, random),
  type,
  affiliation,
  attributes: Object.entries(attrs).map(attributeOf),
  maxEnrolments,
  enrolments: 0,
  revoked: false,
  wrongSecrets: 0,
});

function attributeOf([name, text]: readonly [string, string]): Attribute {
  const [value = '', ending = '', ...more] = text.split(':');
  if (more.length > 0 || !['', 'ecert'].includes(ending.toLowerCase()))
    throw new Error(`The attribute ${name} may only end in :ecert, but is ${text}.`);
  return { name, value, ecert: ending !== '' };
}
