import { z } from 'zod';
import { creditPartiesOf } from '../credit/credit.js';
import { creditPartiesSchema, creditRoles } from '../credit/parties.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { reasonSchema, referenceSchema } from '../shared/text.js';
import { amendmentStatuses, amendmentSteps } from './steps.js';
import { amendmentNumberSchema, termsChangeSchema } from './terms-change.js';

/** A proposed change of a credit, as the ledger holds it; it takes effect when the beneficiary accepts it. */
export const amendmentSchema = z.strictObject({
  kind: z.literal('amendment'),
  ...recordShape,
  credit: referenceSchema,
  number: amendmentNumberSchema,
  status: z.enum(amendmentStatuses),
  parties: creditPartiesSchema,
  change: termsChangeSchema,
  /** Whether the confirming bank stands by the credit as amended too; said when it advises the amendment. */
  extendsConfirmation: z.boolean().exactOptional(),
  /** Why it was declined or rejected. */
  reason: reasonSchema.exactOptional(),
});

export type Amendment = Readonly<z.infer<typeof amendmentSchema>>;

export const amendmentDocument: DocumentKind<Amendment> = {
  kind: 'amendment',
  roles: creditRoles,
  statuses: amendmentStatuses,
  steps: amendmentSteps,
  schema: amendmentSchema,
  isSealed: true,
  follows: true,
  parts: ({ credit, number }) => amendmentParts(credit, number),
  parties: ({ parties }) => creditPartiesOf(parties),
};

/** The parts of an amendment's key. */
export function amendmentParts(credit: string, number: number): readonly string[] {
  return [credit, String(number)];
}
