import { addBankingDays } from '../calendar/banking-days.js';
import type { BankCalendars } from '../calendar/banking-days.js';
import type { ConfidentialReference } from '../confidential/reference.js';
import type { Credit } from '../credit/credit.js';
import { inDeal, refuseOtherParties } from '../credit/same-deal.js';
import { LedgerError } from '../errors.js';
import { presentedAtOf } from '../presentation/complete.js';
import type { Presentation } from '../presentation/presentation.js';
import type { Call } from '../shared/call.js';
import { begin, proceed, refuseEarlier } from '../shared/decision.js';
import type { Decision, Effect } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import { examinationDocument } from './examination.js';
import type { Examination } from './examination.js';

/** Banking days that a bank has for its examination, after the day of presentation (UCP 600 art. 14(b)). */
export const examinationBankingDays = 5;

/** What an examination begins with. */
export interface Examined {
  readonly presentation: Presentation;
  readonly credit: Credit;
  /** The banking days of the bank that examines. */
  readonly bank: BankCalendars;
}

/**
 * Take up complete documents for examination. The time allowed counts from their presentation, whenever the bank begins. Requires:
 * the issuing bank. Refuses: ACTION_WRONG_PARTY, DEAL_PARTIES_DIFFER, PRESENTATION_INCOMPLETE, CALENDAR_MISSING, TIME_BEFORE_RECORD.
 * Emits: ExaminationBegun.
 */
export function beginExamination(
  examined: Examined,
  confidential: readonly ConfidentialReference[],
  call: Call,
): Decision<Examination> {
  return [open('examine', { examined, confidential, call })];
}

/**
 * State that a bank which never took up the documents may no longer refuse them (UCP 600 art. 16(f)): anybody in the deal may.
 * Refuses: PRECLUSION_TOO_EARLY and what beginning an examination refuses. Emits: UnexaminedRefusalPrecluded.
 */
export function precludeUnexamined(examined: Examined, call: Call): Decision<Examination> {
  const precluded = open('precludeUnexamined', { examined, confidential: [], call });
  refuseBeforeDeadline(deadlineOf(examined), call);
  return [precluded];
}

/** State that the bank may no longer claim that the documents do not comply (UCP 600 art. 16(f)). Requires: anybody in the deal; status
 *  examining. Refuses: PRECLUSION_TOO_EARLY. Emits: RefusalPrecluded. */
export function precludeRefusal(examination: Examination, call: Call): Decision<Examination> {
  const precluded = proceed(examinationDocument, 'preclude', { record: examination, call });
  refuseBeforeDeadline(examination.deadline, call);
  return [precluded];
}

function open(
  action: 'examine' | 'precludeUnexamined',
  at: {
    readonly examined: Examined;
    readonly confidential: readonly ConfidentialReference[];
    readonly call: Call;
  },
): Effect<Examination> {
  const { examined, confidential, call } = at;
  const { presentation, credit } = examined;
  const { reference, parties, amount } = presentation;
  const draft = {
    kind: 'examination' as const,
    presentation: reference,
    credit: credit.reference,
    parties,
    amount,
    deadline: deadlineOf(examined),
    confidential: [...confidential],
    answers: [],
  };
  const opened = begin(examinationDocument, action, { draft, call });
  refuseOtherParties(inDeal(presentation), inDeal(credit));
  refuseEarlier(presentation, call);
  return opened;
}

function deadlineOf({ presentation, bank }: Examined): string {
  return addBankingDays(dateOf(presentedAtOf(presentation)), examinationBankingDays, bank);
}

// A bank's day ends at midnight UTC: the calendar of its place names no time zone.
function refuseBeforeDeadline(limit: string, { time }: Call): void {
  const actual = dateOf(time);
  if (actual <= limit) throw LedgerError.of('PRECLUSION_TOO_EARLY', { actual, limit });
}
