import type { Credit } from '../credit/credit.js';
import { availableStatuses } from '../credit/steps.js';
import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { begin, proceed, refuseEarlier } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import type { PresentationCommand } from './commands.js';
import { presentationDocument } from './presentation.js';
import type { Presentation } from './presentation.js';

/**
 * Lodge documents under a credit; they do not count as presented before the notice of completeness (eUCP art. e6). Requires: the
 * beneficiary. Refuses: ACTION_WRONG_PARTY, TIME_BEFORE_RECORD, PRESENTATION_CREDIT_UNAVAILABLE. Emits: PresentationLodged.
 */
export function lodgePresentation(
  { credit, command }: { readonly credit: Credit; readonly command: PresentationCommand<'lodge'> },
  call: Call,
): Decision<Presentation> {
  const { parties } = credit;
  const draft = { kind: 'presentation' as const, ...command, parties, findings: [] };
  const lodged = begin(presentationDocument, 'lodge', { draft, call });
  refuseEarlier(credit, call);
  refuseUnavailable(credit);
  return [lodged];
}

/** Take documents back before they are complete. Requires: beneficiary; status lodging. Emits: PresentationWithdrawn. */
export function withdrawPresentation(
  presentation: Presentation,
  call: Call,
): Decision<Presentation> {
  return [proceed(presentationDocument, 'withdraw', { record: presentation, call })];
}

/** Under a credit of which the beneficiary knows nothing yet, or that has ended, nothing is presented. Refuses:
 *  PRESENTATION_CREDIT_UNAVAILABLE. */
export function refuseUnavailable({ reference, status }: Credit): void {
  if (availableStatuses.some((it) => it === status)) return;
  const details = { credit: reference, current: status, allowed: availableStatuses };
  throw LedgerError.of('PRESENTATION_CREDIT_UNAVAILABLE', { field: 'credit', ...details });
}
