import { fromPresentation, refuseOtherParties } from '../credit/same-deal.js';
import { LedgerError } from '../errors.js';
import type { Receipt } from '../receipt/receipt.js';
import type { Call } from '../shared/call.js';
import { proceed, refuseEarlier } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import { examinationDocument } from './examination.js';
import type { Examination } from './examination.js';

/**
 * State that what was undertaken is paid, by the payment's own reference. Goods make nothing due but where the credit says so (UCP
 * 600 art. 5). Requires: issuing bank; status honoured or accepted. Refuses: SETTLEMENT_NOT_DUE, DEAL_PARTIES_DIFFER.
 * Emits: PresentationSettled.
 */
export function settlePresentation(
  { examination, receipt }: { examination: Examination; receipt: Receipt | undefined },
  paymentReference: string,
  call: Call,
): Decision<Examination> {
  const changes = { settlement: { at: call.time, paymentReference } };
  const settled = proceed(examinationDocument, 'settle', { record: examination, call, changes });
  refuseUndue(examination, receipt, call);
  return [settled];
}

/** Whether payment is due at this time only if the receipt of the goods is recorded. */
export function awaitsReceipt({ undertaking }: Examination, { time }: Pick<Call, 'time'>): boolean {
  const { maturity, onReceiptOfGoods = false } = undertaking ?? {};
  return onReceiptOfGoods && maturity !== undefined && dateOf(time) < maturity;
}

function refuseUndue(examination: Examination, receipt: Receipt | undefined, call: Call): void {
  const { maturity: limit, onReceiptOfGoods = false } = examination.undertaking ?? {};
  const actual = dateOf(call.time);
  if (limit === undefined || actual >= limit) return;
  if (!awaitsReceipt(examination, call) || receipt === undefined) {
    throw LedgerError.of('SETTLEMENT_NOT_DUE', { actual, limit, onReceiptOfGoods });
  }
  refuseOtherParties(fromPresentation(receipt), fromPresentation(examination));
  refuseEarlier(receipt, call);
}
