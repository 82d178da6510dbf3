import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { reasonOf } from '@argosy/protocol/reason';
import { RecordFault } from './record-fault.js';

/** A file of a recorded ledger, which may be compressed. */
export interface RecordedFile {
  readonly name: string;
  /** What it holds, unpacked, in pieces. Throws RecordFault where it is damaged or cut off. */
  content(): AsyncGenerator<Buffer, undefined>;
}

/** The file of this name in the folder, with or without `.gz`; undefined when there is neither. */
export function recordedFile(folder: string, name: string): RecordedFile | undefined {
  const path = [join(folder, name), join(folder, `${name}.gz`)].find((it) => existsSync(it));
  if (path === undefined) return undefined;
  return { name: basename(path), content: () => contentOf(path) };
}

async function* contentOf(path: string): AsyncGenerator<Buffer, undefined> {
  const file = createReadStream(path);
  const unpacked = path.endsWith('.gz') ? createGunzip() : undefined;
  // An error of the file ends the unpacking with it; it is thrown below.
  if (unpacked !== undefined) pipeline(file, unpacked, () => undefined);
  let offset = 0;
  try {
    for await (const chunk of unpacked ?? file) {
      if (!Buffer.isBuffer(chunk)) continue;
      yield chunk;
      offset += chunk.length;
    }
  } catch (error) {
    throw new RecordFault(basename(path), offset, `damaged or cut off: ${reasonOf(error)}`);
  }
  return undefined;
}
