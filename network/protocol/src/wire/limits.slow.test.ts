import { describe, expect, test } from '@jest/globals';
import { Envelope, Payload } from '../messages/common.js';
import { ChaincodeInput } from '../messages/proposal.js';
import { decode, encode, WireError } from '../wire.js';

const MEBIBYTE = 1024 * 1024;
const TOO_MANY = 'cannot parse protos.ChaincodeInput at byte 12000000: too many fields';
/** Field 9 of nobody, a varint. */
const UNKNOWN = Buffer.from('4801', 'hex');

describe('a hostile message takes no more than time in proportion to its length', () => {
  test('millions of unknown fields in a row', () => {
    const bytes = Buffer.alloc(2 * MEBIBYTE, UNKNOWN);
    expect(encode(Envelope, decode(Envelope, bytes)).equals(bytes)).toBe(true);
  }, 20_000);

  test('unknown fields between known ones, and in a message that comes in many parts', () => {
    const mixed = Buffer.alloc(
      2.5 * MEBIBYTE,
      Buffer.concat([UNKNOWN, Buffer.from('0a0161', 'hex')]),
    );
    expect(decode(Envelope, mixed).$unknown?.length).toBe(MEBIBYTE);
    const part = Buffer.concat([Buffer.from('0a02', 'hex'), UNKNOWN]);
    const parts = Buffer.alloc(2 * MEBIBYTE, part);
    expect(decode(Payload, parts).header?.$unknown?.length).toBe(MEBIBYTE);
  }, 20_000);

  test('more fields than any message within the limits of a channel are refused', () => {
    const bytes = Buffer.alloc(13 * MEBIBYTE, Buffer.from('0a00', 'hex'));
    expect(() => decode(ChaincodeInput, bytes)).toThrow(new WireError(TOO_MANY));
  }, 20_000);
});
