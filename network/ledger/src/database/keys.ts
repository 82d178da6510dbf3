/** The tables of a ledger's database. The first byte of every key names its table, so each table is one range. */
export const table = {
  meta: 0x01,
  state: 0x02,
  history: 0x03,
  transactions: 0x04,
  blockNumbers: 0x05,
  privateSets: 0x06,
  privateKeys: 0x07,
  missing: 0x08,
  expiry: 0x09,
  setExpiry: 0x0a,
  purges: 0x0b,
  clearKeys: 0x0c,
  // In a database of their own.
  transient: 0x0d,
  transientHeights: 0x0e,
} as const;

export type Table = (typeof table)[keyof typeof table];

/** A part of a key: text and bytes carry their length in front, numbers are eight bytes, `last` is the rest. */
export type KeyPart = string | Uint8Array | bigint;

const LENGTH_BYTES = 4;
const NUMBER_BYTES = 8;

/**
 * A key of a table. No character is a separator: whatever a namespace or a key contains, two different ones never give one key,
 * and what begins with the same parts stands together. Without `last`, it is the prefix of all keys that begin so.
 */
export function keyOf(of: Table, parts: readonly KeyPart[], last?: string | Uint8Array): Buffer {
  let size = 1;
  for (const part of parts) {
    size += typeof part === 'bigint' ? NUMBER_BYTES : LENGTH_BYTES + Buffer.byteLength(part);
  }
  const key = Buffer.allocUnsafe(size + (last === undefined ? 0 : Buffer.byteLength(last)));
  let at = key.writeUInt8(of);
  for (const part of parts) {
    if (typeof part === 'bigint') at = key.writeBigUInt64BE(part, at);
    else at = write(key, part, key.writeUInt32BE(Buffer.byteLength(part), at));
  }
  if (last !== undefined) write(key, last, at);
  return key;
}

function write(into: Buffer, part: string | Uint8Array, at: number): number {
  if (typeof part === 'string') return at + into.write(part, at);
  into.set(part, at);
  return at + part.length;
}

/** Reads the parts of a key again, in their order. */
export class KeyReader {
  #at = 1;

  constructor(private readonly key: Buffer) {}

  number(): bigint {
    this.#at += NUMBER_BYTES;
    return this.key.readBigUInt64BE(this.#at - NUMBER_BYTES);
  }

  text(): string {
    return this.bytes().toString();
  }

  bytes(): Buffer {
    const start = this.#at + LENGTH_BYTES;
    this.#at = start + this.key.readUInt32BE(this.#at);
    return this.key.subarray(start, this.#at);
  }

  /** What stands behind the parts that were read. */
  rest(): Buffer {
    return this.key.subarray(this.#at);
  }
}

/** The end of the range of all keys that begin with a prefix. */
export function afterPrefix(prefix: Uint8Array): Buffer {
  const end = Buffer.from(prefix);
  for (let last = end.length - 1; last >= 0; last--) {
    const byte = end.readUInt8(last);
    if (byte === 0xff) continue;
    end.writeUInt8(byte + 1, last);
    return end.subarray(0, last + 1);
  }
  throw new RangeError('every prefix begins with the number of a table');
}
