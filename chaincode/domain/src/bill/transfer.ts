import { LedgerError } from '../errors.js';
import type { NamedParty } from '../credit/parties.js';
import type { Call } from '../shared/call.js';
import type { Decision } from '../shared/decision.js';
import { passOn, refuseCarrierAsHolder, refuseTooMany } from './pass-on.js';
import type { Possession } from './possession.js';
import type { Title } from './title.js';

/**
 * Give a bill to another member; who may claim the goods stays as it is. Requires: the possessor. Refuses: ACTION_WRONG_PARTY,
 * ACTION_WRONG_STATUS, TIME_BEFORE_RECORD, POSSESSION_RECIPIENT_WRONG, POSSESSION_TOO_MANY. Emits: BillTransferred,
 * PossessionReceived.
 */
export function transferBill(
  title: Title,
  { to, call }: { readonly to: NamedParty; readonly call: Call },
): Decision<Possession> {
  const passed = passOn(title, { by: 'transfer', possessor: to, call });
  const { possessor, carrier } = title.head;
  if (to.msp === possessor.msp) {
    throw LedgerError.of('POSSESSION_RECIPIENT_WRONG', { msp: to.msp, actual: 'possessor' });
  }
  refuseCarrierAsHolder({ carrier, to });
  refuseTooMany(title);
  return passed;
}

/**
 * Give back a bill that one was just given, as if it had not been. Requires: the possessor, to whom it was transferred, before any
 * other act. Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD, POSSESSION_NOT_JUST_TRANSFERRED. Emits:
 * BillTransferRejected, PossessionReceivedBack.
 */
export function rejectTransfer(
  title: Title,
  { reason, call }: { readonly reason: string; readonly call: Call },
): Decision<Possession> {
  const { openedBy: actual, previous, possessor, endorsements } = title.head;
  const back = previous?.possessor ?? possessor;
  const passed = passOn(title, { by: 'rejectTransfer', possessor: back, reason, call });
  if (!isJustTransferred(title.head)) {
    const details = { actual, endorsements: endorsements.length };
    throw LedgerError.of('POSSESSION_NOT_JUST_TRANSFERRED', details);
  }
  return passed;
}

/** Whether a transfer, and nothing after it, gave the bill to whoever has it. */
export function isJustTransferred({
  openedBy,
  endorsements,
}: Pick<Possession, 'openedBy' | 'endorsements'>): boolean {
  return openedBy === 'transfer' && endorsements.length === 0;
}
