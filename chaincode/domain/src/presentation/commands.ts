import { z } from 'zod';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { dateSchema } from '../shared/dates.js';
import { positiveMoneySchema } from '../shared/money.js';
import { referenceSchema } from '../shared/text.js';
import { presentedBillSchema, presentedDocumentsSchema } from './presented-documents.js';
import type { PresentationAction } from './steps.js';

/** What the beneficiary presents. */
export const presentedShape = {
  reference: referenceSchema,
  /** The reference of the credit; without it documents count as not received (eUCP art. e6). */
  credit: referenceSchema,
  /** What is drawn under the credit. */
  amount: positiveMoneySchema,
  /** What the invoice asks for, which may be more than may be drawn (UCP 600 art. 18(b)). */
  invoiceAmount: positiveMoneySchema.exactOptional(),
  shipmentDate: dateSchema,
  documents: presentedDocumentsSchema,
  /** The bill of lading among the documents, where it is an electronic record of this ledger. */
  bill: presentedBillSchema.exactOptional(),
} as const;

const lodgeSchema = z
  .strictObject({ ...presentedShape, confidential: confidentialReferencesSchema.default([]) })
  .refine(
    ({ bill, documents }) =>
      bill === undefined || documents.some(({ type }) => type === 'billOfLading'),
    { path: ['bill'], error: 'must stand beside a document of the type billOfLading' },
  );

const referenceOnly = z.strictObject({ reference: referenceSchema });

/** The command of each act on a presentation. */
export const presentationCommands = {
  lodge: lodgeSchema,
  complete: referenceOnly,
  withdraw: referenceOnly,
} as const satisfies Record<PresentationAction, z.ZodType>;

export type PresentationCommand<Action extends PresentationAction> = Readonly<
  z.infer<(typeof presentationCommands)[Action]>
>;
