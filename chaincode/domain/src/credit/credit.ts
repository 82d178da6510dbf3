import { z } from 'zod';
import { amendmentNumberSchema, termsChangeSchema } from '../amendment/terms-change.js';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import type { DocumentKind, Party } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import { reasonSchema, referenceSchema } from '../shared/text.js';
import { creditPartiesSchema, creditRoles } from './parties.js';
import type { CreditParties, CreditRole } from './parties.js';
import { creditStatuses, creditSteps } from './steps.js';
import { creditTermsSchema } from './terms.js';

/** A documentary credit as the ledger holds it. The terms as applied for never change: accepted amendments stand beside them. */
export const creditSchema = z.strictObject({
  kind: z.literal('credit'),
  ...recordShape,
  reference: referenceSchema,
  status: z.enum(creditStatuses),
  parties: creditPartiesSchema,
  terms: creditTermsSchema,
  /** What has been agreed besides, in private collections of those whom it concerns. */
  confidential: confidentialReferencesSchema,
  /** What the beneficiary has accepted since. */
  accepted: z.array(z.strictObject({ number: amendmentNumberSchema, change: termsChangeSchema })),
  /** Why it was returned, declined or not confirmed. */
  reason: reasonSchema.exactOptional(),
});

export type Credit = Readonly<z.infer<typeof creditSchema>>;

export const creditDocument: DocumentKind<Credit> = {
  kind: 'credit',
  roles: creditRoles,
  statuses: creditStatuses,
  steps: creditSteps,
  schema: creditSchema,
  isSealed: true,
  parts: ({ reference }) => [reference],
  parties: ({ parties }) => creditPartiesOf(parties),
};

/** Both banks are bound: neither can change what it says to the other, or to the other's customer. */
export function creditPartiesOf({
  applicant,
  issuingBank,
  advisingBank,
  beneficiary,
}: CreditParties): readonly Party<CreditRole>[] {
  return [
    { role: 'applicant', msp: applicant.msp },
    { role: 'issuingBank', msp: issuingBank.msp, business: 'bank', isBound: true },
    { role: 'advisingBank', msp: advisingBank.msp, business: 'bank', isBound: true },
    { role: 'beneficiary', msp: beneficiary.msp },
  ];
}
