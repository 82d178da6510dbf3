import type { Mistake } from '@argosy/operator/topology/mistake';
import { describe, expect, test } from '@jest/globals';
import { calendarsOf } from '../register/calendars.js';
import { translated } from './written.js';

/** A Thursday; the first of January is a holiday in Hamburg, and a Friday. */
const days = {
  today: '2026-12-31',
  bank: { place: 'DEHAM', calendars: [2026, 2027].flatMap(calendarsOf) },
};

function read(value: unknown) {
  const mistakes: Mistake[] = [];
  return { value: translated(value, days, mistakes), mistakes };
}

describe('a day is counted from today', () => {
  test.each([
    ['+0d', '2026-12-31'],
    ['-1d', '2026-12-30'],
    ['+1d', '2027-01-01'],
    ['+0d banking', '2026-12-31'],
    ['+1d banking', '2027-01-04'],
    ['+60d', '2027-03-01'],
    ['+1 banking days', '2027-01-04'],
    ['+5 banking days', '2027-01-08'],
    ['2027-02-28', '2027-02-28'],
  ])('%s is %s', (written, day) => {
    expect(read({ at: { some: [written] } })).toEqual({
      value: { at: { some: [day] } },
      mistakes: [],
    });
  });

  test.each(['+4w', '+1 d', '+1dbanking', '+1banking days', '-1 banking days', '+12345d'])(
    '%s is none, and stays as it is',
    (written) => {
      const { value, mistakes } = read({ at: written });
      expect(value).toEqual({ at: written });
      expect(mistakes).toMatchObject([{ path: ['at'], what: 'at cannot be used' }]);
    },
  );
});

describe('amounts and quantities', () => {
  test.each([
    [
      { currency: 'USD', amount: '1250.5' },
      { currency: 'USD', minor: '125050' },
    ],
    [
      { currency: 'JPY', amount: '1250' },
      { currency: 'JPY', minor: '1250' },
    ],
    [
      { currency: 'USD', minor: '125050' },
      { currency: 'USD', minor: '125050' },
    ],
    [
      { unit: 'KGM', amount: '0.001' },
      { unit: 'KGM', thousandths: '1' },
    ],
    [
      { unit: 'KGM', amount: '19200' },
      { unit: 'KGM', thousandths: '19200000' },
    ],
    [
      { unit: 'KGM', amount: '1', more: 1 },
      { unit: 'KGM', amount: '1', more: 1 },
    ],
  ])('%j is %j', (written, value) => {
    expect(read(written)).toEqual({ value, mistakes: [] });
  });

  test.each([
    [{ currency: 'JPY', amount: '1250.5' }],
    [{ currency: 'USD', amount: '-1.00' }],
    [{ currency: 'USD', amount: 1250.5 }],
    [{ currency: 'USD', amount: '1e3' }],
    [{ unit: 'KGM', amount: '1.0001' }],
    [{ unit: 'KGM', amount: 5 }],
    [{ unit: 'KGM', amount: '1,5' }],
  ])('%j is none', (written) => {
    expect(read({ it: written }).mistakes).toMatchObject([{ path: ['it', 'amount'] }]);
  });
});

test('everything else stays as it is', () => {
  const value = { text: 'x', list: [1, null, true], one: { two: '3' } };
  expect(read(value)).toEqual({ value, mistakes: [] });
});
