import { describe, expect, test } from '@jest/globals';
import { aCall, aCredit, now, parties } from '../../test-support/credits.js';
import { anExamination, aPresentation } from '../../test-support/presentations.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { lisbon2026 } from '../../test-support/register.js';
import { creditRoles } from '../credit/parties.js';
import type { Presentation } from '../presentation/presentation.js';
import { beginExamination, precludeRefusal, precludeUnexamined } from './examine.js';

const bank = { place: 'PTLIS', calendars: [lisbon2026] };
const lastMoment = '2026-05-27T23:59:59.999Z';
const tooLate = '2026-05-28T00:00:00.000Z';
const examined = (presentation: Partial<Presentation> = {}) => ({
  presentation: aPresentation(presentation),
  credit: aCredit(),
  bank,
});
const begin = (presentation: Partial<Presentation> = {}, time = '2026-05-21T08:00:00.000Z') =>
  beginExamination(examined(presentation), [], aCall('issuingBank', time))[0].record;

describe('an examination', () => {
  test.each([
    ['a Wednesday', '2026-05-20T00:00:00.000Z', '2026-05-27'],
    ['the last moment of it', '2026-05-20T23:59:59.999Z', '2026-05-27'],
    ['a Saturday', '2026-05-23T12:00:00.000Z', '2026-05-29'],
    ['the eve of a holiday', '2026-04-30T12:00:00.000Z', '2026-05-08'],
  ])('has five banking days after %s (UCP 600 art. 14(b))', (_, presentedAt, deadline) => {
    expect(begin({ presentedAt }).deadline).toBe(deadline);
  });

  test('gains no time by beginning late', () => {
    expect(begin({}, '2026-06-15T08:00:00.000Z').deadline).toBe('2026-05-27');
  });

  test('needs the calendar of each year that it reaches into', () => {
    expect(begin({ presentedAt: '2026-12-23T08:00:00.000Z' }).deadline).toBe('2026-12-31');
    const { code, details } = refusalOf(() => begin({ presentedAt: '2026-12-24T08:00:00.000Z' }));
    expect([code, details]).toEqual(['CALENDAR_MISSING', { place: 'PTLIS', year: 2027 }]);
  });

  test('is of what was presented completely (eUCP art. e6)', () => {
    expect(codeOf(() => begin({ status: 'lodging' }))).toBe('PRESENTATION_INCOMPLETE');
    expect(codeOf(() => begin({ status: 'withdrawn' }))).toBe('PRESENTATION_INCOMPLETE');
  });

  test('may begin when the presentation was made, and not a millisecond before', () => {
    expect(begin({}, now).status).toBe('examining');
    expect(codeOf(() => begin({}, '2026-05-20T08:59:59.999Z'))).toBe('TIME_BEFORE_RECORD');
  });

  test('is of a presentation by the parties of the credit', () => {
    const other = { ...parties, applicant: parties.advisingBank };
    expect(codeOf(() => begin({ parties: other }))).toBe('DEAL_PARTIES_DIFFER');
  });
});

describe('preclusion (UCP 600 art. 16(f))', () => {
  test.each(creditRoles)('is stated by the %s after the deadline, and not on it', (role) => {
    const preclude = (time: string) => () =>
      precludeRefusal(anExamination(), aCall(role, time))[0].record;
    expect(preclude(tooLate)().status).toBe('precluded');
    const { code, details } = refusalOf(preclude(lastMoment));
    expect(code).toBe('PRECLUSION_TOO_EARLY');
    expect(details).toEqual({ actual: '2026-05-27', limit: '2026-05-27' });
  });

  test.each(creditRoles)('is stated by the %s where the bank never began', (role) => {
    const preclude = (time: string) => () =>
      precludeUnexamined(examined(), aCall(role, time))[0].record;
    expect(preclude(tooLate)()).toMatchObject({ status: 'precluded', deadline: '2026-05-27' });
    expect(codeOf(preclude(lastMoment))).toBe('PRECLUSION_TOO_EARLY');
  });

  test('is not for strangers', () => {
    const run = () => precludeUnexamined(examined(), aCall('carrier', tooLate));
    expect(codeOf(run)).toBe('ACTION_WRONG_PARTY');
  });
});
