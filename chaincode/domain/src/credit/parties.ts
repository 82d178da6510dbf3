import { z } from 'zod';
import { lineSchema, mspSchema } from '../shared/text.js';

export const creditRoles = ['applicant', 'issuingBank', 'advisingBank', 'beneficiary'] as const;

export type CreditRole = (typeof creditRoles)[number];

/** A member of the network and the name under which it appears in the credit. */
export const partySchema = z.strictObject({ msp: mspSchema, name: lineSchema(140) });

export const creditPartiesSchema = z.strictObject({
  applicant: partySchema,
  issuingBank: partySchema,
  advisingBank: partySchema,
  beneficiary: partySchema,
});

export type CreditParties = Readonly<z.infer<typeof creditPartiesSchema>>;

/** The roles of a member in one credit. A bank may both issue and advise. */
export function creditRolesOf(parties: CreditParties, msp: string): readonly CreditRole[] {
  return creditRoles.filter((role) => parties[role].msp === msp);
}
