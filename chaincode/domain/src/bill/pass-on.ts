import { LedgerError } from '../errors.js';
import type { NamedParty } from '../credit/parties.js';
import type { Call } from '../shared/call.js';
import { begin, proceed } from '../shared/decision.js';
import type { Effect } from '../shared/decision.js';
import { openings } from './possession-steps.js';
import type { Move } from './possession-steps.js';
import { possessionDocument, titleIn } from './possession.js';
import type { Possession } from './possession.js';
import type { TitleForm } from './title-form.js';
import { openingText, stateText } from './title.js';
import type { Title } from './title.js';

/** The number of possessions after which a bill is passed on no further: it can still go back, be released and be surrendered. */
export const possessionsLimit = 200;

/** How a bill passes from one member to another. */
export interface Passing {
  /** The act that closes the live possession. */
  readonly by: Move;
  readonly possessor: NamedParty;
  readonly call: Call;
  /** Where title changes with possession; else it stays. */
  readonly title?: TitleForm;
  readonly capacity?: Pick<Possession, 'escrow' | 'surrender'>;
  readonly reason?: string;
}

/**
 * Close the live possession and open the next one. Requires: who has it in the capacity that the act asks for.
 * Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD.
 */
export function passOn(
  { head, sha256 }: Title,
  { by, possessor, call, title, capacity, reason }: Passing,
): readonly [closed: Effect<Possession>, opened: Effect<Possession>] {
  const { carrierCode, reference, transactionId, number, carrier, billSha256 } = head;
  const draft = {
    kind: 'possession' as const,
    carrierCode,
    reference,
    number: number + 1,
    transactionId: call.transactionId,
    openedBy: by,
    carrier,
    possessor,
    title: title ?? titleIn(head),
    endorsements: [],
    billSha256,
    previous: { transactionId, possessor: head.possessor, sha256: sha256(stateText(head)) },
    ...capacity,
  };
  const closed = {
    by,
    ...(reason !== undefined && { reason }),
    next: { transactionId: call.transactionId, sha256: sha256(openingText(draft)) },
  };
  return [
    proceed(possessionDocument, by, { record: head, call, changes: { closed } }),
    begin(possessionDocument, openings[by], { draft, call }),
  ];
}

/** Refuses: POSSESSION_TOO_MANY, where a bill has been passed on so often that finding its possessor takes too long. */
export function refuseTooMany({ head: { number } }: Title): void {
  if (number >= possessionsLimit) {
    throw LedgerError.of('POSSESSION_TOO_MANY', { actual: number, limit: possessionsLimit });
  }
}

/** What is given to the carrier is surrendered. Refuses: POSSESSION_RECIPIENT_WRONG. */
export function refuseCarrierAsHolder({
  carrier,
  to: { msp },
}: {
  readonly carrier: NamedParty;
  readonly to: NamedParty;
}): void {
  if (msp === carrier.msp) {
    throw LedgerError.of('POSSESSION_RECIPIENT_WRONG', { msp, actual: 'carrier' });
  }
}
