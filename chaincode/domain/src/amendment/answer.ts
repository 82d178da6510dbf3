import { creditDocument } from '../credit/credit.js';
import type { Credit } from '../credit/credit.js';
import { refuseOpenPresentations } from '../credit/close.js';
import type { EndedPresentations } from '../credit/close.js';
import { ceilingOf, drawnAmount } from '../credit/drawings.js';
import type { Drawings } from '../credit/drawings.js';
import { termsWith } from '../credit/effective-terms.js';
import { fromCredit, inDeal, refuseOtherParties } from '../credit/same-deal.js';
import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision, Effect } from '../shared/decision.js';
import { moneyText } from '../shared/money.js';
import { amendmentDocument } from './amendment.js';
import type { Amendment } from './amendment.js';

interface Accepted {
  readonly credit: Credit;
  readonly drawings: Drawings;
  readonly amendment: Amendment;
  readonly ended: EndedPresentations;
}

/**
 * Accept an amendment, whole or not at all (UCP 600 art. 10(e)): from now on the credit says what it says. Requires: beneficiary;
 * status advised. Refuses: DEAL_PARTIES_DIFFER, AMENDMENT_BELOW_DRAWN, AMENDMENT_CONFIRMER_DISAGREES, CREDIT_PRESENTATION_OPEN,
 * and what the change refuses. Emits: AmendmentAccepted, and CreditAmended or CreditCancelled.
 */
export function acceptAmendment(at: Accepted, call: Call): Decision<Amendment> {
  const accepted = proceed(amendmentDocument, 'accept', { record: at.amendment, call });
  refuseOtherParties(fromCredit(at.amendment), inDeal(at.credit));
  const { cancel } = at.amendment.change;
  return [accepted, cancel === true ? cancelled(at, call) : amended(at, call)];
}

/** Reject an amendment; also a partial acceptance is one (art. 10(e)). Requires: beneficiary; status advised. Emits: AmendmentRejected. */
export function rejectAmendment(
  amendment: Amendment,
  reason: string | undefined,
  call: Call,
): Decision<Amendment> {
  const changes = reason === undefined ? {} : { reason };
  return [proceed(amendmentDocument, 'reject', { record: amendment, call, changes })];
}

function amended({ credit, drawings, amendment, ended }: Accepted, call: Call): Effect<Credit> {
  const { number, change } = amendment;
  const terms = termsWith(credit, { number, change });
  const [drawn, limit] = [drawnAmount(drawings, ended.returned), ceilingOf(terms)];
  if (drawn > BigInt(limit.minor)) {
    const actual = moneyText({ ...limit, minor: drawn.toString() });
    throw LedgerError.of('AMENDMENT_BELOW_DRAWN', { actual, limit: moneyText(limit) });
  }
  const accepted = [...credit.accepted, { number, change }];
  const at = { record: credit, call, changes: { accepted }, to: credit.status };
  return proceed(creditDocument, 'amend', at);
}

function cancelled({ credit, drawings, amendment, ended }: Accepted, call: Call): Effect<Credit> {
  // Whoever has confirmed has to agree as well (UCP 600 art. 10(a)).
  if (credit.status === 'confirmed' && amendment.extendsConfirmation !== true) {
    const details = { field: 'extendsConfirmation', msp: credit.parties.advisingBank.msp };
    throw LedgerError.of('AMENDMENT_CONFIRMER_DISAGREES', details);
  }
  refuseOpenPresentations(drawings, ended);
  return proceed(creditDocument, 'cancel', { record: credit, call });
}
