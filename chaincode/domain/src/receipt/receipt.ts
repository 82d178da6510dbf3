import { z } from 'zod';
import { creditPartiesSchema, creditRoles } from '../credit/parties.js';
import type { CreditRole } from '../credit/parties.js';
import { issuingBankBound } from '../presentation/parties.js';
import type { DocumentKind, Step } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import { traders } from '../shared/staff.js';
import { receivedShape } from './commands.js';

const receiptStatuses = ['received'] as const;

const receiptSteps = {
  record: {
    by: ['applicant'],
    staff: traders,
    from: [],
    to: ['received'],
    event: 'GoodsReceived',
  },
} as const satisfies Record<string, Step<CreditRole, (typeof receiptStatuses)[number]>>;

/** That the applicant has the goods of a presentation. Banks deal with documents: only where the credit says so does it matter to them. */
export const receiptSchema = z.strictObject({
  kind: z.literal('receipt'),
  ...recordShape,
  status: z.enum(receiptStatuses),
  parties: creditPartiesSchema,
  ...receivedShape,
});

export type Receipt = Readonly<z.infer<typeof receiptSchema>>;

export const receiptDocument: DocumentKind<Receipt> = {
  kind: 'receipt',
  roles: creditRoles,
  statuses: receiptStatuses,
  steps: receiptSteps,
  schema: receiptSchema,
  isSealed: true,
  follows: true,
  parts: ({ presentation }) => [presentation],
  parties: ({ parties }) => issuingBankBound(parties),
};
