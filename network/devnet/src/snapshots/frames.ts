import { createHash, type Hash } from 'node:crypto';

/** What stands in a file of snapshots and dumps, piece by piece. */
export const frameKind = {
  head: 1,
  file: 2,
  channel: 3,
  block: 4,
  state: 5,
  transient: 6,
  privateSet: 7,
  end: 8,
} as const;

export interface Frame {
  readonly kind: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** How a file begins: what it is, and the version of its layout. */
const BEGINNING = Buffer.from('argosy devnet 1\n');
const HEAD_BYTES = 9;
const HASH_BYTES = 32;

/** A file that is not what was written. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged';
}

export const frame = (
  kind: number,
  value: Uint8Array,
  key: Uint8Array = new Uint8Array(0),
): Frame => ({ kind, key, value });

/** A file's bytes, in pieces. The last frame holds the hash of all before it. */
export async function* written(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer, undefined> {
  const hash = createHash('sha256');
  yield noted(hash, BEGINNING);
  for await (const one of frames) yield noted(hash, bytesOf(one));
  yield bytesOf(frame(frameKind.end, hash.digest()));
  return undefined;
}

function noted(hash: Hash, bytes: Buffer): Buffer {
  hash.update(bytes);
  return bytes;
}

function bytesOf({ kind, key, value }: Frame): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(value.length, head.writeUInt32BE(key.length, head.writeUInt8(kind)));
  return Buffer.concat([head, key, value]);
}

/** The frames of a file, as they are read. Throws FileDamaged at once where it is another file, and at the end where it was changed. */
export async function* read(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Frame, undefined> {
  const source = new Source(pieces);
  try {
    yield* framesOf(source);
  } finally {
    await source.close();
  }
  return undefined;
}

async function* framesOf(source: Source): AsyncGenerator<Frame, undefined> {
  const hash = createHash('sha256');
  const beginning = await source.take(BEGINNING.length);
  if (beginning === undefined || !beginning.equals(BEGINNING))
    throw new FileDamaged('it is no dump of a devnet, or one of another version');
  hash.update(beginning);
  for (;;) {
    const { head, kind, key, value } = await nextFrame(source);
    if (kind === frameKind.end) {
      await requireEnd(source, { told: value, found: hash.digest() });
      return undefined;
    }
    hash.update(head).update(key).update(value);
    yield { kind, key, value };
  }
}

async function nextFrame(source: Source): Promise<Frame & { readonly head: Buffer }> {
  const head = await source.take(HEAD_BYTES);
  const keyLength = head?.readUInt32BE(1) ?? 0;
  const body = head && (await source.take(keyLength + head.readUInt32BE(5)));
  if (head === undefined || body === undefined) throw new FileDamaged('it ends too early');
  const [key, value] = [body.subarray(0, keyLength), body.subarray(keyLength)];
  return { head, kind: head.readUInt8(0), key, value };
}

/** Read a file to its end, so that nothing is done with one that was changed. Throws FileDamaged. */
export async function requireSound(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  for await (const { kind } of read(pieces))
    if (kind < frameKind.head || kind > frameKind.end)
      throw new FileDamaged('it was changed since it was written');
}

async function requireEnd(
  source: Source,
  { told, found }: { readonly told: Uint8Array; readonly found: Buffer },
): Promise<void> {
  if (told.length !== HASH_BYTES || !found.equals(told))
    throw new FileDamaged('it was changed since it was written');
  if ((await source.take(1)) !== undefined)
    throw new FileDamaged('something stands behind its end');
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Bytes that come in pieces, taken in others. */
class Source {
  private readonly pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private readonly waiting: Buffer[] = [];
  private size = 0;

  constructor(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.pieces =
      Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  /** So many bytes; undefined where there are not that many. */
  async take(length: number): Promise<Buffer | undefined> {
    while (this.size < length) {
      const next = await this.pieces.next();
      if (next.done === true) return undefined;
      this.waiting.push(viewOf(next.value));
      this.size += next.value.length;
    }
    const [first] = this.waiting;
    const all = first?.length === this.size ? first : Buffer.concat(this.waiting);
    this.size -= length;
    this.waiting.splice(0, this.waiting.length, all.subarray(length));
    return all.subarray(0, length);
  }
}
