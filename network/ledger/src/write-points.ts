import { fdatasync, write } from 'node:fs';
import { promisify } from 'node:util';
import { databaseWriting } from './database.js';
import type { DatabaseWriting } from './database.js';
import type { FileWriting } from './file-writing.js';

const writeBytes = promisify(write);
const syncData = promisify(fdatasync);

/** Where a ledger that is committed to disk can be interrupted. */
export const writePoints = [
  'before the block',
  'within the block',
  'before the block is synced',
  'after the block',
  'before the batch',
  'after the batch',
] as const;

export type WritePoint = (typeof writePoints)[number];

/** Writes as the ledger does, and says at each point that it is reached. */
export function writingWithPoints(reached: (point: WritePoint) => void): {
  readonly file: FileWriting;
  readonly database: DatabaseWriting;
} {
  return {
    file: {
      async append(descriptor, record) {
        const half = Math.floor(record.length / 2);
        reached('before the block');
        await writeBytes(descriptor, record, 0, half, null);
        reached('within the block');
        await writeBytes(descriptor, record, half, record.length - half, null);
        reached('before the block is synced');
        await syncData(descriptor);
        reached('after the block');
      },
    },
    database: {
      async write(level, changes, durable) {
        reached('before the batch');
        await databaseWriting.write(level, changes, durable);
        reached('after the batch');
      },
    },
  };
}
