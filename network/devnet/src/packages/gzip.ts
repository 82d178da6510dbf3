import { gunzip, gunzipSync, gzipSync } from 'node:zlib';
import { promisify } from 'node:util';
import { reasonOf } from '@argosy/protocol/reason';

const unzip = promisify(gunzip);

/** More than any package has: a small file can unfold into what fills the memory. */
const LONGEST = 512 * 1024 * 1024;

/** What a chaincode that runs as a service needs is far less; it is unfolded at once, and not when a thread has time. */
const SMALL = 64 * 1024;

/** Unfold a gzip stream. Throws Go's words for what does not begin as one. */
export async function decompress(bytes: Uint8Array): Promise<Buffer> {
  if (bytes.length === 0) throw new Error('EOF');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new Error('gzip: invalid header');
  const options = { maxOutputLength: LONGEST };
  return bytes.length <= SMALL ? gunzipSync(bytes, options) : unzip(bytes, options);
}

/** Why a stream that begins well cannot be unfolded; undefined if it is one that does not even begin well. */
export const unfoldingFault = (bytes: Uint8Array, error: unknown): string | undefined =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? reasonOf(error) : undefined;

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
