import { expect, test } from '@jest/globals';
import { grouped } from './grouped.js';

test.each([
  ['125000.00', '125,000.00'],
  ['999.99', '999.99'],
  ['1234567', '1,234,567'],
])('an amount of %s is shown as %s', (decimal, shown) => {
  expect(grouped(decimal)).toBe(shown);
});
