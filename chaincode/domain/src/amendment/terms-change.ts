import { z } from 'zod';
import {
  allowanceSchema,
  documentsRequiredSchema,
  goodsSchema,
  presentationPeriodSchema,
  toleranceSchema,
} from '../credit/terms.js';
import { locodeSchema } from '../codes/locode.js';
import { dateSchema } from '../shared/dates.js';
import { positiveMoneySchema } from '../shared/money.js';
import { lineSchema } from '../shared/text.js';

/** Amendments of a credit are numbered from 1 (field 26E). */
export const amendmentNumberSchema = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(999, 'must be at most 999');

/** What an amendment changes of the terms, as an MT707 would: amounts by difference (fields 32B, 33B), everything else anew. */
export const termsChangeSchema = z
  .strictObject({
    increase: positiveMoneySchema,
    decrease: positiveMoneySchema,
    tolerance: toleranceSchema,
    expiry: z.strictObject({ date: dateSchema, place: lineSchema(29) }),
    latestShipment: dateSchema,
    portOfLoading: locodeSchema,
    portOfDischarge: locodeSchema,
    partialShipments: allowanceSchema,
    transhipment: allowanceSchema,
    goods: goodsSchema,
    documentsRequired: documentsRequiredSchema,
    presentationPeriodDays: presentationPeriodSchema,
    /** The credit is cancelled (field 23S), which changes nothing else. */
    cancel: z.literal(true),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .refine((change) => change.increase === undefined || change.decrease === undefined, {
    path: ['decrease'],
    error: 'must not stand beside an increase',
  })
  .refine((change) => change.cancel === undefined || Object.keys(change).length === 1, {
    path: ['cancel'],
    error: 'must stand alone',
  });

export type TermsChange = Readonly<z.infer<typeof termsChangeSchema>>;
