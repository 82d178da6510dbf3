import { describe, expect, test } from '@jest/globals';
import { anApplication, aPresentation, terms } from '../../test-support/credits.js';
import { refusalOf } from '../../test-support/refusal.js';
import { inputLimitCharacters } from '../shared/decode.js';
import { decodeCreditRequest } from './commands.js';

const application = anApplication();

/** A copy of the application with one value at a path replaced. */
function applicationWith(path: string, value: unknown): string {
  const copy: unknown = structuredClone(application);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const target = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy);
  Reflect.set(Object(target), last, value);
  return JSON.stringify(copy);
}

test('an application that is silent on the period gets the 21 days of the rule', () => {
  const { presentationPeriodDays, ...silent } = terms;
  const text = JSON.stringify({ ...application, terms: silent });
  const { command } = decodeCreditRequest('apply', text);
  expect(presentationPeriodDays).toBe(21);
  expect(command).toEqual(application);
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
  ['terms.availableBy', ['sightPayment'], ['acceptance', '']],
  [
    'terms.documentsRequired',
    [['commercialInvoice']],
    [[], ['invoice'], ['billOfLading', 'billOfLading'], 'billOfLading'],
  ],
  ['parties.issuingBank.msp', ['BankMSP', 'm.s-p1'], ['', 'Bank MSP', 'B'.repeat(65), 'B\u0000']],
  ['parties.issuingBank.name', ['Crédit Été', 'N'.repeat(140)], ['', 'N'.repeat(141), 'a\u2028b']],
])('%s', (path, good, bad) => {
  test.each(good.map((value) => [value]))('accepts %j', (value) => {
    expect(decodeCreditRequest('apply', applicationWith(path, value)).action).toBe('apply');
  });

  test.each(bad.map((value) => [value]))('refuses %j and names the field', (value) => {
    const { code, details } = refusalOf(() =>
      decodeCreditRequest('apply', applicationWith(path, value)),
    );
    expect(code).toBe('INPUT_INVALID');
    expect(details['field']).toEqual(expect.stringContaining(path));
  });
});

test.each(['surprise', 'terms.surprise', 'terms.amount.decimal', 'parties.applicant.bic'])(
  'refuses the unknown field %s',
  (path) => {
    const { code } = refusalOf(() => decodeCreditRequest('apply', applicationWith(path, 'x')));
    expect(code).toBe('INPUT_INVALID');
  },
);

test('lists every field at fault', () => {
  const text = JSON.stringify({ ...application, reference: '/', terms: { ...terms, goods: '' } });
  const { details, sentence } = refusalOf(() => decodeCreditRequest('apply', text));
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

describe('a presentation', () => {
  const hash = 'a1'.repeat(32);
  test.each([
    ['no document', []],
    ['a hash in upper case', [{ type: 'billOfLading', sha256: hash.toUpperCase() }]],
    ['a short hash', [{ type: 'billOfLading', sha256: hash.slice(1) }]],
    ['an unknown type', [{ type: 'bill', sha256: hash }]],
    [
      'one document twice',
      [
        { type: 'billOfLading', sha256: hash },
        { type: 'packingList', sha256: hash },
      ],
    ],
    ['an unknown field', [{ type: 'billOfLading', sha256: hash, url: 'x' }]],
  ])('is refused with %s', (_, documents) => {
    const text = JSON.stringify({ ...aPresentation(), documents });
    expect(refusalOf(() => decodeCreditRequest('present', text)).code).toBe('INPUT_INVALID');
  });
});

test.each([
  ['6f1c1f3e-6f9a-4d1e-9b8a-0d6f2f1c7a55', true],
  ['6F1C1F3E-6F9A-4D1E-9B8A-0D6F2F1C7A55', false],
  ['6f1c1f3e-6f9a-1d1e-9b8a-0d6f2f1c7a55', false],
  ['6f1c1f3e-6f9a-4d1e-cb8a-0d6f2f1c7a55', false],
  ['6f1c1f3e6f9a4d1e9b8a0d6f2f1c7a55', false],
])('the payment reference %s is a UETR: %s', (paymentReference, good) => {
  const text = JSON.stringify({ reference: 'A', paymentReference });
  const run = () => decodeCreditRequest('settle', text);
  if (good) expect(run().action).toBe('settle');
  else expect(refusalOf(run).details['field']).toBe('paymentReference');
});

test.each(['', 'x', 'null', '[]', '"text"', '{"reference":'])('refuses %j as no object', (text) => {
  expect(refusalOf(() => decodeCreditRequest('issue', text)).code).toBe('INPUT_MALFORMED');
});

test('reads a command of the greatest length, and none longer', () => {
  const short = JSON.stringify({ reference: 'A' });
  const longest = short.padEnd(inputLimitCharacters);
  expect(decodeCreditRequest('issue', longest).command.reference).toBe('A');
  const { code, details } = refusalOf(() => decodeCreditRequest('issue', `${longest} `));
  expect(code).toBe('INPUT_TOO_LONG');
  expect(details).toEqual({ input: 'command', actual: 65_537, limit: 65_536 });
});
