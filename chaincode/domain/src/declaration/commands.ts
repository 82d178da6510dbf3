import { z } from 'zod';
import { mrnSchema } from '../codes/mrn.js';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { reasonSchema, referenceSchema } from '../shared/text.js';
import {
  customsFindingSchema,
  declarationPartiesSchema,
  declaredGoodsSchema,
} from './declaration.js';
import type { DeclarationAction } from './steps.js';

const referenceOnly = z.strictObject({ reference: referenceSchema });
const withReason = z.strictObject({ reference: referenceSchema, reason: reasonSchema });

/** The command of each act on a declaration. */
export const declarationCommands = {
  lodge: z.strictObject({
    reference: referenceSchema,
    parties: declarationPartiesSchema,
    goods: declaredGoodsSchema,
    confidential: confidentialReferencesSchema.default([]),
  }),
  reject: withReason,
  accept: z.strictObject({ reference: referenceSchema, mrn: mrnSchema }),
  hold: withReason,
  examine: z.strictObject({ reference: referenceSchema, finding: customsFindingSchema }),
  clear: referenceOnly,
  refuse: withReason,
} as const satisfies Record<DeclarationAction, z.ZodType>;

export type DeclarationCommand<Action extends DeclarationAction> = Readonly<
  z.infer<(typeof declarationCommands)[Action]>
>;
