import { LedgerError } from '../errors.js';
import type { NamedParty } from '../credit/parties.js';
import type { Call } from '../shared/call.js';
import type { Effect } from '../shared/decision.js';
import { passOn, refuseTooMany } from './pass-on.js';
import { titleIn } from './possession.js';
import type { Possession } from './possession.js';
import type { TitleForm } from './title-form.js';
import type { Title } from './title.js';

/**
 * Put a bill that is presented under a credit into the escrow of the bank that examines it, which alone decides what becomes of
 * it. Requires: the presenter possesses it. Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS (it is in escrow or given back
 * already), TIME_BEFORE_RECORD, POSSESSION_TOO_MANY. Emits: BillPutInEscrow, PossessionReceivedInEscrow.
 */
export function escrowTitle(
  title: Title,
  at: { readonly bank: NamedParty; readonly presentation: string; readonly call: Call },
): readonly Effect<Possession>[] {
  const { bank, presentation, call } = at;
  const passed = passOn(title, {
    by: 'escrow',
    possessor: bank,
    capacity: { escrow: { presentation } },
    call,
  });
  refuseTooMany(title);
  return passed;
}

/**
 * Release a bill to the applicant, with the honour of its presentation; where the bank is the endorsee, by the bank's endorsement.
 * Requires: the bank that holds it in escrow. Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD,
 * ESCROW_OTHER_PRESENTATION. Emits: BillReleasedFromEscrow, PossessionReceivedFromEscrow.
 */
export function releaseTitle(
  title: Title,
  at: { readonly applicant: NamedParty; readonly presentation: string; readonly call: Call },
): readonly Effect<Possession>[] {
  const { applicant, presentation, call } = at;
  const passed = passOn(title, {
    by: 'release',
    possessor: applicant,
    title: endorsedTo(applicant, title.head),
    call,
  });
  refuseOtherPresentation(title, presentation);
  return passed;
}

/**
 * Give a bill back to whom it came from, with the return of the presentation's documents. Requires: the bank that holds it in escrow.
 * Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD, ESCROW_OTHER_PRESENTATION. Emits:
 * BillGivenBackFromEscrow, PossessionReceivedBackFromEscrow.
 */
export function giveBackTitle(
  title: Title,
  at: { readonly presentation: string; readonly call: Call },
): readonly Effect<Possession>[] {
  const { presentation, call } = at;
  const { previous, possessor } = title.head;
  const passed = passOn(title, {
    by: 'giveBack',
    possessor: previous?.possessor ?? possessor,
    call,
  });
  refuseOtherPresentation(title, presentation);
  return passed;
}

/** Title after the bank that holds the bill has passed its own claim on; any other claim stays as it is. */
export function endorsedTo(applicant: NamedParty, head: Possession): TitleForm {
  const title = titleIn(head);
  const isBanks = title.type === 'toOrder' && title.endorsee.msp === head.possessor.msp;
  if (!isBanks || !title.endorseeMayEndorse) return title;
  return { type: 'toOrder', endorsee: applicant, endorseeMayEndorse: true };
}

function refuseOtherPresentation({ head: { escrow } }: Title, presentation: string): void {
  if (escrow?.presentation !== presentation) {
    const actual = escrow?.presentation ?? '';
    throw LedgerError.of('ESCROW_OTHER_PRESENTATION', { actual, required: presentation });
  }
}
