import { z } from 'zod';
import { reasonSchema, referenceSchema } from '../shared/text.js';
import type { AmendmentAction } from './steps.js';
import { amendmentNumberSchema, termsChangeSchema } from './terms-change.js';

const one = { credit: referenceSchema, number: amendmentNumberSchema } as const;

/** The command of each act on an amendment. */
export const amendmentCommands = {
  propose: z.strictObject({ ...one, change: termsChangeSchema }),
  decline: z.strictObject({ ...one, reason: reasonSchema }),
  issue: z.strictObject(one),
  advise: z.strictObject({ ...one, extendsConfirmation: z.boolean().exactOptional() }),
  accept: z.strictObject(one),
  reject: z.strictObject({ ...one, reason: reasonSchema.exactOptional() }),
} as const satisfies Record<AmendmentAction, z.ZodType>;

export type AmendmentCommand<Action extends AmendmentAction> = Readonly<
  z.infer<(typeof amendmentCommands)[Action]>
>;
