import { describe, expect, test } from '@jest/globals';
import { aCall, aCredit, now, parties, terms } from '../../test-support/credits.js';
import {
  anExamination,
  aPresentation,
  aReceipt,
  paymentReference,
  undertaking,
} from '../../test-support/presentations.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { lisbon2026 } from '../../test-support/register.js';
import type { CreditTerms } from '../credit/terms.js';
import { creditRoles } from '../credit/parties.js';
import type { Presentation } from '../presentation/presentation.js';
import { examinationCommands } from './commands.js';
import type { ExaminationCommand } from './commands.js';
import type { Examination } from './examination.js';
import { beginExamination, precludeRefusal, precludeUnexamined } from './examine.js';
import { findComplying, refusePresentation, returnDocuments, waiveDiscrepancies } from './judge.js';
import { awaitsReceipt, settlePresentation } from './settle.js';
import { undertake } from './undertake.js';

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

describe('the undertaking', () => {
  const under = (
    action: 'honour' | 'accept',
    available: CreditTerms['available'],
    onBoardDate?: string,
  ) =>
    undertake(
      action,
      {
        examination: anExamination({ status: 'complying' }),
        presentation: aPresentation(),
        credit: aCredit({ terms: { ...terms, available } }),
        ...(onBoardDate !== undefined && { bill: { onBoardDate } }),
      },
      aCall('issuingBank', tooLate),
    )[0].record;
  const deferred = (maturity: (typeof maturities)[number][1]) =>
    ({ by: 'deferredPayment', maturity, onReceiptOfGoods: true }) as const;
  const maturities = [
    ['a date', { from: 'date', date: '2026-08-31' }, '2026-08-31'],
    ['shipment', { from: 'shipment', days: 21 }, '2026-05-31'],
    ['presentation', { from: 'presentation', days: 30 }, '2026-06-19'],
  ] as const;

  test.each(maturities)('matures from %s, the day counted from excluded (art. 3)', (...row) => {
    const [, maturity, expected] = row;
    expect(under('honour', deferred(maturity))).toMatchObject({
      status: 'honoured',
      undertaking: {
        at: tooLate,
        by: 'deferredPayment',
        maturity: expected,
        onReceiptOfGoods: true,
      },
    });
  });

  test('counts from the date on board of the bill, where there is one', () => {
    const { undertaking: made } = under('honour', deferred(maturities[1][1]), '2026-05-11');
    expect(made?.maturity).toBe('2026-06-01');
  });

  test('waits for no goods, where the credit does not say so (art. 5)', () => {
    const available = { ...deferred(maturities[0][1]), onReceiptOfGoods: false };
    expect(under('honour', available).undertaking?.onReceiptOfGoods).toBe(false);
  });

  test('is to pay at once, where the credit is available at sight', () => {
    const { undertaking: made } = under('honour', { by: 'sightPayment' });
    expect(made).toEqual({ at: tooLate, by: 'sightPayment', onReceiptOfGoods: false });
  });

  test('is a draft accepted, where the credit says so, and nothing else (art. 7(a))', () => {
    const acceptance = { by: 'acceptance', maturity: maturities[0][1] } as const;
    expect(under('accept', acceptance)).toMatchObject({
      status: 'accepted',
      undertaking: { maturity: '2026-08-31', onReceiptOfGoods: false },
    });
    expect(codeOf(() => under('honour', acceptance))).toBe('UNDERTAKING_WRONG');
    expect(codeOf(() => under('accept', { by: 'sightPayment' }))).toBe('UNDERTAKING_WRONG');
    expect(codeOf(() => under('accept', deferred(maturities[0][1])))).toBe('UNDERTAKING_WRONG');
  });

  test.each(['examining', 'refused', 'returned', 'honoured', 'settled'] as const)(
    'is not given when the examination is %s',
    (status) => {
      const run = () =>
        undertake(
          'honour',
          {
            examination: anExamination({ status }),
            presentation: aPresentation(),
            credit: aCredit(),
          },
          aCall('issuingBank', tooLate),
        );
      expect(codeOf(run)).toBe('ACTION_WRONG_STATUS');
    },
  );
});

describe('settlement', () => {
  const settle = (
    time: string,
    { receipt = undefined as ReturnType<typeof aReceipt> | undefined, change = {} } = {},
  ) =>
    settlePresentation(
      { examination: anExamination({ status: 'honoured', undertaking, ...change }), receipt },
      paymentReference,
      aCall('issuingBank', time),
    )[0].record;
  const eve = '2026-08-30T23:59:59.999Z';
  const due = '2026-08-31T00:00:00.000Z';

  test('is due from the day of maturity, and not before', () => {
    expect(settle(due)).toMatchObject({
      status: 'settled',
      settlement: { at: due, paymentReference },
    });
    const { code, details } = refusalOf(() => settle(eve));
    expect(code).toBe('SETTLEMENT_NOT_DUE');
    expect(details).toMatchObject({ actual: '2026-08-30', limit: '2026-08-31' });
  });

  test('is due earlier when the receipt of the goods is recorded, in whatever condition', () => {
    const receipt = aReceipt({ condition: 'damaged', remark: 'Wet' });
    expect(settle(receipt.latestTime, { receipt }).status).toBe('settled');
    const before = '2026-06-21T08:59:59.999Z';
    expect(codeOf(() => settle(before, { receipt }))).toBe('TIME_BEFORE_RECORD');
  });

  test('has nothing to do with the goods, where the credit does not say so (art. 5)', () => {
    const change = { undertaking: { ...undertaking, onReceiptOfGoods: false } };
    expect(codeOf(() => settle(eve, { receipt: aReceipt(), change }))).toBe('SETTLEMENT_NOT_DUE');
  });

  test('does not follow from a receipt between others', () => {
    const receipt = aReceipt({ parties: { ...parties, applicant: parties.beneficiary } });
    expect(codeOf(() => settle(eve, { receipt }))).toBe('DEAL_PARTIES_DIFFER');
  });

  test('asks for the receipt until the eve of maturity, where it matters at all', () => {
    const awaits = (time: string) => awaitsReceipt(anExamination({ undertaking }), { time });
    expect([awaits(eve), awaits(due)]).toEqual([true, false]);
    expect(awaitsReceipt(anExamination(), { time: eve })).toBe(false);
  });

  test('is due at once at sight', () => {
    const sight = { at: now, by: 'sightPayment', onReceiptOfGoods: false } as const;
    const change = { undertaking: sight };
    expect(settle('2026-05-22T09:00:00.000Z', { change }).status).toBe('settled');
  });
});
