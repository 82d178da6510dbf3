import { describe, expect, test } from '@jest/globals';
import { jsonEntries } from './json-entries.js';
import type { Enters } from './json-entries.js';
import { RecordFault } from './record-fault.js';

/** The document in pieces of so many bytes: a value may be cut anywhere. */
async function* pieces(text: string, size: number): AsyncGenerator<Buffer, undefined> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  return undefined;
}

async function entries(
  text: string,
  enters: Enters,
  size = 5,
): Promise<(readonly [string, unknown])[]> {
  const found: (readonly [string, unknown])[] = [];
  const file = { name: 'a.json', content: () => pieces(text, size) };
  for await (const { path, value } of jsonEntries(file, enters))
    found.push([path.join('/'), value]);
  return found;
}

const toDepth =
  (depth: number): Enters =>
  (path) =>
    path.length < depth;

describe('the values of a document at a depth', () => {
  const text =
    ' { "a" : {"x":[1,{"y":"}"}],"\\"z" : null}, "é":{}, "n": -1.5e3, "l":[true,"[{"]}\n';

  test.each([1, 2, 3, 7, 1000])('in pieces of %i bytes', async (size) => {
    expect(await entries(text, toDepth(2), size)).toEqual([
      ['a/x', [1, { y: '}' }]],
      ['a/"z', null],
      ['n', -1500],
      ['l/0', true],
      ['l/1', '[{'],
    ]);
  });

  test('at the top it is the whole, which may be a bare number', async () => {
    expect(await entries(text, toDepth(0))).toEqual([['', JSON.parse(text)]]);
    expect(await entries('42', toDepth(3))).toEqual([['', 42]]);
    expect(await entries(' "x" ', toDepth(3))).toEqual([['', 'x']]);
  });
});

describe('what is no document is a fault that names the byte', () => {
  test.each([
    ['', 0, 'cut off'],
    ['{"a":1', 6, 'cut off'],
    ['{"a":[1,2', 9, 'cut off'],
    ['{"a":"b', 7, 'cut off'],
    ['{"a" 1}', 5, 'colon'],
    ['{"a":}', 5, 'a value is missing'],
    ['{"a":1 "b":2}', 7, 'comma'],
    ['{"a":1,}', 7, 'member name'],
    ['[1,]', 3, 'a value is missing'],
    ['[1}', 2, 'comma'],
    ['{1:2}', 1, 'member name'],
    ['{"a":1} x', 8, 'something follows'],
    ['{"a":tru}', 5, 'no JSON value'],
    ['{"a":{"b":[1}}}', 10, 'no JSON value'],
    ['{"a":"\\q"}', 5, 'no JSON value'],
  ])('%j', async (text, offset, words) => {
    const reading = entries(text, toDepth(2));
    await expect(reading).rejects.toThrow(RecordFault);
    await expect(reading).rejects.toMatchObject({ file: 'a.json', offset });
    await expect(reading).rejects.toThrow(words);
  });

  test('a text that is not UTF-8', async () => {
    const content = async function* (): AsyncGenerator<Buffer, undefined> {
      yield Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);
      return undefined;
    };
    const reading = jsonEntries({ name: 'a.json', content }, toDepth(1)).next();
    await expect(reading).rejects.toMatchObject({ offset: 5, what: 'no JSON value stands here' });
  });
});
