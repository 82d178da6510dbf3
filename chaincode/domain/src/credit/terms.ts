import { z } from 'zod';
import { dateSchema } from '../shared/dates.js';
import { positiveMoneySchema } from '../shared/money.js';
import { lineSchema } from '../shared/text.js';
import { documentTypeSchema } from './documents.js';

/** Days after shipment in which to present, where the credit is silent (UCP 600 art. 14(c)). */
export const defaultPresentationPeriodDays = 21;

// Field 45A holds 100 lines of 65 characters.
const goodsSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(6_500, 'must have at most 6500 characters')
  .refine((text) => text.trim() === text, 'must not start or end with white space')
  .refine((text) => !/[^\P{Cc}\n]|\p{Cs}/u.test(text), 'must not have control characters');

const presentationPeriodSchema = z
  .int('must be a whole number of days')
  .min(1, 'must be at least 1 day')
  .max(999, 'must be at most 999 days');

/** What the credit says, as fields 32B, 31D, 44C, 48, 45A, 41a and 46A of an MT700 would. */
export const creditTermsSchema = z.strictObject({
  amount: positiveMoneySchema,
  expiry: z.strictObject({ date: dateSchema, place: lineSchema(29) }),
  latestShipment: dateSchema,
  presentationPeriodDays: presentationPeriodSchema,
  goods: goodsSchema,
  availableBy: z.literal('sightPayment'),
  documentsRequired: z
    .array(documentTypeSchema)
    .min(1, 'must name at least one document')
    .refine((types) => new Set(types).size === types.length, 'must not name a document twice'),
});

/** The terms as applied for: the presentation period may be left to the rule. */
export const appliedTermsSchema = z.strictObject({
  ...creditTermsSchema.shape,
  presentationPeriodDays: presentationPeriodSchema.default(defaultPresentationPeriodDays),
});

export type CreditTerms = Readonly<z.infer<typeof creditTermsSchema>>;
