import { expect, test } from '@jest/globals';
import { quoted } from './quoted.js';

test('a name stands in quotes, on one line', () => {
  expect(quoted('credit/1')).toBe('"credit/1"');
  expect(quoted('a"b\n\u0000')).toBe('"a\\"b\\n\\u0000"');
});

test('what would act on a terminal or turn the writing is escaped', () => {
  expect(quoted('\u001b[2J\u009b2J')).toBe('"\\u001b[2J\\u009b2J"');
  expect(quoted('a\u202eb')).toBe('"a\\u202eb"');
});

test('a long name is cut', () => {
  expect(quoted('x'.repeat(200))).toBe(`"${'x'.repeat(200)}"`);
  expect(quoted('x'.repeat(201))).toBe(`"${'x'.repeat(200)}…"`);
});
