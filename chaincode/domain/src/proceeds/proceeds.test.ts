import { expect, test } from '@jest/globals';
import { aCall, parties } from '../../test-support/credits.js';
import { aProceedsCommand, anExamination } from '../../test-support/presentations.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { examinationStatuses } from '../examination/steps.js';
import { creditProceeds } from './credit.js';

const time = '2026-09-01T09:00:00.000Z';
const settled = anExamination({ status: 'settled', latestTime: time });
const credit = (minor = '10000000', at = { examination: settled, time }) =>
  creditProceeds(
    at.examination,
    aProceedsCommand({ amount: { currency: 'USD', minor } }),
    aCall('advisingBank', at.time),
  )[0].record;

test('the proceeds are what was credited, said by the advising bank', () => {
  expect(credit()).toEqual({
    kind: 'proceeds',
    ...aProceedsCommand(),
    version: 1,
    status: 'credited',
    parties,
    latestTime: time,
  });
  const run = () => creditProceeds(settled, aProceedsCommand(), aCall('issuingBank', time));
  expect(codeOf(run)).toBe('ACTION_WRONG_PARTY');
});

test.each(examinationStatuses)('of an examination that is %s', (status) => {
  const examination = anExamination({ status });
  const run = () => credit('1', { examination, time });
  if (status === 'settled') expect(run().status).toBe('credited');
  else expect(codeOf(run)).toBe('PROCEEDS_BEFORE_SETTLEMENT');
});

test('may be all that was settled, and not a cent more', () => {
  expect(credit('10000000').amount.minor).toBe('10000000');
  const { code, details } = refusalOf(() => credit('10000001'));
  expect(code).toBe('PROCEEDS_ABOVE_SETTLEMENT');
  expect(details).toMatchObject({ actual: '100000.01 USD', limit: '100000.00 USD' });
});

test('are in the currency of the settlement', () => {
  const command = aProceedsCommand({ amount: { currency: 'EUR', minor: '1' } });
  const run = () => creditProceeds(settled, command, aCall('advisingBank', time));
  expect(codeOf(run)).toBe('PROCEEDS_CURRENCY_WRONG');
});

test('may be as old as the settlement, and not a millisecond older', () => {
  const earlier = '2026-09-01T08:59:59.999Z';
  expect(codeOf(() => credit('1', { examination: settled, time: earlier }))).toBe(
    'TIME_BEFORE_RECORD',
  );
});
