import { expect, test } from '@jest/globals';
import { allPrintable, printable } from './printable.js';

test.each([
  ['plain äöü 漢字 😀', 'plain äöü 漢字 😀'],
  ['\u001b[2J', '\\u{1b}[2J'],
  ['\u009b2J', '\\u{9b}2J'],
  ['\u0000doc\u00001', '\\u{0}doc\\u{0}1'],
  ['invoice\u202Efdp', 'invoice\\u{202e}fdp'],
  ['a\u200Bb\uFEFF', 'a\\u{200b}b\\u{feff}'],
  ['a\rb\nc', 'a\\u{d}b\nc'],
  ['\u{10FFFF}', '\u{10FFFF}'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('every text of a value is made printable, and nothing else is changed', () => {
  const value = { a: 'x\u001b', n: 1n, list: ['\n', { b: '\u0007' }], none: undefined };
  expect(allPrintable(value)).toEqual({
    a: 'x\\u{1b}',
    n: 1n,
    list: ['\\n', { b: '\\u{7}' }],
    none: undefined,
  });
  expect(value.a).toBe('x\u001b');
});
