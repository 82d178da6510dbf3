import { z } from 'zod';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { reasonSchema, referenceSchema } from '../shared/text.js';
import { creditPartiesSchema } from './parties.js';
import type { CreditAction } from './steps.js';
import { appliedTermsSchema } from './terms.js';

const referenceOnly = z.strictObject({ reference: referenceSchema });
const withReason = z.strictObject({ reference: referenceSchema, reason: reasonSchema });

/** The command of each act on a credit: what the contract takes, and the gateway in the body of a request. */
export const creditCommands = {
  apply: z.strictObject({
    reference: referenceSchema,
    parties: creditPartiesSchema,
    terms: appliedTermsSchema,
    confidential: confidentialReferencesSchema.default([]),
  }),
  revise: z.strictObject({
    reference: referenceSchema,
    terms: appliedTermsSchema,
    confidential: confidentialReferencesSchema.default([]),
  }),
  withdraw: referenceOnly,
  return: withReason,
  decline: withReason,
  issue: referenceOnly,
  advise: referenceOnly,
  acknowledgeReceipt: referenceOnly,
  confirm: referenceOnly,
  declineToConfirm: withReason,
  close: referenceOnly,
} as const satisfies Record<Exclude<CreditAction, 'amend' | 'cancel'>, z.ZodType>;

export type CreditCommand<Action extends keyof typeof creditCommands> = Readonly<
  z.infer<(typeof creditCommands)[Action]>
>;
