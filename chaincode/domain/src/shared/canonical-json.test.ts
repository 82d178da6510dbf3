import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import type { Json } from './canonical-json.js';

const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('json'), { maxKeys: 4 }),
  ),
})).json;

function reordered(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(reordered);
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([name, member]: [string, Json]) => [name, reordered(member)]),
  );
}

test('what is written reads back equal', () => {
  fc.assert(
    fc.property(value, (json) => {
      expect(JSON.parse(canonicalJson(json))).toEqual(JSON.parse(JSON.stringify(json)));
    }),
  );
});

test('the order in which members were set does not show', () => {
  fc.assert(
    fc.property(value, (json) => {
      expect(canonicalJson(reordered(json))).toBe(canonicalJson(json));
    }),
  );
});

test('members are in the order of their code units', () => {
  expect(canonicalJson({ b: 1, é: [true, null], a: { z: 'x', y: '"' }, B: -2 })).toBe(
    '{"B":-2,"a":{"y":"\\"","z":"x"},"b":1,"é":[true,null]}',
  );
});

test.each([1.5, NaN, Infinity, -0, 2 ** 53])('does not write the number %p', (number) => {
  expect(() => canonicalJson([number])).toThrow(TypeError);
});

test('does not write a member without value', () => {
  const partial: { a?: Json | undefined } = { a: undefined };
  expect(() => canonicalJson(partial as Json)).toThrow('Member a has no value');
});
