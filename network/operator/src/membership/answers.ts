import { z } from 'zod';
import { CaAnswerInvalid, CaRefused } from './errors.js';
import type { Reply } from './transport.js';

// Go leaves empty lists out, or writes null.
const text = z.string().default('');
const list = <T extends z.ZodType>(element: T) =>
  z
    .array(element)
    .nullish()
    .transform((it) => it ?? []);
const base64 = z.string().transform((it) => Buffer.from(it, 'base64').toString());

const attribute = z.object({ name: z.string(), value: text, ecert: z.boolean().default(false) });

export const identityAnswer = z
  .object({
    id: z.string(),
    type: text,
    affiliation: text,
    attrs: list(attribute),
    max_enrollments: z.int().default(0),
    secret: z.string().optional(),
  })
  .transform(({ attrs, max_enrollments: maxEnrolments, secret, ...identity }) => ({
    ...identity,
    attributes: attrs,
    maxEnrolments,
    ...(secret === undefined ? {} : { secret }),
  }));

export const identitiesAnswer = z.object({ identities: list(identityAnswer) });

export type AffiliationTree = {
  readonly name: string;
  readonly affiliations: readonly AffiliationTree[];
  readonly identities: readonly CaIdentity[];
};

export const affiliationAnswer: z.ZodType<AffiliationTree> = z.object({
  name: z.string(),
  get affiliations() {
    return list(affiliationAnswer);
  },
  identities: list(identityAnswer),
});

export const informationAnswer = z
  .object({ CAName: text, CAChain: base64, Version: text })
  .transform(({ CAName, CAChain, Version }) => ({
    name: CAName,
    chainPem: CAChain,
    version: Version,
  }));

export const enrolmentAnswer = z
  .object({ Cert: base64, ServerInfo: z.object({ CAChain: base64 }) })
  .transform(({ Cert, ServerInfo }) => ({ certificatePem: Cert, chainPem: ServerInfo.CAChain }));

export const secretAnswer = z.object({ secret: z.string() });

export const revocationAnswer = z
  .object({ RevokedCerts: list(z.object({ Serial: z.string(), AKI: z.string() })), CRL: text })
  .transform(({ RevokedCerts, CRL }) => ({
    revoked: RevokedCerts.map(({ Serial, AKI }) => ({ serial: Serial, aki: AKI })),
    ...(CRL === '' ? {} : { crlPem: Buffer.from(CRL, 'base64').toString() }),
  }));

export const crlAnswer = z.object({ CRL: base64 });

export const certificatesAnswer = z.object({ certs: list(z.object({ PEM: z.string() })) });

export type CaIdentity = z.infer<typeof identityAnswer>;
export type CaInformation = z.infer<typeof informationAnswer>;
export type Revocation = z.infer<typeof revocationAnswer>;

const envelope = z.object({
  result: z.unknown(),
  errors: list(z.object({ code: z.int(), message: z.string() })),
  success: z.boolean(),
});

/** What a CA answered, taken out of its envelope. Throws CaRefused and CaAnswerInvalid. */
export function readAnswer<T extends z.ZodType>(schema: T, what: string, reply: Reply): z.infer<T> {
  const wrapped = envelope.safeParse(parseJson(reply.body));
  const isGood = reply.status >= 200 && reply.status < 300;
  if (!wrapped.success) {
    if (!isGood) throw new CaRefused(what, reply.status, []);
    throw new CaAnswerInvalid(what, 'It is not in the form of Fabric CA.');
  }
  const { result, errors, success } = wrapped.data;
  if (!isGood || !success) throw new CaRefused(what, reply.status, errors);
  const read = schema.safeParse(result);
  if (!read.success) throw new CaAnswerInvalid(what, z.prettifyError(read.error));
  return read.data;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
