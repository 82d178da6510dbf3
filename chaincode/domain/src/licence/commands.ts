import { z } from 'zod';
import { positiveQuantitySchema } from '../codes/quantity.js';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { reasonSchema, referenceSchema } from '../shared/text.js';
import {
  grantSchema,
  inspectionSchema,
  licencePartiesSchema,
  licensedGoodsSchema,
} from './licence.js';
import type { LicenceAction } from './steps.js';

const withReason = z.strictObject({ reference: referenceSchema, reason: reasonSchema });

/** The command of each act on an export licence. */
export const licenceCommands = {
  apply: z.strictObject({
    reference: referenceSchema,
    parties: licencePartiesSchema,
    goods: licensedGoodsSchema,
    confidential: confidentialReferencesSchema.default([]),
  }),
  inspect: z.strictObject({ reference: referenceSchema, inspection: inspectionSchema }),
  issue: z.strictObject({ reference: referenceSchema, grant: grantSchema }),
  refuse: withReason,
  drawDown: z.strictObject({
    reference: referenceSchema,
    shipment: referenceSchema,
    quantity: positiveQuantitySchema,
  }),
  revoke: withReason,
} as const satisfies Record<LicenceAction, z.ZodType>;

export type LicenceCommand<Action extends LicenceAction> = Readonly<
  z.infer<(typeof licenceCommands)[Action]>
>;
