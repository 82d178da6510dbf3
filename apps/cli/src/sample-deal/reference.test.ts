import { expect, test } from '@jest/globals';
import { nextReference } from './reference.js';

test('the first deal of a month is number one', () => {
  expect(nextReference('2026-11-21', [])).toBe('LC2611-0001');
  expect(nextReference('2026-12-01', ['LC2611-0041'])).toBe('LC2612-0001');
});

test('the next deal follows the highest number, whatever else the ledger holds', () => {
  const known = ['LC2611-0002', 'LC2611-0010', 'OTHER/1', 'LC2611-X', 'LC2611-9'];
  expect(nextReference('2026-11-21', known)).toBe('LC2611-0011');
});

test('a reference never exceeds 16 characters of the SWIFT x set', () => {
  const reference = nextReference('2026-11-21', ['LC2611-99999999']);
  expect(reference).toMatch(/^[A-Z0-9-]{1,16}$/);
});
