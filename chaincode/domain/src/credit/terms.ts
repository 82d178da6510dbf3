import { z } from 'zod';
import { incotermSchema } from '../codes/incoterms.js';
import { locodeSchema } from '../codes/locode.js';
import { dateSchema } from '../shared/dates.js';
import { positiveMoneySchema } from '../shared/money.js';
import { lineSchema } from '../shared/text.js';
import { documentTypeSchema } from './documents.js';

/** Days after shipment in which to present, where the credit is silent (UCP 600 art. 14(c)). */
export const defaultPresentationPeriodDays = 21;

// Field 45A holds 100 lines of 65 characters.
export const goodsSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(6_500, 'must have at most 6500 characters')
  .refine((text) => text.trim() === text, 'must not start or end with white space')
  .refine((text) => !/[^\P{Cc}\n]|\p{Cs}/u.test(text), 'must not have control characters');

export const presentationPeriodSchema = z
  .int('must be a whole number of days')
  .min(1, 'must be at least 1 day')
  .max(999, 'must be at most 999 days');

const percentSchema = z
  .int('must be a whole number of per cent')
  .min(0, 'must be at least 0 per cent')
  .max(99, 'must be at most 99 per cent');

/** How far a drawing may be above or below the amount, in per cent (field 39A; UCP 600 art. 30). */
export const toleranceSchema = z.strictObject({ plus: percentSchema, minus: percentSchema });

export const allowanceSchema = z.enum(['allowed', 'notAllowed'], {
  error: 'must be allowed or notAllowed',
});

const daysSchema = z
  .int('must be a whole number of days')
  .min(1, 'must be at least 1 day')
  .max(360, 'must be at most 360 days');

/** When a deferred payment or an accepted draft falls due (UCP 600 art. 3: the day counted from is excluded). */
const maturitySchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('date'), date: dateSchema }),
  z.strictObject({ from: z.literal('shipment'), days: daysSchema }),
  z.strictObject({ from: z.literal('presentation'), days: daysSchema }),
]);

/** How the credit is available (UCP 600 art. 6(b)). */
export const availabilitySchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('sightPayment') }),
  z.strictObject({
    by: z.literal('deferredPayment'),
    maturity: maturitySchema,
    /** Payable as soon as the applicant records the receipt of the goods, if that comes before maturity. */
    onReceiptOfGoods: z.boolean(),
  }),
  z.strictObject({ by: z.literal('acceptance'), maturity: maturitySchema }),
]);

export const documentsRequiredSchema = z
  .array(documentTypeSchema)
  .min(1, 'must name at least one document')
  .refine((types) => new Set(types).size === types.length, 'must not name a document twice');

/** What the credit says, as fields 32B, 39A, 31D, 41a, 42, 43P, 43T, 44E, 44F, 44C, 45A, 46A, 48 and 49 of an MT700 would. */
export const creditTermsSchema = z.strictObject({
  amount: positiveMoneySchema,
  tolerance: toleranceSchema,
  expiry: z.strictObject({ date: dateSchema, place: lineSchema(29) }),
  availableWith: z.enum(['issuingBank', 'advisingBank', 'anyBank']),
  available: availabilitySchema,
  partialShipments: allowanceSchema,
  transhipment: allowanceSchema,
  portOfLoading: locodeSchema,
  portOfDischarge: locodeSchema,
  latestShipment: dateSchema,
  incoterm: incotermSchema,
  goods: goodsSchema,
  documentsRequired: documentsRequiredSchema,
  presentationPeriodDays: presentationPeriodSchema,
  confirmation: z.enum(['without', 'mayAdd', 'confirm']),
});

/** The terms as applied for: what the rules supply may be left to them. */
export const appliedTermsSchema = z.strictObject({
  ...creditTermsSchema.shape,
  tolerance: toleranceSchema.default({ plus: 0, minus: 0 }),
  presentationPeriodDays: presentationPeriodSchema.default(defaultPresentationPeriodDays),
});

export type CreditTerms = Readonly<z.infer<typeof creditTermsSchema>>;
