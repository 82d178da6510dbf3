import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeOf } from '../../test-support/refusal.js';
import { currencyDecimals, isCurrency } from './currencies.js';
import { decimalOf, isAbove, moneyFromDecimal, moneySchema, moneyText } from './money.js';
import type { Money } from './money.js';

const currency = fc.constantFrom(...Object.keys(currencyDecimals).filter(isCurrency));
const minor = fc.bigInt({ min: 0n, max: 99_999_999_999_999n }).map(String);
const money: fc.Arbitrary<Money> = fc.record({ currency, minor }, { noNullPrototype: true });

test('an amount and its decimal form are the same amount', () => {
  fc.assert(
    fc.property(money, (amount) => {
      expect(moneyFromDecimal(decimalOf(amount), amount.currency)).toEqual(amount);
      expect(moneySchema.parse(amount)).toEqual(amount);
    }),
  );
});

test('one amount is above another as their integers are', () => {
  fc.assert(
    fc.property(currency, minor, minor, (unit, one, other) => {
      const above = isAbove({ currency: unit, minor: one }, { currency: unit, minor: other });
      expect(above).toBe(BigInt(one) > BigInt(other));
    }),
  );
});

test.each([
  ['JPY', '100', '100'],
  ['USD', '5', '0.05'],
  ['USD', '123456', '1234.56'],
  ['KWD', '1', '0.001'],
  ['USD', '0', '0.00'],
] as const)('%s %s is %s', (unit, units, decimal) => {
  expect(decimalOf({ currency: unit, minor: units })).toBe(decimal);
  expect(moneyText({ currency: unit, minor: units })).toBe(`${decimal} ${unit}`);
});

test.each([
  ['USD', '1', '100'],
  ['USD', '1.5', '150'],
  ['USD', '007.10', '710'],
  ['JPY', '12', '12'],
  ['USD', '999999999999.99', '99999999999999'],
] as const)('%s %s is %s minor units', (unit, decimal, units) => {
  expect(moneyFromDecimal(decimal, unit).minor).toBe(units);
});

test.each([
  ['USD', '1.005'],
  ['JPY', '1.5'],
  ['USD', '1.'],
  ['USD', '.5'],
  ['USD', '-1'],
  ['USD', '1,5'],
  ['USD', '1e3'],
  ['USD', ''],
  ['USD', '1000000000000.00'],
] as const)('%s %s is refused', (unit, decimal) => {
  expect(codeOf(() => moneyFromDecimal(decimal, unit))).toBe('MONEY_INVALID');
});

test('amounts of two currencies are not compared', () => {
  const dollar = { currency: 'USD', minor: '1' } as const;
  expect(() => isAbove(dollar, { currency: 'EUR', minor: '1' })).toThrow(TypeError);
});
