import { describe, expect, test } from '@jest/globals';
import { dataHash, headerBytes, malformedEntry } from './block.js';
import { bftQuorum } from './block-signature.js';
import { Envelope } from './messages/common.js';
import { encode } from './wire.js';

describe('the header as it is hashed', () => {
  const hash = Buffer.alloc(2, 0xab);
  const hex = (number: bigint): string =>
    headerBytes({ number, previousHash: new Uint8Array(0), dataHash: hash }).toString('hex');

  test.each([
    [0n, '30090201000400' + '0402abab'],
    [127n, '300902017f0400' + '0402abab'],
    [128n, '300a020200800400' + '0402abab'],
    [2n ** 63n, '3011020900800000000000000004000402abab'],
  ])('block %d', (number, expected) => {
    expect(hex(number)).toBe(expected);
  });
});

test('the data hash is over the plain concatenation: where one entry ends does not matter', () => {
  const entries = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));
  expect(dataHash(entries('ab', 'c'))).toEqual(dataHash(entries('a', 'bc')));
  expect(dataHash(entries('abc'))).not.toEqual(dataHash(entries('abd')));
});

describe('entries for which a peer refuses the whole block', () => {
  const good = encode(Envelope, { payload: Buffer.of(1), signature: Buffer.of(2) });
  const unknownLast = Buffer.concat([good, Buffer.from('4a0101', 'hex')]);
  const unknownFirst = Buffer.concat([Buffer.from('4a0101', 'hex'), good]);
  const longLength = Buffer.from('0a8100' + '01' + '120102', 'hex');

  test.each([
    ['canonical envelopes', [good, good], undefined],
    ['an unknown field at the end', [unknownLast], undefined],
    ['an unknown field before the payload', [unknownFirst], /transaction 0: .*canonical/],
    ['an unknown field between', [Buffer.from('0a01014a0101120102', 'hex')], /canonical/],
    ['the signature first', [Buffer.from('1201020a0101', 'hex')], /canonical/],
    ['a payload that is replaced', [Buffer.from('0a01000a0101120102', 'hex')], /canonical/],
    [
      'a tag in more bytes than needed',
      [Buffer.from('0a0101' + '9200' + '0102', 'hex')],
      /canonical/,
    ],
    ['a length in more bytes than needed', [good, longLength], /transaction 1: .*canonical/],
    ['no signature', [encode(Envelope, { payload: Buffer.of(1) })], /no signature/],
    ['no payload', [encode(Envelope, { signature: Buffer.of(1) })], /no payload/],
    ['no envelope', [Buffer.of(0x0a, 0x7f)], /not an envelope/],
    ['nothing', [], /no transactions/],
  ] as const)('%s', (_, entries, expected) => {
    const fault = malformedEntry(entries);
    if (expected === undefined) expect(fault).toBeUndefined();
    else expect(fault).toMatch(expected);
  });
});

test.each([
  [1, 1],
  [3, 2],
  [4, 3],
  [5, 4],
  [7, 5],
  [10, 7],
])('of %d consenters %d must sign', (consenters, quorum) => {
  expect(bftQuorum(consenters)).toBe(quorum);
});
