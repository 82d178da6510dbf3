import { LedgerError } from '../errors.js';
import type { Examination } from '../examination/examination.js';
import type { Call } from '../shared/call.js';
import { begin, refuseEarlier } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { isAbove, moneyText } from '../shared/money.js';
import { proceedsDocument } from './proceeds.js';
import type { Proceeds, ProceedsCommand } from './proceeds.js';

/**
 * Credit the beneficiary with what the issuing bank paid. Requires: the advising bank. Refuses: ACTION_WRONG_PARTY,
 * PROCEEDS_BEFORE_SETTLEMENT, PROCEEDS_CURRENCY_WRONG, PROCEEDS_ABOVE_SETTLEMENT, TIME_BEFORE_RECORD. Emits: ProceedsCredited.
 */
export function creditProceeds(
  examination: Examination,
  command: ProceedsCommand,
  call: Call,
): Decision<Proceeds> {
  const { presentation, parties, status: current } = examination;
  const draft = { kind: 'proceeds' as const, ...command, parties };
  const credited = begin(proceedsDocument, 'credit', { draft, call });
  if (current !== 'settled') {
    throw LedgerError.of('PROCEEDS_BEFORE_SETTLEMENT', { presentation, current });
  }
  refuseEarlier(examination, call);
  refuseAmount(examination, command);
  return [credited];
}

function refuseAmount({ amount: limit }: Examination, { amount }: ProceedsCommand): void {
  if (amount.currency !== limit.currency) {
    const details = { field: 'amount.currency', actual: amount.currency, limit: limit.currency };
    throw LedgerError.of('PROCEEDS_CURRENCY_WRONG', details);
  }
  if (isAbove(amount, limit)) {
    const details = { field: 'amount.minor', actual: moneyText(amount), limit: moneyText(limit) };
    throw LedgerError.of('PROCEEDS_ABOVE_SETTLEMENT', details);
  }
}
