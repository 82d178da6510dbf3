import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { problemsOf } from '../../test-support/problems.js';
import { vesselSchema } from './vessel.js';

const form = 'the whole must be an IMO ship number of seven digits, such as 9074729';
const checkDigit = 'the whole must end in its check digit (IMO ship number)';

test.each(['9074729', '9321483', '1000019'])('%s is a ship', (text) => {
  expect(problemsOf(vesselSchema, text)).toEqual([]);
});

test.each([
  ['9321484', checkDigit],
  ['9074728', checkDigit],
  ['9074792', checkDigit],
  ['0000000', form],
  ['907472', form],
  ['90747299', form],
  ['IMO9074729', form],
  ['٩٠٧٤٧٢٩', form],
  ['9074729\n', form],
  ['', form],
])('%j is no ship', (text, problem) => {
  expect(problemsOf(vesselSchema, text)).toEqual([problem]);
});

test('each serial number has one check digit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100_000, max: 999_999 }), (serial) => {
      const taken = Array.from('0123456789').filter(
        (digit) => problemsOf(vesselSchema, `${String(serial)}${digit}`).length === 0,
      );
      expect(taken).toHaveLength(1);
    }),
  );
});
