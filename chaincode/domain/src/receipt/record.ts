import { LedgerError } from '../errors.js';
import type { Examination } from '../examination/examination.js';
import { presentedAtOf } from '../presentation/complete.js';
import type { Presentation } from '../presentation/presentation.js';
import type { Call } from '../shared/call.js';
import { begin, refuseEarlier } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import type { ReceiptCommand } from './commands.js';
import { receiptDocument } from './receipt.js';
import type { Receipt } from './receipt.js';

// From here on the applicant possesses the bill of lading, against which the goods are handed out.
const released: readonly Examination['status'][] = ['honoured', 'accepted', 'settled'];

/**
 * Record that the goods arrived, in which condition, and what the customs cleared. Requires: the applicant. Refuses: ACTION_WRONG_PARTY,
 * PRESENTATION_INCOMPLETE, RECEIPT_BEFORE_RELEASE, RECEIPT_DATE_WRONG, TIME_BEFORE_RECORD. Emits: GoodsReceived.
 */
export function recordReceipt(
  at: { readonly presentation: Presentation; readonly examination: Examination | undefined },
  command: ReceiptCommand,
  call: Call,
): Decision<Receipt> {
  const { presentation, examination } = at;
  const draft = { kind: 'receipt' as const, ...command, parties: presentation.parties };
  const recorded = begin(receiptDocument, 'record', { draft, call });
  presentedAtOf(presentation);
  refuseEarlier(presentation, call);
  if (presentation.bill !== undefined) refuseUnreleased(presentation, examination, call);
  refuseDate(presentation, command, call);
  return [recorded];
}

function refuseUnreleased(
  { reference }: Presentation,
  examination: Examination | undefined,
  call: Call,
): void {
  if (examination === undefined || !released.includes(examination.status)) {
    const current = examination?.status ?? 'not begun';
    throw LedgerError.of('RECEIPT_BEFORE_RELEASE', { presentation: reference, current });
  }
  refuseEarlier(examination, call);
}

function refuseDate(
  { shipmentDate: earliest }: Presentation,
  { receivedOn: actual }: ReceiptCommand,
  { time }: Call,
): void {
  const latest = dateOf(time);
  if (actual < earliest || actual > latest) {
    const details = { field: 'receivedOn', actual, earliest, latest };
    throw LedgerError.of('RECEIPT_DATE_WRONG', details);
  }
}
