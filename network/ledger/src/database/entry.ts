import type { MetadataEntry, StateEntry } from '../state.js';
import type { Version } from '../version.js';

/**
 * A state entry as it is stored: block and transaction of its version, the number of metadata entries, each of these as two
 * counted strings, then the value. Numbers are of seven bits a byte, the lowest first.
 */
export function encodeEntry({ value, metadata, version }: StateEntry): Buffer {
  const head = [...varint(version.blockNum), ...varint(version.txNum), ...varint(metadata.length)];
  if (metadata.length === 0) {
    const bytes = Buffer.allocUnsafe(head.length + value.length);
    bytes.set(head);
    bytes.set(value, head.length);
    return bytes;
  }
  const parts = metadata.flatMap(({ name, value: bytes }) => [...counted(name), ...counted(bytes)]);
  return Buffer.concat([Buffer.from(head), ...parts, value]);
}

const counted = (part: string | Uint8Array): Uint8Array[] => {
  const bytes = Buffer.from(part);
  return [Buffer.from(varint(bytes.length)), bytes];
};

function varint(value: bigint | number): number[] {
  const bytes: number[] = [];
  let rest = Number(value);
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** The bytes of the entry stay views of the input: who changes them changes what is stored in memory. */
export function decodeEntry(bytes: Buffer): StateEntry {
  const reader = new Reader(bytes);
  const version = reader.version();
  const metadata: MetadataEntry[] = [];
  for (let left = reader.varint(); left > 0; left--) {
    metadata.push({ name: reader.counted().toString(), value: reader.counted() });
  }
  return { value: reader.rest(), metadata, version };
}

/** The version alone. */
export const decodeVersion = (bytes: Buffer): Version => new Reader(bytes).version();

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  version(): Version {
    return { blockNum: BigInt(this.varint()), txNum: BigInt(this.varint()) };
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('the entry ends too soon');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  counted(): Buffer {
    const length = this.varint();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  rest(): Buffer {
    return this.bytes.subarray(this.at);
  }
}
