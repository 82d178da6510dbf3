import { z } from 'zod';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { creditPartiesSchema, creditRoles } from '../credit/parties.js';
import { issuingBankBound } from '../presentation/parties.js';
import { dateSchema } from '../shared/dates.js';
import type { DocumentKind } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import { positiveMoneySchema } from '../shared/money.js';
import { referenceSchema, uetrSchema } from '../shared/text.js';
import { timeSchema } from '../shared/time.js';
import { answersSchema, refusalShape } from './commands.js';
import { examinationStatuses, examinationSteps } from './steps.js';

const undertakingSchema = z.strictObject({
  at: timeSchema,
  by: z.enum(['sightPayment', 'deferredPayment', 'acceptance']),
  /** When payment falls due; at once, where the credit is available by payment at sight. */
  maturity: dateSchema.exactOptional(),
  /** Whether the receipt of the goods, recorded before that day, makes it due. */
  onReceiptOfGoods: z.boolean(),
});

/** What a bank makes of a presentation: examined, refused or honoured, and paid. The bank alone writes it. */
export const examinationSchema = z.strictObject({
  kind: z.literal('examination'),
  ...recordShape,
  presentation: referenceSchema,
  credit: referenceSchema,
  status: z.enum(examinationStatuses),
  parties: creditPartiesSchema,
  amount: positiveMoneySchema,
  /** The last day for a notice of refusal (UCP 600 art. 14(b), 16(d)). */
  deadline: dateSchema,
  /** The bank's notes, in private collections of those whom they concern. */
  confidential: confidentialReferencesSchema,
  /** What the bank said to the findings of the ledger that it did not follow. */
  answers: answersSchema,
  /** The one notice of refusal. */
  refusal: z.strictObject({ at: timeSchema, ...refusalShape }).exactOptional(),
  waivedAt: timeSchema.exactOptional(),
  undertaking: undertakingSchema.exactOptional(),
  settlement: z.strictObject({ at: timeSchema, paymentReference: uetrSchema }).exactOptional(),
});

export type Examination = Readonly<z.infer<typeof examinationSchema>>;
export type Undertaking = Readonly<z.infer<typeof undertakingSchema>>;

export const examinationDocument: DocumentKind<Examination> = {
  kind: 'examination',
  roles: creditRoles,
  statuses: examinationStatuses,
  steps: examinationSteps,
  schema: examinationSchema,
  isSealed: true,
  follows: true,
  parts: ({ presentation, parties }) => [presentation, parties.issuingBank.msp],
  parties: ({ parties }) => issuingBankBound(parties),
};
