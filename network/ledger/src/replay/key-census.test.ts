import { expect, test } from '@jest/globals';
import { KeyCensus } from './key-census.js';

function censusOf(...keys: readonly (readonly [string, string])[]): KeyCensus {
  const census = new KeyCensus();
  for (const [space, key] of keys) census.add(space, key);
  return census;
}

test('the same keys have the same census in any order', () => {
  const some = [
    ['a', 'x'],
    ['a', 'y'],
    ['b', 'x'],
  ] as const;
  expect(censusOf(...some).equals(censusOf(...some.toReversed()))).toBe(true);
  expect(censusOf().equals(censusOf())).toBe(true);
});

test.each([
  ['one fewer', [['a', 'x']]],
  [
    'one further',
    [
      ['a', 'x'],
      ['a', 'y'],
      ['a', 'z'],
    ],
  ],
  [
    'another',
    [
      ['a', 'x'],
      ['a', 'z'],
    ],
  ],
  [
    'one twice',
    [
      ['a', 'x'],
      ['a', 'x'],
    ],
  ],
  [
    'the names cut elsewhere',
    [
      ['ax', ''],
      ['a', 'y'],
    ],
  ],
] as const)('%s is another census', (_, keys) => {
  expect(censusOf(['a', 'x'], ['a', 'y']).equals(censusOf(...keys))).toBe(false);
});
