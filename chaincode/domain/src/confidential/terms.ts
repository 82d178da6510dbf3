import { z } from 'zod';
import { positiveQuantitySchema } from '../codes/quantity.js';
import { hsCodeSchema } from '../codes/hs-code.js';
import { moneySchema, positiveMoneySchema } from '../shared/money.js';
import { lineSchema } from '../shared/text.js';

/** At least 128 bits that nobody can guess: prices have so few values that a bare hash of one tells it. */
const saltSchema = z
  .string()
  .regex(/^[0-9a-f]{32,128}$/, 'must be 32 to 128 lower-case hexadecimal digits, made by chance');

const percentSchema = z
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(100, 'must be at most 100');

/** An object whose refusal repeats nothing of it, nor what a member that it must not have is called. */
const confidential = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? 'has members that it must not have' : undefined,
  });

const salted = { kind: z.literal('confidential'), salt: saltSchema } as const;

/** What members agree in confidence. Each stands, salted, in a private collection, and its hash in a public document. */
export const confidentialTermsSchema = z.discriminatedUnion('about', [
  /** Between an applicant and its bank: what the credit is drawn on, and who pays whose charges. */
  confidential({
    ...salted,
    about: z.literal('facility'),
    facility: lineSchema(35),
    marginPercent: percentSchema,
    applicantChargesPercent: percentSchema,
  }),
  /** Between banks (field 49H), or between a bank and the beneficiary (field 49G). */
  confidential({
    ...salted,
    about: z.literal('paymentConditions'),
    conditions: z.array(lineSchema(350)).min(1, 'must not be empty').max(35),
  }),
  /** How the proceeds are divided. */
  confidential({
    ...salted,
    about: z.literal('amountSplit'),
    parts: z
      .array(confidential({ to: lineSchema(140), amount: positiveMoneySchema }))
      .min(1, 'must not be empty')
      .max(20),
  }),
  /** An examiner's working notes: the bank's own. */
  confidential({
    ...salted,
    about: z.literal('examinersNotes'),
    notes: z.array(lineSchema(500)).min(1, 'must not be empty').max(100),
  }),
  /** What goods cost, for a licence or a declaration. */
  confidential({
    ...salted,
    about: z.literal('prices'),
    lines: z
      .array(
        confidential({
          hsCode: hsCodeSchema,
          quantity: positiveQuantitySchema,
          unitPrice: moneySchema,
        }),
      )
      .min(1, 'must not be empty')
      .max(200),
  }),
]);

export type ConfidentialTerms = Readonly<z.infer<typeof confidentialTermsSchema>>;
