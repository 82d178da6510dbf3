import { z } from 'zod';
import { bicSchema } from '../codes/bic.js';
import { leiSchema } from '../codes/lei.js';
import { locodeSchema } from '../codes/locode.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { lineSchema, mspSchema, sha256Schema } from '../shared/text.js';
import { registerEntrySteps, registerOriginSchema } from './entry.js';
import { votersBound } from './voters.js';
import { businessRoles } from './business-roles.js';

/** What the register says of a member, on one channel. */
export const memberContentSchema = z.strictObject({
  msp: mspSchema,
  name: lineSchema(140),
  lei: leiSchema,
  /** In one spelling, so that texts can be compared: XXX is the head office, and so is no branch. */
  bic: bicSchema
    .refine((bic) => !/^.{8}XXX$/.test(bic), 'must leave the branch XXX out')
    .exactOptional(),
  businessRoles: z
    .array(z.enum(businessRoles))
    .min(1, 'must name at least one role')
    .refine((roles) => new Set(roles).size === roles.length, 'must not name a role twice'),
  /** Where it is, and so which banking calendar counts for it. */
  place: locodeSchema,
  /** The member whose peer endorses for it on this channel: itself, or its sponsor. */
  guard: mspSchema,
  /** SHA-256 of each public key with which it signs outside the ledger, and what for. */
  keys: z
    .array(z.strictObject({ use: z.enum(['log', 'document', 'witness']), sha256: sha256Schema }))
    .max(16),
  status: z.enum(['active', 'suspended']),
});

/** The particulars of a member, as the voters decided them. What acts have to know of it is in the roster. */
export const memberSchema = z.strictObject({
  kind: z.literal('member'),
  ...recordShape,
  ...memberContentSchema.shape,
  origin: registerOriginSchema,
});

export type MemberContent = Readonly<z.infer<typeof memberContentSchema>>;
export type Member = Readonly<z.infer<typeof memberSchema>>;

export const memberDocument: DocumentKind<Member> = {
  kind: 'member',
  roles: ['voter'],
  statuses: ['active', 'suspended'],
  steps: registerEntrySteps('Member', ['active', 'suspended']),
  schema: memberSchema,
  isSealed: true,
  isOfRegister: true,
  parts: ({ msp }) => [msp],
  parties: ({ origin }) => votersBound(origin.voters),
};
