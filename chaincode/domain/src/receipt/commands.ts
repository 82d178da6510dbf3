import { z } from 'zod';
import { dateSchema } from '../shared/dates.js';
import { lineSchema, referenceSchema, sha256Schema, transactionIdSchema } from '../shared/text.js';

export const goodsConditions = ['sound', 'damaged', 'short'] as const;

/** What the applicant says of the goods. */
export const receivedShape = {
  presentation: referenceSchema,
  receivedOn: dateSchema,
  condition: z.enum(goodsConditions, { error: `must be one of ${goodsConditions.join(', ')}` }),
  remark: lineSchema(300).exactOptional(),
  /** The applicant's statement about another channel: which declaration was cleared, by which transaction, and its record's hash. */
  clearance: z
    .strictObject({
      declaration: referenceSchema,
      transactionId: transactionIdSchema,
      sha256: sha256Schema,
    })
    .exactOptional(),
} as const;

export const receiptCommands = {
  record: z
    .strictObject(receivedShape)
    .refine(({ condition, remark }) => condition === 'sound' || remark !== undefined, {
      path: ['remark'],
      error: 'must say what is wrong with the goods',
    }),
} as const;

export type ReceiptCommand = Readonly<z.infer<(typeof receiptCommands)['record']>>;
