import { describe, expect, test } from '@jest/globals';
import { reasonOf } from '@argosy/protocol/reason';
import { readFirstTextFields, readTextFields } from './text-fields.js';

const type = { name: 'httpadmin.LogSpec', fields: ['spec'] };
function outcome(read: typeof readTextFields, json: string) {
  try {
    return Object.fromEntries(read(Buffer.from(json), type));
  } catch (error) {
    return reasonOf(error);
  }
}

/** What Go says of a text that is no JSON: where all of it is read, and where its first value is. */
const faults: readonly [json: string, whole: string, first?: string][] = [
  ['', 'unexpected end of JSON input', 'EOF'],
  [' \n', 'unexpected end of JSON input', 'EOF'],
  ['{', 'unexpected end of JSON input', 'unexpected EOF'],
  ['{"spec":"a', 'unexpected end of JSON input', 'unexpected EOF'],
  ['rubbish', "invalid character 'r' looking for beginning of value"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{"a":"b",}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":"b" "c":""}', "invalid character '\"' after object key:value pair"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['[1 2]', "invalid character '2' after array element"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['tru', "invalid character ' ' in literal true (expecting 'e')", 'unexpected EOF'],
  ['-', "invalid character ' ' in numeric literal", 'unexpected EOF'],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1e+x', "invalid character 'x' in exponent of numeric literal"],
];

describe('JSON as a Go program reads it', () => {
  test.each(faults)('%j is none', (json, whole, first = whole) => {
    expect(outcome(readTextFields, json)).toBe(whole);
    expect(outcome(readFirstTextFields, json)).toBe(first);
  });

  test.each([
    ['[]', 'array into Go value of type httpadmin.LogSpec'],
    ['3', 'number into Go value of type httpadmin.LogSpec'],
    ['"x"', 'string into Go value of type httpadmin.LogSpec'],
    ['{"spec":-1.5e3}', 'number into Go struct field LogSpec.spec of type string'],
    ['{"spec":true}', 'bool into Go struct field LogSpec.spec of type string'],
    ['{"spec":{"a":[0,{}]}}', 'object into Go struct field LogSpec.spec of type string'],
    ['{"spec":["a"]}', 'array into Go struct field LogSpec.spec of type string'],
  ])('%s is of another kind', (json, why) => {
    expect(outcome(readTextFields, json)).toBe(`json: cannot unmarshal ${why}`);
  });

  test('what is left out or null is nothing, and the case of a name does not count', () => {
    for (const json of ['{}', 'null', '{"spec":null}', '{"other":1}'])
      expect(outcome(readTextFields, json)).toEqual({});
    expect(outcome(readTextFields, '{"Spec":"é\\u00e9"}')).toEqual({ spec: 'éé' });
  });

  test('more may follow only where the first value is read', () => {
    const json = '{"spec":"info"} x';
    expect(outcome(readFirstTextFields, json)).toEqual({ spec: 'info' });
    expect(outcome(readTextFields, json)).toBe("invalid character 'x' after top-level value");
    expect(outcome(readTextFields, '01')).toBe("invalid character '1' after top-level value");
  });
});
