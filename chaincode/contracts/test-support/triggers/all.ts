import type { ErrorCode, LedgerError } from '@argosy/domain/errors';
import { amendmentTriggers } from './amendment.js';
import { billTriggers } from './bill.js';
import { callTriggers } from './call.js';
import { confidentialTriggers } from './confidential.js';
import { creditTriggers } from './credit.js';
import { presentationTriggers } from './presentation.js';
import { registerTriggers } from './register.js';
import { declarationTriggers } from './declaration.js';
import { licenceTriggers } from './licence.js';
import { shipmentTriggers } from './shipment.js';

/** One way into each refusal; the compiler asks for every code. */
export const triggers: Readonly<Record<ErrorCode, () => Promise<LedgerError>>> = {
  ...callTriggers,
  ...creditTriggers,
  ...amendmentTriggers,
  ...confidentialTriggers,
  ...billTriggers,
  ...registerTriggers,
  ...presentationTriggers,
  ...licenceTriggers,
  ...shipmentTriggers,
  ...declarationTriggers,
};
