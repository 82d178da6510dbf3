import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { problemsOf } from '../../test-support/problems.js';
import { containerSchema } from './container.js';

const form =
  'the whole must be three letters, U, J or Z, and seven digits, such as CSQU3054383 (ISO 6346)';
const checkDigit =
  'the whole must end in its check digit (ISO 6346); read the number again from the container';

test.each(['CSQU3054383', 'APZU4812090', 'TEXU3070079', 'MSKU6011672', 'HLXU2008419'])(
  '%s is a container',
  (text) => {
    expect(problemsOf(containerSchema, text)).toEqual([]);
  },
);

test.each([
  ['MSKU6011673', checkDigit],
  ['CSQU3054384', checkDigit],
  ['CSQU3054382', checkDigit],
  ['CSQJ3054383', checkDigit],
  ['CSQA3054383', form],
  ['CSQU305438', form],
  ['CSQU30543833', form],
  ['CSQU3054383EXTRA', form],
  ['xxxxxxJ123456', form],
  ['csqu3054383', form],
  ['CSQU 305438 3', form],
  ['C5QU3054383', form],
  ['CSQU3054383\n', form],
  ['', form],
])('%j is no container', (text, problem) => {
  expect(problemsOf(containerSchema, text)).toEqual([problem]);
});

test('each serial number has one check digit', () => {
  const owner = fc.stringMatching(/^[A-Z]{3}[UJZ]$/);
  const serial = fc.stringMatching(/^[0-9]{6}$/);
  fc.assert(
    fc.property(owner, serial, (prefix, number) => {
      const taken = Array.from('0123456789').filter(
        (digit) => problemsOf(containerSchema, prefix + number + digit).length === 0,
      );
      expect(taken).toHaveLength(1);
    }),
  );
});
