import { RecordFault } from './record-fault.js';
import type { RecordedFile } from './recorded-file.js';

/** One message of a file of messages, each behind its length as an unsigned varint. */
export interface DelimitedMessage {
  readonly bytes: Buffer;
  /** Where its length begins. */
  readonly offset: number;
}

/** Orderers cut blocks far below this: a greater length is damage, and must not be waited for in memory. */
const MAX_LENGTH = 512 * 1024 * 1024;
const MAX_VARINT = 5;

/** The messages of the file in their order, one in memory at a time. Throws RecordFault where it is damaged or cut off. */
export async function* delimitedMessages(
  file: RecordedFile,
): AsyncGenerator<DelimitedMessage, undefined> {
  const queue = new ByteQueue();
  let offset = 0;
  for await (const chunk of file.content()) {
    queue.push(chunk);
    for (let next = queue.next(file.name, offset); next !== undefined;) {
      yield { bytes: next.bytes, offset };
      offset += next.length;
      next = queue.next(file.name, offset);
    }
  }
  if (queue.length > 0) throw new RecordFault(file.name, offset, 'what begins here is cut off');
  return undefined;
}

/** Bytes that arrived and are not yet used. They are put together only when a whole message is there. */
class ByteQueue {
  #chunks: Buffer[] = [];
  length = 0;
  /** Not worth looking again before so many bytes are there. */
  #needed = 1;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next message and how many bytes it takes with its length, when all of it is there. */
  next(file: string, offset: number): { bytes: Buffer; length: number } | undefined {
    if (this.length < this.#needed) return undefined;
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    if (all === undefined) return undefined;
    this.#chunks = [all];
    const prefix = lengthPrefix(all);
    if (prefix === 'incomplete') return undefined;
    if (prefix === undefined || prefix.value > MAX_LENGTH)
      throw new RecordFault(file, offset, 'no length of a block stands here');
    const length = prefix.size + prefix.value;
    this.#needed = length;
    if (all.length < length) return undefined;
    this.#chunks = [all.subarray(length)];
    this.length -= length;
    this.#needed = 1;
    return { bytes: Buffer.from(all.subarray(prefix.size, length)), length };
  }
}

function lengthPrefix(bytes: Buffer): { size: number; value: number } | 'incomplete' | undefined {
  let value = 0;
  for (let size = 0; size < MAX_VARINT; size++) {
    const byte = bytes[size];
    if (byte === undefined) return 'incomplete';
    value += (byte & 0x7f) * 2 ** (7 * size);
    if (byte < 0x80) return { size: size + 1, value };
  }
  return undefined;
}
