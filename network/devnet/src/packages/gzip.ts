import { constants, gunzip, gunzipSync, gzipSync } from 'node:zlib';
import { promisify } from 'node:util';
import { reasonOf } from '@argosy/protocol/reason';

const unzip = promisify(gunzip);

/** How long the header of a gzip stream is. */
const HEADER = 10;

/** More than any package has: a small file can unfold into what fills the memory. */
const LONGEST = 512 * 1024 * 1024;

/** What a chaincode that runs as a service needs is far less; it is unfolded at once, and not when a thread has time. */
const SMALL = 64 * 1024;

/** What a gzip stream held, and why it could not be read to its end. */
export interface Unfolded {
  readonly content: Buffer;
  readonly fault?: string | undefined;
}

/** Unfold a gzip stream as far as it goes. Throws Go's words for what does not begin as one. */
export async function decompress(bytes: Uint8Array): Promise<Unfolded> {
  if (bytes.length === 0) throw new Error('EOF');
  if (bytes.length < HEADER) throw new Error('unexpected EOF');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new Error('gzip: invalid header');
  const options = { maxOutputLength: LONGEST };
  try {
    return {
      content: bytes.length <= SMALL ? gunzipSync(bytes, options) : await unzip(bytes, options),
    };
  } catch (error) {
    return unfoldedUntil(bytes, inGo(reasonOf(error)));
  }
}

/** What stands before the end of a stream that was cut off; nothing of one that is damaged. */
async function unfoldedUntil(bytes: Uint8Array, fault: string): Promise<Unfolded> {
  const options = { maxOutputLength: LONGEST, finishFlush: constants.Z_SYNC_FLUSH };
  const content = await unzip(bytes, options).catch(() => Buffer.alloc(0));
  return { content, fault };
}

const faults: ReadonlyMap<string, string> = new Map([
  ['unexpected end of file', 'unexpected EOF'],
  ['incorrect data check', 'gzip: invalid checksum'],
  ['incorrect length check', 'gzip: invalid checksum'],
]);

const inGo = (fault: string): string =>
  [...faults].find(([words]) => fault.includes(words))?.[1] ?? fault;

/**
 * Fold bytes. gzip names the time and the operating system in its header; both are set to say nothing. Stored, not deflated: the
 * deflated form of equal bytes differs between versions of zlib and between processors.
 */
export function compress(bytes: Uint8Array): Buffer {
  const zipped = gzipSync(bytes, { level: 0 });
  zipped.writeUInt32LE(0, 4);
  zipped[9] = 255;
  return zipped;
}
