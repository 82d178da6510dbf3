import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { problemsOf } from '../../test-support/problems.js';
import {
  isQuantityAbove,
  positiveQuantitySchema,
  quantitySchema,
  quantityText,
  subtractQuantity,
} from './quantity.js';
import type { Quantity } from './quantity.js';

const largest = '999999999999999';
const form = 'thousandths must be a whole number of thousandths in a string, of at most 15 digits';
const half = fc.bigInt({ min: 0n, max: 499_999_999_999_999n });

function kilograms(thousandths: bigint | string): Quantity {
  return { unit: 'KGM', thousandths: String(thousandths) };
}

test('quantities subtract and compare as their integers do', () => {
  fc.assert(
    fc.property(half, half, (one, other) => {
      const whole = kilograms(one + other);
      expect(problemsOf(quantitySchema, whole)).toEqual([]);
      expect(subtractQuantity({ whole, part: kilograms(one) })).toEqual(kilograms(other));
      expect(isQuantityAbove(kilograms(one), kilograms(other))).toBe(one > other);
    }),
  );
});

test.each(['0', '1', '2500', largest])('%s thousandths are a quantity', (thousandths) => {
  expect(problemsOf(quantitySchema, kilograms(thousandths))).toEqual([]);
});

test.each(['1000000000000000', '-1', '1.5', '01', '00', '', '1e3', ' 1', '1\n', '٣'])(
  '%j thousandths are no quantity',
  (thousandths) => {
    expect(problemsOf(quantitySchema, kilograms(thousandths))).toEqual([form]);
  },
);

test('a number is no quantity: it may have been rounded', () => {
  expect(problemsOf(quantitySchema, { unit: 'KGM', thousandths: 1 })).toHaveLength(1);
});

test('nothing is a quantity, but not one above zero', () => {
  expect(problemsOf(positiveQuantitySchema, kilograms('1'))).toEqual([]);
  expect(problemsOf(positiveQuantitySchema, kilograms('0'))).toEqual([
    'thousandths must be more than zero',
  ]);
});

describe('at the ends', () => {
  test('all of a whole can be taken, but not more', () => {
    const whole = kilograms('1000');
    expect(subtractQuantity({ whole, part: whole })).toEqual(kilograms('0'));
    expect(() => subtractQuantity({ whole, part: kilograms('1001') })).toThrow(RangeError);
  });

  test('a quantity is not above itself', () => {
    expect(isQuantityAbove(kilograms('1000'), kilograms('1000'))).toBe(false);
    expect(isQuantityAbove(kilograms('1001'), kilograms('1000'))).toBe(true);
  });
});

test('units do not mix', () => {
  const tonne: Quantity = { unit: 'TNE', thousandths: '1' };
  const mixed = { whole: kilograms('1'), part: tonne };
  expect(() => subtractQuantity(mixed)).toThrow('Cannot mix KGM with TNE');
  expect(() => isQuantityAbove(tonne, kilograms('1'))).toThrow(TypeError);
});

test.each([
  ['0', '0 KGM'],
  ['1', '0.001 KGM'],
  ['999', '0.999 KGM'],
  ['1000', '1 KGM'],
  ['2500', '2.5 KGM'],
  ['10010', '10.01 KGM'],
  [largest, '999999999999.999 KGM'],
])('%s thousandths are %s', (thousandths, text) => {
  expect(quantityText(kilograms(thousandths))).toBe(text);
});
