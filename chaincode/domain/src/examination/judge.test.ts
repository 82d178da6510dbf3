import { describe, expect, test } from '@jest/globals';
import { aCall } from '../../test-support/credits.js';
import { anExamination, aPresentation } from '../../test-support/presentations.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import type { Presentation } from '../presentation/presentation.js';
import { examinationCommands } from './commands.js';
import type { ExaminationCommand } from './commands.js';
import type { Examination } from './examination.js';
import { findComplying, refusePresentation, returnDocuments, waiveDiscrepancies } from './judge.js';

const lastMoment = '2026-05-27T23:59:59.999Z';
const tooLate = '2026-05-28T00:00:00.000Z';

describe('finding documents complying', () => {
  const findings: Presentation['findings'] = (['EXP1', 'BL9'] as const).map((rule) => ({
    rule,
    article: 'x',
    expected: 'x',
    found: 'x',
  }));
  const answer = (finding: 'EXP1' | 'BL9' | 'SHP1') => ({ finding, reason: 'Immaterial' });
  const comply = (...answers: ReturnType<typeof answer>[]) =>
    findComplying(
      { examination: anExamination(), presentation: aPresentation({ findings }) },
      { answers },
      aCall('issuingBank', tooLate),
    )[0].record;

  test('keeps the answer to every finding', () => {
    const answers = [answer('BL9'), answer('EXP1')];
    expect(comply(...answers)).toMatchObject({ status: 'complying', answers });
  });

  test('misses an answer', () => {
    const { code, details } = refusalOf(() => comply(answer('EXP1')));
    expect([code, details['unanswered']]).toEqual(['FINDING_UNANSWERED', ['BL9']]);
  });

  test('takes no answer to what was not found', () => {
    const { code, details } = refusalOf(() =>
      comply(answer('EXP1'), answer('BL9'), answer('SHP1')),
    );
    expect([code, details['made']]).toEqual(['FINDING_NOT_MADE', ['EXP1', 'BL9']]);
  });

  test('takes no answer twice', () => {
    const command = { presentation: 'P1', answers: [answer('EXP1'), answer('EXP1')] };
    expect(problemsOf(examinationCommands.comply, command)).toEqual([
      'answers must not answer a finding twice',
    ]);
  });
});

describe('a refusal (UCP 600 art. 16)', () => {
  type Notice = Omit<ExaminationCommand<'refuse'>, 'presentation'>;
  const notice = (change: Partial<Notice> = {}): Notice => ({
    discrepancies: [{ finding: 'BL9', text: 'Freight prepaid' }, { text: 'Invoice unsigned' }],
    disposition: 'notify',
    ...change,
  });
  const refuse = (time: string, change: Partial<Notice> = {}, examination = anExamination()) =>
    refusePresentation(examination, notice(change), aCall('issuingBank', time))[0].record;

  test('is possible to the end of the fifth banking day, and not later (art. 16(d))', () => {
    expect(refuse(lastMoment).refusal).toEqual({ at: lastMoment, ...notice() });
    const { code, details } = refusalOf(() => refuse(tooLate));
    expect(code).toBe('REFUSAL_TOO_LATE');
    expect(details).toEqual({ actual: '2026-05-28', limit: '2026-05-27' });
  });

  test('is one notice (art. 16(c))', () => {
    const refused = { ...anExamination(), ...refuse('2026-05-22T09:00:00.000Z') };
    expect(codeOf(() => refuse(lastMoment, {}, refused))).toBe('ACTION_WRONG_STATUS');
  });

  test.each([
    ['hold', 'refused'],
    ['notify', 'refused'],
    ['return', 'returned'],
    ['previousInstructions', 'refused'],
  ] as const)('to %s leaves the documents %s', (disposition, status) => {
    expect(refuse(lastMoment, { disposition }).status).toBe(status);
  });

  test('states a discrepancy at least', () => {
    const command = { presentation: 'P1', ...notice({ discrepancies: [] }) };
    expect(problemsOf(examinationCommands.refuse, command)).toEqual([
      'discrepancies must name at least one discrepancy',
    ]);
  });

  test.each(['refused', 'waived'] as const)('that is %s can end in a return (16(e))', (status) => {
    const at = anExamination({ status });
    const [{ record }] = returnDocuments(at, aCall('issuingBank', tooLate));
    expect(record.status).toBe('returned');
  });

  test('can be waived by the applicant, while the documents are held', () => {
    const waive = (status: Examination['status']) => () =>
      waiveDiscrepancies(anExamination({ status }), aCall('applicant', tooLate))[0].record;
    expect(waive('refused')()).toMatchObject({ status: 'waived', waivedAt: tooLate });
    expect(codeOf(waive('returned'))).toBe('ACTION_WRONG_STATUS');
  });
});
