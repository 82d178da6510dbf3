import { expect, test } from '@jest/globals';
import { nextNumber } from './number.js';

test('the first deal of a month is number one', () => {
  expect(nextNumber('2026-11-21', [])).toBe('2611-0001');
  expect(nextNumber('2026-12-01', ['LC2611-0041'])).toBe('2612-0001');
});

test('the next deal follows the highest number, whatever else the ledger holds', () => {
  const known = ['LC2611-0002', 'LC2611-0010', 'OTHER/1', 'LC2611-X', 'LC2611-', 'LC2611-9'];
  expect(nextNumber('2026-11-21', known)).toBe('2611-0011');
});

test('a number never makes a reference of more than 16 characters, whatever others called theirs', () => {
  expect(nextNumber('2026-11-21', ['LC2611-999999'])).toBe('2611-1000000');
  expect(nextNumber('2026-11-21', ['LC2611-9999999'])).toBe('2611-0001');
});
