import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { problemsOf } from '../../test-support/problems.js';
import { leiSchema } from './lei.js';

const form = 'the whole must be an LEI of 18 letters and digits and two check digits (ISO 17442)';
const checkDigits = 'the whole must end in its check digits (ISO 17442)';

const digitPairs = Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, '0'));

test.each(['7LTWFZYICNSX8D621K86', '5493001KJTIIGC8Y1R12', '529900T8BM49AURSDO55'])(
  '%s is a legal entity',
  (text) => {
    expect(problemsOf(leiSchema, text)).toEqual([]);
  },
);

test.each([
  ['7LTWFZYICNSX8D621K85', checkDigits],
  ['7LTWFZYICNSX8D621K87', checkDigits],
  ['7LTWFZYICNSX8D612K86', checkDigits],
  ['00000000000000000001', checkDigits],
  ['7LTWFZYICNSX8D621K8', form],
  ['7LTWFZYICNSX8D621K866', form],
  ['7LTWFZYICNSX8D621KA6', form],
  ['7ltwfzyicnsx8d621k86', form],
  ['7LTW-FZYICNSX8D621K86', form],
  ['7LTWFZYICNSX8D621K86\n', form],
  ['', form],
])('%j is no legal entity', (text, problem) => {
  expect(problemsOf(leiSchema, text)).toEqual([problem]);
});

test('each entity has one pair of check digits, from 02 to 98', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z]{18}$/), (entity) => {
      const taken = digitPairs.filter((pair) => problemsOf(leiSchema, entity + pair).length === 0);
      expect(taken).toEqual([checkDigitsOf(entity)]);
    }),
  );
});

// By the long integer that the letters stand for, where the rule goes character by character.
function checkDigitsOf(entity: string): string {
  const digits = Array.from(entity, (character) => String(parseInt(character, 36))).join('');
  return String(98n - (BigInt(`${digits}00`) % 97n)).padStart(2, '0');
}
