import { describe, expect, test } from '@jest/globals';
import { anApplication, terms } from '../../test-support/credits.js';
import { refusalOf } from '../../test-support/refusal.js';
import { decodeCommand, inputLimitCharacters } from '../shared/decode.js';
import { creditCommands } from './commands.js';
import type { CreditCommand } from './commands.js';

const application = anApplication();
const decodeApply = (text: string): CreditCommand<'apply'> =>
  decodeCommand(creditCommands.apply, text);
const decodeIssue = (text: string): CreditCommand<'issue'> =>
  decodeCommand(creditCommands.issue, text);

/** A copy of the application with one value at a path replaced. */
function applicationWith(path: string, value: unknown): string {
  const copy: unknown = structuredClone(application);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const target = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy);
  Reflect.set(Object(target), last, value);
  return JSON.stringify(copy);
}

test('an application that is silent gets the 21 days of the rule (UCP 600 art. 14(c)), and no tolerance', () => {
  const { presentationPeriodDays, tolerance: _none, ...silent } = terms;
  const text = JSON.stringify({ ...application, terms: silent });
  expect(presentationPeriodDays).toBe(21);
  expect(decodeApply(text)).toEqual(application);
});

describe.each([
  [
    'reference',
    ['A', 'A'.repeat(16), 'A/B', "a-?:().,'+ 1"],
    ['', 'A'.repeat(17), '/A', 'A/', 'A//B', ' A', 'A ', 'A_B', 'É', 'A\u0000', 'A\n'],
  ],
  [
    'terms.amount.minor',
    ['1', '99999999999999'],
    ['0', '', '-1', '01', '1.5', '1e3', '100000000000000', 5, null],
  ],
  ['terms.amount.currency', ['USD', 'JPY'], ['usd', 'XXX', '', 'toString', '__proto__', 1]],
  [
    'terms.expiry.date',
    ['2026-12-31', '2028-02-29'],
    [
      '2026-02-29',
      '2026-13-01',
      '2026-6-1',
      '2026-06-31',
      '0000-01-01',
      '2026-06-30T00:00:00Z',
      '',
    ],
  ],
  ['terms.expiry.place', ['L', 'L'.repeat(29)], ['', 'L'.repeat(30), ' L', 'a\nb']],
  ['terms.presentationPeriodDays', [1, 999], [0, 1000, 1.5, '21', null]],
  [
    'terms.goods',
    ['g', 'g'.repeat(6_500), 'two\nlines'],
    ['', 'g'.repeat(6_501), 'g\u0007', 'a\tb'],
  ],
  [
    'terms.available',
    [
      { by: 'sightPayment' },
      { by: 'acceptance', maturity: { from: 'shipment', days: 360 } },
      { by: 'acceptance', maturity: { from: 'presentation', days: 1 } },
    ],
    [
      { by: 'negotiation' },
      { by: 'sightPayment', maturity: { from: 'date', date: '2026-08-31' } },
      { by: 'acceptance' },
      { by: 'acceptance', maturity: { from: 'shipment', days: 361 } },
      { by: 'acceptance', maturity: { from: 'presentation', days: 0 } },
      { by: 'deferredPayment', maturity: { from: 'date', date: '2026-08-31' } },
    ],
  ],
  ['terms.tolerance.plus', [0, 99], [-1, 100, 0.5, '5']],
  ['terms.portOfLoading', ['CNNSA'], ['XXNSA', 'nansha', '']],
  ['terms.confirmation', ['without', 'mayAdd', 'confirm'], ['silent', '']],
  ['terms.partialShipments', ['allowed', 'notAllowed'], ['', true]],
  [
    'confidential',
    [[], [{ collection: 'bankTerms', sha256: 'a1'.repeat(32) }]],
    [
      [{ collection: 'bank terms', sha256: 'a1'.repeat(32) }],
      [{ collection: 'bankTerms', sha256: 'a1' }],
      [
        { collection: 'bankTerms', sha256: 'a1'.repeat(32) },
        { collection: 'other', sha256: 'a1'.repeat(32) },
      ],
    ],
  ],
  [
    'terms.documentsRequired',
    [['commercialInvoice']],
    [[], ['invoice'], ['billOfLading', 'billOfLading'], 'billOfLading'],
  ],
  ['parties.issuingBank.msp', ['BankMSP', 'm.s-p1'], ['', 'Bank MSP', 'B'.repeat(65), 'B\u0000']],
  ['parties.issuingBank.name', ['Crédit Été', 'N'.repeat(140)], ['', 'N'.repeat(141), 'a\u2028b']],
])('%s', (path, good, bad) => {
  test.each(good.map((value) => [value]))('accepts %j', (value) => {
    expect(decodeApply(applicationWith(path, value)).reference).not.toBe('');
  });

  test.each(bad.map((value) => [value]))('refuses %j and names the field', (value) => {
    const { code, details } = refusalOf(() => decodeApply(applicationWith(path, value)));
    expect(code).toBe('INPUT_INVALID');
    expect(details['field']).toEqual(expect.stringContaining(path));
  });
});

test.each(['surprise', 'terms.surprise', 'terms.amount.decimal', 'parties.applicant.bic'])(
  'refuses the unknown field %s',
  (path) => {
    const { code } = refusalOf(() => decodeApply(applicationWith(path, 'x')));
    expect(code).toBe('INPUT_INVALID');
  },
);

test('lists every field at fault', () => {
  const text = JSON.stringify({ ...application, reference: '/', terms: { ...terms, goods: '' } });
  const { details, sentence } = refusalOf(() => decodeApply(text));
  expect(details['issues']).toEqual([
    {
      field: 'reference',
      problem: 'must not start or end with a slash, nor have two in a row',
    },
    { field: 'terms.goods', problem: 'must not be empty' },
  ]);
  expect(sentence).toBe(
    'The command is not valid at reference: must not start or end with a slash, nor have two in a row.',
  );
});

test.each(['', 'x', 'null', '[]', '"text"', '{"reference":'])('refuses %j as no object', (text) => {
  expect(refusalOf(() => decodeIssue(text)).code).toBe('INPUT_MALFORMED');
});

test('reads a command of the greatest length, and none longer', () => {
  const short = JSON.stringify({ reference: 'A' });
  const longest = short.padEnd(inputLimitCharacters);
  expect(decodeIssue(longest).reference).toBe('A');
  const { code, details } = refusalOf(() => decodeIssue(`${longest} `));
  expect(code).toBe('INPUT_TOO_LONG');
  expect(details).toEqual({ input: 'command', actual: 65_537, limit: 65_536 });
});
