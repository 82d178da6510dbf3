import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { addDays } from '../shared/dates.js';
import { begin } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import { billDocument } from './bill.js';
import type { Bill } from './bill.js';
import type { IssueBill } from './commands.js';
import { refuseCarrierAsHolder } from './pass-on.js';
import { possessionDocument } from './possession.js';
import type { IssuedTitle, TitleForm } from './title-form.js';
import { billText } from './title.js';
import type { Sha256 } from './title.js';

/**
 * Issue a bill of lading, shipped on board, and give it to its first holder (UCP 600 art. 20). Requires: the carrier named in it.
 * Refuses: ACTION_WRONG_PARTY, BILL_ON_BOARD_LATER, POSSESSION_RECIPIENT_WRONG. Emits: BillIssued, PossessionBegun.
 */
export function issueBill(
  command: IssueBill,
  { call, sha256 }: { readonly call: Call; readonly sha256: Sha256 },
): Decision<Bill> {
  const { shipper, holder = shipper, carrierCode, reference, carrier } = command;
  const title = titleAtFirst(command.title, shipper);
  const bill = { kind: 'bill' as const, ...command, holder, title };
  const issued = begin(billDocument, 'issue', { draft: bill, call });
  refuseOnBoardLater(command, call);
  refuseCarrierAsHolder({ carrier, to: holder });
  const possession = {
    kind: 'possession' as const,
    carrierCode,
    reference,
    number: 1,
    transactionId: call.transactionId,
    openedBy: 'begin' as const,
    carrier,
    possessor: holder,
    title,
    endorsements: [],
    billSha256: sha256(billText(bill)),
  };
  return [issued, begin(possessionDocument, 'begin', { draft: possession, call })];
}

/** A bill to order that names nobody is to the shipper's. */
function titleAtFirst(title: IssuedTitle, shipper: Bill['shipper']): TitleForm {
  if (title.type !== 'toOrder') return title;
  return { type: 'toOrder', endorsee: title.endorsee ?? shipper, endorseeMayEndorse: true };
}

/** The port's date may be a day ahead of UTC's; a later one would be of goods that are not on board. */
function refuseOnBoardLater({ onBoardDate: actual }: IssueBill, { time }: Call): void {
  const limit = addDays(dateOf(time), 1);
  if (actual > limit) {
    throw LedgerError.of('BILL_ON_BOARD_LATER', { field: 'onBoardDate', actual, limit });
  }
}
