import { z } from 'zod';
import { lineSchema, mspSchema } from '../shared/text.js';

export const creditRoles = ['applicant', 'issuingBank', 'advisingBank', 'beneficiary'] as const;

export type CreditRole = (typeof creditRoles)[number];

/** A member of the network and the name under which it appears in the document. */
export const partySchema = z.strictObject({ msp: mspSchema, name: lineSchema(140) });

export type NamedParty = Readonly<z.infer<typeof partySchema>>;

/** The advising bank is also the one that is asked to confirm, where the credit asks for it. */
export const creditPartiesSchema = z.strictObject({
  applicant: partySchema,
  issuingBank: partySchema,
  advisingBank: partySchema,
  beneficiary: partySchema,
});

export type CreditParties = Readonly<z.infer<typeof creditPartiesSchema>>;
