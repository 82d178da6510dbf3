import { describe, expect, test } from '@jest/globals';
import { aCall, parties } from '../../test-support/credits.js';
import { anExamination, aPresentation, aReceiptCommand } from '../../test-support/presentations.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { examinationStatuses } from '../examination/steps.js';
import type { ReceiptCommand } from './commands.js';
import { receiptCommands } from './commands.js';
import { recordReceipt } from './record.js';

const time = '2026-06-21T09:00:00.000Z';
const bill = { carrierCode: 'MABL', reference: 'NSA2605100017' };
const examination = anExamination({ status: 'honoured' });

const record = (
  change: Partial<ReceiptCommand> = {},
  {
    at = { presentation: aPresentation({ bill }), examination },
    by = aCall('applicant', time),
  } = {},
) => recordReceipt(at, aReceiptCommand(change), by)[0].record;

test('a receipt says what the applicant says, and binds the issuing bank', () => {
  expect(record()).toEqual({
    kind: 'receipt',
    ...aReceiptCommand(),
    version: 1,
    status: 'received',
    parties,
    latestTime: time,
  });
});

test('is for the applicant', () => {
  const by = aCall('issuingBank', time);
  expect(codeOf(() => record({}, { by }))).toBe('ACTION_WRONG_PARTY');
});

test.each(examinationStatuses)('with a bill, the examination being %s', (status) => {
  const released = ['honoured', 'accepted', 'settled'].includes(status);
  const at = { presentation: aPresentation({ bill }), examination: anExamination({ status }) };
  if (released) expect(record({}, { at }).status).toBe('received');
  else expect(codeOf(() => record({}, { at }))).toBe('RECEIPT_BEFORE_RELEASE');
});

test('with a bill that was never examined, there is none', () => {
  const presentation = aPresentation({ bill });
  const run = () =>
    recordReceipt(
      { presentation, examination: undefined },
      aReceiptCommand(),
      aCall('applicant', time),
    );
  const { code, details } = refusalOf(run);
  expect([code, details['current']]).toEqual(['RECEIPT_BEFORE_RELEASE', 'not begun']);
});

test('without a bill, the bank has nothing to release', () => {
  const [{ record: receipt }] = recordReceipt(
    { presentation: aPresentation(), examination: undefined },
    aReceiptCommand(),
    aCall('applicant', time),
  );
  expect(receipt.status).toBe('received');
});

test('is of a complete presentation', () => {
  const at = { presentation: aPresentation({ status: 'lodging' }), examination };
  expect(codeOf(() => record({}, { at }))).toBe('PRESENTATION_INCOMPLETE');
});

test('may be as old as the release, and not a millisecond older', () => {
  const honoured = anExamination({ status: 'honoured', latestTime: time });
  const at = { presentation: aPresentation({ bill }), examination: honoured };
  expect(record({}, { at }).status).toBe('received');
  const by = aCall('applicant', '2026-06-21T08:59:59.999Z');
  expect(codeOf(() => record({}, { at, by }))).toBe('TIME_BEFORE_RECORD');
});

test('may be as old as the presentation, and not a millisecond older', () => {
  const at = { presentation: aPresentation({ latestTime: time }), examination };
  expect(record({}, { at }).status).toBe('received');
  const by = aCall('applicant', '2026-06-21T08:59:59.999Z');
  expect(codeOf(() => record({}, { at, by }))).toBe('TIME_BEFORE_RECORD');
});

describe('the day of receipt', () => {
  test.each(['2026-05-10', '2026-06-21'])('may be %s', (receivedOn) => {
    expect(record({ receivedOn }).receivedOn).toBe(receivedOn);
  });

  test.each(['2026-05-09', '2026-06-22'])('may not be %s', (receivedOn) => {
    const { code, details } = refusalOf(() => record({ receivedOn }));
    expect(code).toBe('RECEIPT_DATE_WRONG');
    expect(details).toMatchObject({ earliest: '2026-05-10', latest: '2026-06-21' });
  });
});

test('goods that are not sound need a remark', () => {
  const problems = (change: Partial<ReceiptCommand>) =>
    problemsOf(receiptCommands.record, aReceiptCommand(change));
  expect(problems({ condition: 'sound' })).toEqual([]);
  expect(problems({ condition: 'short', remark: '12 cartons missing' })).toEqual([]);
  expect(problems({ condition: 'damaged' })).toEqual([
    'remark must say what is wrong with the goods',
  ]);
});
