import { fdatasync, write } from 'node:fs';
import { promisify } from 'node:util';

const writeAt = promisify(write);
const syncData = promisify(fdatasync);

/** How a record reaches the disk; a test hands in a disk that fails. */
export interface FileWriting {
  /** Append a record to an open file. Returns once it would survive the end of the machine. */
  append(descriptor: number, record: Buffer): Promise<void>;
}

export const fileWriting: FileWriting = {
  async append(descriptor, record) {
    await writeWhole(descriptor, record);
    await syncData(descriptor);
  },
};

/** Write a record to the end of an open file, however often the system has to be asked. */
export async function writeWhole(descriptor: number, record: Buffer): Promise<void> {
  for (let done = 0; done < record.length;) {
    const { bytesWritten } = await writeAt(descriptor, record, done, record.length - done, null);
    done += bytesWritten;
  }
}
