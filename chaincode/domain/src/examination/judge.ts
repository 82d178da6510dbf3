import { LedgerError } from '../errors.js';
import type { Presentation } from '../presentation/presentation.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import type { ExaminationCommand } from './commands.js';
import { examinationDocument } from './examination.js';
import type { Examination } from './examination.js';

/**
 * Find that the documents comply (UCP 600 art. 15). Each finding of the ledger needs the bank's answer, which stays on record.
 * Requires: issuing bank; status examining. Refuses: FINDING_NOT_MADE, FINDING_UNANSWERED. Emits: PresentationComplied.
 */
export function findComplying(
  { examination, presentation }: { examination: Examination; presentation: Presentation },
  { answers }: Pick<ExaminationCommand<'comply'>, 'answers'>,
  call: Call,
): Decision<Examination> {
  const at = { record: examination, call, changes: { answers } };
  const complying = proceed(examinationDocument, 'comply', at);
  const made = presentation.findings.map(({ rule }) => rule);
  const unknown = answers.find(({ finding }) => !made.includes(finding));
  if (unknown !== undefined) {
    throw LedgerError.of('FINDING_NOT_MADE', { field: 'answers', finding: unknown.finding, made });
  }
  const unanswered = made.filter((rule) => !answers.some(({ finding }) => finding === rule));
  if (unanswered.length > 0) {
    throw LedgerError.of('FINDING_UNANSWERED', { field: 'answers', unanswered });
  }
  return [complying];
}

/**
 * Give the one notice of refusal, with every discrepancy and what becomes of the documents (UCP 600 art. 16(c), (d)). Requires:
 * issuing bank; status examining. Refuses: REFUSAL_TOO_LATE. Emits: PresentationRefused.
 */
export function refusePresentation(
  examination: Examination,
  { discrepancies, disposition }: Omit<ExaminationCommand<'refuse'>, 'presentation'>,
  call: Call,
): Decision<Examination> {
  const refused = proceed(examinationDocument, 'refuse', {
    record: examination,
    call,
    to: disposition === 'return' ? 'returned' : 'refused',
    changes: { refusal: { at: call.time, discrepancies, disposition } },
  });
  const actual = dateOf(call.time);
  const { deadline: limit } = examination;
  if (actual > limit) throw LedgerError.of('REFUSAL_TOO_LATE', { actual, limit });
  return [refused];
}

/** Send back the documents of a refused presentation, waived or not (UCP 600 art. 16(b), (e)): for good, since they can no longer be
 *  honoured. Requires: issuing bank; status refused or waived. Emits: DocumentsReturned. */
export function returnDocuments(examination: Examination, call: Call): Decision<Examination> {
  return [proceed(examinationDocument, 'return', { record: examination, call })];
}

/** Waive the discrepancies of a presentation whose documents the bank still holds; the bank remains free to refuse (art. 16(b)).
 *  Requires: applicant; status refused. Emits: DiscrepanciesWaived. */
export function waiveDiscrepancies(examination: Examination, call: Call): Decision<Examination> {
  const changes = { waivedAt: call.time };
  return [proceed(examinationDocument, 'waive', { record: examination, call, changes })];
}
