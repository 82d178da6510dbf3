import { LedgerError } from '../errors.js';
import type { NamedParty } from '../credit/parties.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { possessionDocument, titleIn } from './possession.js';
import type { Possession } from './possession.js';
import type { EndorsementAction } from './possession-steps.js';
import type { TitleForm } from './title-form.js';
import type { Title } from './title.js';

/** How often one possessor can endorse a bill. */
export const endorsementsLimit = 20;

/** An endorsement: to a name that may not endorse on, to a name's order, or in blank, to whoever possesses the bill. */
export type Endorsement =
  | { readonly action: 'endorse' | 'endorseToOrder'; readonly endorsee: NamedParty }
  | { readonly action: 'endorseInBlank' };

/**
 * Say who may claim the goods from now on; the bill itself stays where it is. Requires: the possessor, who is the endorsee unless
 * the bill is in blank. Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD, TITLE_NOT_ENDORSABLE, TITLE_OTHER_CLAIMS,
 * TITLE_ENDORSEMENT_FORBIDDEN, TITLE_ENDORSEMENTS_TOO_MANY. Emits: BillEndorsed, BillEndorsedToOrder, BillEndorsedInBlank.
 */
export function endorseBill(
  { head }: Title,
  endorsement: Endorsement,
  call: Call,
): Decision<Possession> {
  const { action } = endorsement;
  const endorsements = [...head.endorsements, { by: action, title: titleBy(endorsement) }];
  const at = { record: head, call, changes: { endorsements } };
  const endorsed = proceed(possessionDocument, action, at);
  const refusal = endorsementRefusal(head, action);
  if (refusal !== undefined) throw refusal;
  if (head.endorsements.length >= endorsementsLimit) {
    const details = { actual: head.endorsements.length, limit: endorsementsLimit };
    throw LedgerError.of('TITLE_ENDORSEMENTS_TOO_MANY', details);
  }
  return [endorsed];
}

/** Why its possessor cannot endorse a bill; undefined where it can. Answers: TITLE_NOT_ENDORSABLE, TITLE_OTHER_CLAIMS,
 *  TITLE_ENDORSEMENT_FORBIDDEN. */
export function endorsementRefusal(
  head: Possession,
  action: EndorsementAction,
): LedgerError | undefined {
  return unendorsable(head, action) ?? otherEndorsee(head, action);
}

function titleBy(endorsement: Endorsement): TitleForm {
  if (endorsement.action === 'endorseInBlank') return { type: 'blank' };
  const { action, endorsee } = endorsement;
  return { type: 'toOrder', endorsee, endorseeMayEndorse: action === 'endorseToOrder' };
}

function unendorsable(head: Possession, action: EndorsementAction): LedgerError | undefined {
  const { type: actual } = titleIn(head);
  // Whoever possesses a bill in blank may make it a name's again.
  const required = action === 'endorseInBlank' ? ['toOrder'] : ['toOrder', 'blank'];
  if (required.includes(actual)) return undefined;
  return LedgerError.of('TITLE_NOT_ENDORSABLE', { actual, action, required });
}

function otherEndorsee(head: Possession, action: EndorsementAction): LedgerError | undefined {
  const title = titleIn(head);
  if (title.type !== 'toOrder') return undefined;
  const { msp } = head.possessor;
  if (title.endorsee.msp !== msp) {
    const required = [title.endorsee.msp];
    return LedgerError.of('TITLE_OTHER_CLAIMS', { action, required, msp });
  }
  return title.endorseeMayEndorse
    ? undefined
    : LedgerError.of('TITLE_ENDORSEMENT_FORBIDDEN', { msp });
}
