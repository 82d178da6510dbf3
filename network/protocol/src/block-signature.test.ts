import { describe, expect, test } from '@jest/globals';
import { headerBytes } from './block.js';
import { blockSignatures, consenterSignature } from './block-signature.js';
import { IdentifierHeader, Metadata, SignatureHeader } from './messages/common.js';
import type { MetadataSignature } from './messages/common.js';
import { SerializedIdentity } from './messages/msp.js';
import { encode } from './wire.js';
import type { Decoded, Encodable } from './wire.js';

const header = { number: 7n, previousHash: Buffer.of(1), dataHash: Buffer.of(2) };
const value = Buffer.from('value');
const consenters = [
  { id: 1, mspId: 'One', identity: Buffer.from('certificate of one') },
  { id: 2, mspId: 'Two', identity: Buffer.from('certificate of two') },
];
const identityOf = (index: number): Buffer =>
  encode(SerializedIdentity, {
    mspid: consenters[index]?.mspId,
    idBytes: consenters[index]?.identity,
  });

type Entry = Encodable<Decoded<typeof MetadataSignature>>;

const read = (
  signatures: readonly Entry[],
  channelCapabilities: readonly string[] = ['V3_0'],
): ReturnType<typeof blockSignatures> =>
  blockSignatures(
    { header, data: undefined, metadata: { metadata: [encode(Metadata, { value, signatures })] } },
    { channelCapabilities, consenters },
  );

const numbered = (identifier: number): Entry => ({
  identifierHeader: encode(IdentifierHeader, { identifier, nonce: Buffer.of(9) }),
  signature: Buffer.of(identifier),
});
const created: Entry = {
  signatureHeader: encode(SignatureHeader, { creator: Buffer.from('creator') }),
  signature: Buffer.of(8),
};

describe('a signature under V3_0', () => {
  test('names its consenter by number, and covers that header', () => {
    const [first, second] = [numbered(2), numbered(1)];
    expect(read([first, second])).toEqual([
      {
        identity: identityOf(1),
        signature: Buffer.of(2),
        message: Buffer.concat([value, first.identifierHeader ?? value, headerBytes(header)]),
      },
      {
        identity: identityOf(0),
        signature: Buffer.of(1),
        message: Buffer.concat([value, second.identifierHeader ?? value, headerBytes(header)]),
      },
    ]);
  });

  test('of a number that the configuration does not know is left out', () => {
    expect(read([numbered(3), numbered(1)]).map(({ identity }) => identity)).toEqual([
      identityOf(0),
    ]);
  });

  test('names its creator where it has a signature header, whatever else it has', () => {
    const both = { ...numbered(1), ...created };
    for (const entry of [created, both]) {
      const [only] = read([entry]);
      expect(Buffer.from(only?.identity ?? value).toString()).toBe('creator');
      expect(only?.message).toEqual(
        Buffer.concat([value, created.signatureHeader ?? value, headerBytes(header)]),
      );
    }
  });

  test('without any header is of nobody', () => {
    expect(read([{ signature: Buffer.of(1) }])[0]?.identity).toHaveLength(0);
  });
});

test.each([[['V2_0']], [[]]])('a number means nobody under %j', (capabilities) => {
  const [only] = read([numbered(1)], capabilities);
  expect(only?.identity).toHaveLength(0);
  expect(only?.message).toEqual(Buffer.concat([value, headerBytes(header)]));
  expect(read([created], capabilities)[0]?.identity).toHaveLength('creator'.length);
});

test.each<[string, Entry]>([
  ['number', { identifierHeader: Buffer.from('0a7f', 'hex') }],
  ['creator', { signatureHeader: Buffer.from('0a7f', 'hex') }],
])('a header of a %s that cannot be read is refused with the block', (_, entry) => {
  expect(() => read([created, entry])).toThrow(/cannot parse/);
});

test('a number that cannot be read is not looked at below V3_0', () => {
  expect(() => read([{ identifierHeader: Buffer.from('0a7f', 'hex') }], ['V2_0'])).not.toThrow();
});

test('a block without metadata is refused, one without signatures has none', () => {
  const signing = { channelCapabilities: ['V3_0'], consenters };
  const bare = { header, data: undefined };
  expect(() => blockSignatures({ ...bare, metadata: undefined }, signing)).toThrow(/no metadata/);
  expect(() => blockSignatures({ ...bare, metadata: { metadata: [] } }, signing)).toThrow(
    /no metadata/,
  );
  expect(blockSignatures({ ...bare, metadata: { metadata: [Buffer.of()] } }, signing)).toEqual([]);
});

test('what a consenter signs is what is read of it', () => {
  const metadata = { lastConfig: 3n, consenterMetadata: Buffer.of(4) };
  const seen: Uint8Array[] = [];
  const signer = { id: 2, sign: (message: Uint8Array) => Buffer.of(seen.push(message)) };
  const entry = consenterSignature(signer, header, metadata, Buffer.of(5));
  const signed = Buffer.from('0a0208031201' + '04', 'hex');
  const block = {
    header,
    data: undefined,
    metadata: { metadata: [encode(Metadata, { value: signed, signatures: [entry] })] },
  };
  const [only] = blockSignatures(block, { channelCapabilities: ['V3_0'], consenters });
  expect(only).toEqual({ identity: identityOf(1), signature: Buffer.of(1), message: seen[0] });
});
