import { staffRoles } from '@argosy/domain/shared/staff-roles';
import { z } from 'zod';
import { signatureAlgorithms } from './issuer.js';
import { originOf } from './origin.js';

const idSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes');

const actor = {
  id: idSchema,
  name: z.string().min(1).max(140),
  role: z.enum(staffRoles),
  /** With what the gateway signs on the ledger in the actor's name. */
  certificate: z.string().min(1),
  key: z.string().min(1),
};

export const personSchema = z.strictObject(actor);

export const systemSchema = z.strictObject({
  ...actor,
  /** SHA-256, base64url, of its client secret; only the sandbox's issuer needs it. */
  secretHash: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be a SHA-256 in base64url')
    .exactOptional(),
});

/** The address of an organisation: its scheme, host and port. */
export const originSchema = z
  .string()
  .refine(isOrigin, 'must be an origin in lower case, such as https://trade.bank.example');

/** Who vouches for callers: the sandbox's own issuer, below the organisation's origin, or one outside. */
export const issuerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sandbox') }),
  z.strictObject({
    kind: z.literal('outside'),
    /** Its identifier; the rest is found there. */
    url: z.url({ protocol: /^https$/ }),
    algorithms: z.array(z.enum(signatureAlgorithms)).min(1).default(['ES256']),
    clientId: z.string().min(1),
    clientSecretFile: z.string().min(1),
  }),
]);

export type AccessSettings = {
  readonly origin: string;
  readonly issuer: Readonly<z.infer<typeof issuerSchema>>;
  readonly people: readonly Readonly<z.infer<typeof personSchema>>[];
  readonly systems: readonly Readonly<z.infer<typeof systemSchema>>[];
};

function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || !/^https?:/.test(text)) return false;
  try {
    return originOf(text).href === text;
  } catch {
    return false;
  }
}
