import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { billDocument } from './bill.js';
import { passOn } from './pass-on.js';
import { possessionDocument, titleIn } from './possession.js';
import type { Possession } from './possession.js';
import type { SurrenderRequest } from './surrender-request.js';
import type { Title } from './title.js';

/**
 * Give a bill back to the carrier, for the goods or for another bill; nobody else can do anything with it until the carrier answers.
 * Requires: the possessor who may claim the goods: the consignee or the shipper of a straight bill, the endorsee of one to order,
 * whoever possesses one in blank. Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD, TITLE_OTHER_CLAIMS. Emits:
 * BillSurrenderRequested, PossessionReceivedForSurrender.
 */
export function surrenderBill(
  title: Title,
  { request, call }: { readonly request: SurrenderRequest; readonly call: Call },
): Decision<Possession> {
  const passed = passOn(title, {
    by: 'surrender',
    possessor: title.head.carrier,
    capacity: { surrender: request },
    call,
  });
  if (!mayClaim(title)) {
    const { msp } = title.head.possessor;
    const required = claimants(title) ?? [];
    throw LedgerError.of('TITLE_OTHER_CLAIMS', { action: 'surrender', required, msp });
  }
  return passed;
}

/**
 * Take a bill back for good: no act on it is possible any more. Requires: the carrier; surrender requested.
 * Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD. Emits: BillSurrenderAccepted, BillSurrendered.
 */
export function acceptSurrender({ head, bill }: Title, call: Call): Decision<Possession> {
  const accepted = proceed(possessionDocument, 'acceptSurrender', { record: head, call });
  const changes = { surrenderedFor: head.surrender?.for ?? 'delivery' } as const;
  return [accepted, proceed(billDocument, 'surrender', { record: bill, call, changes })];
}

/**
 * Decline to take a bill back: whoever surrendered it possesses it again. Requires: the carrier; surrender requested.
 * Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD. Emits: BillSurrenderRejected,
 * PossessionReceivedBackFromCarrier.
 */
export function rejectSurrender(
  title: Title,
  { reason, call }: { readonly reason: string; readonly call: Call },
): Decision<Possession> {
  const { previous, possessor } = title.head;
  const back = previous?.possessor ?? possessor;
  return passOn(title, { by: 'rejectSurrender', possessor: back, reason, call });
}

/** Whether the possessor of a bill may claim the goods. */
export function mayClaim(title: Pick<Title, 'bill' | 'head'>): boolean {
  const members = claimants(title);
  return members === undefined || members.includes(title.head.possessor.msp);
}

/** The members of which the possessor has to be one; undefined where anybody may. */
function claimants({ bill, head }: Pick<Title, 'bill' | 'head'>): readonly string[] | undefined {
  const title = titleIn(head);
  switch (title.type) {
    case 'straight':
      return [title.consignee.msp, bill.shipper.msp];
    case 'toOrder':
      return [title.endorsee.msp];
    case 'blank':
      return undefined;
  }
}
