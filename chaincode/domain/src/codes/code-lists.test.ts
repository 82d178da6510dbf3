import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { packageSchema, packages } from './packages.js';
import { unitSchema, units } from './units.js';

describe.each([
  { what: 'unit', list: units, schema: unitSchema, form: /^[A-Z0-9]{2,3}$/, known: 'KGM' },
  { what: 'package', list: packages, schema: packageSchema, form: /^[A-Z0-9]{2}$/, known: 'CT' },
])('the list of $what codes', ({ list, schema, form, known }) => {
  const codes = Object.keys(list);

  test('holds codes of one form, each with a meaning of its own', () => {
    expect(codes).toContain(known);
    expect(codes.filter((code) => !form.test(code))).toEqual([]);
    expect(new Set(Object.values(list)).size).toBe(codes.length);
  });

  test('is what the schema takes', () => {
    expect(codes.flatMap((code) => problemsOf(schema, code))).toEqual([]);
  });

  test.each([known.toLowerCase(), `${known} `, '', 'QQQ', 'toString', '__proto__', 1, null])(
    'does not hold %j',
    (code) => {
      const [problem, ...others] = problemsOf(schema, code);
      expect(problem).toContain('that the network accepts');
      expect(others).toEqual([]);
    },
  );
});
