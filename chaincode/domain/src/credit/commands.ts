import { z } from 'zod';
import { dateSchema } from '../shared/dates.js';
import { parseJsonObject, validate } from '../shared/decode.js';
import { positiveMoneySchema } from '../shared/money.js';
import { referenceSchema, uetrSchema } from '../shared/text.js';
import { presentedDocumentsSchema } from './documents.js';
import { creditPartiesSchema } from './parties.js';
import type { CreditAction } from './steps.js';
import { appliedTermsSchema } from './terms.js';

const referenceOnly = z.strictObject({ reference: referenceSchema });

/** The command of each action: what the contract takes, and the gateway in the body of a request. */
export const creditCommands = {
  apply: z.strictObject({
    reference: referenceSchema,
    parties: creditPartiesSchema,
    terms: appliedTermsSchema,
  }),
  issue: referenceOnly,
  advise: referenceOnly,
  present: z.strictObject({
    reference: referenceSchema,
    shipmentDate: dateSchema,
    amount: positiveMoneySchema,
    documents: presentedDocumentsSchema,
  }),
  honour: referenceOnly,
  settle: z.strictObject({ reference: referenceSchema, paymentReference: uetrSchema }),
} as const satisfies Record<CreditAction, z.ZodType>;

export type CreditCommand<Action extends CreditAction> = Readonly<
  z.infer<(typeof creditCommands)[Action]>
>;

/** One action on one credit. */
export type CreditRequest = {
  readonly [Action in CreditAction]: {
    readonly action: Action;
    readonly command: CreditCommand<Action>;
  };
}[CreditAction];

/** Reads a command from its JSON. Refuses: INPUT_TOO_LONG, INPUT_MALFORMED, INPUT_INVALID. */
export function decodeCreditRequest(action: CreditAction, text: string): CreditRequest {
  const from = { input: 'command', value: parseJsonObject({ input: 'command', text }) };
  switch (action) {
    case 'apply':
      return { action, command: validate(creditCommands.apply, from) };
    case 'present':
      return { action, command: validate(creditCommands.present, from) };
    case 'settle':
      return { action, command: validate(creditCommands.settle, from) };
    case 'issue':
    case 'advise':
    case 'honour':
      return { action, command: validate(referenceOnly, from) };
  }
}
