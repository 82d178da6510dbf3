import { z } from 'zod';

const attributeSchema = z.object({
  name: z.string(),
  value: z.string(),
  /** Whether it goes into every enrolment certificate unasked. */
  ecert: z.boolean(),
});

const identitySchema = z.object({
  id: z.string(),
  secretHash: z.string(),
  type: z.string(),
  affiliation: z.string(),
  attributes: z.array(attributeSchema).readonly(),
  /** How often the secret may be used; -1 is without limit. */
  maxEnrolments: z.int(),
  enrolments: z.int(),
  revoked: z.boolean(),
  wrongSecrets: z.int(),
});

const certificateSchema = z.object({
  id: z.string(),
  /** Hexadecimal without leading zeros, as is the authority's key identifier. */
  serial: z.string(),
  aki: z.string(),
  pem: z.string(),
  notAfterMs: z.number(),
  revoked: z.object({ atMs: z.number(), reason: z.int() }).optional(),
});

/** What one request changes: all of it is kept or none. */
export const changesSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('identity'), record: identitySchema }),
    z.object({ kind: z.literal('identityRemoved'), id: z.string() }),
    z.object({ kind: z.literal('affiliation'), name: z.string() }),
    z.object({ kind: z.literal('affiliationRemoved'), name: z.string() }),
    z.object({ kind: z.literal('certificate'), record: certificateSchema }),
  ]),
);

export type Attribute = Readonly<z.infer<typeof attributeSchema>>;
export type Identity = Readonly<z.infer<typeof identitySchema>>;
export type CertificateRecord = Readonly<z.infer<typeof certificateSchema>>;
export type Changes = readonly z.infer<typeof changesSchema>[number][];

/** The value of an identity's attribute, or undefined where it has none of this name. */
export const attributeOf = (identity: Identity, name: string): string | undefined =>
  identity.attributes.find((it) => it.name === name)?.value;
