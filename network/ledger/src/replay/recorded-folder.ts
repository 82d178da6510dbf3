import { statSync } from 'node:fs';
import { NoRecord } from './record-fault.js';
import { recordedFile } from './recorded-file.js';
import type { RecordedFile } from './recorded-file.js';

/** The files of a recorded ledger beside its blocks, in the order in which they are compared. */
export const companionFiles = [
  'expected.json',
  'state.json',
  'private.json',
  'history.json',
  'history-index.json',
] as const;
export type CompanionFile = (typeof companionFiles)[number];

/** A ledger that was recorded from a peer: its blocks, and of the other files those that are there. */
export interface RecordedFolder {
  readonly path: string;
  readonly blocks: RecordedFile;
  readonly companions: Readonly<Partial<Record<CompanionFile, RecordedFile>>>;
}

const BLOCKS = 'blocks.bin';

/** Look at what a folder holds. Each file may be compressed with gzip. Throws when there is no such folder, or no blocks in it. */
export function recordedFolder(path: string): RecordedFolder {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new NoRecord(`there is no folder ${path}`);
  const blocks = recordedFile(path, BLOCKS);
  if (blocks === undefined) throw new NoRecord(`${path} holds neither ${BLOCKS} nor ${BLOCKS}.gz`);
  const companions = Object.fromEntries(
    companionFiles.flatMap((name) => {
      const file = recordedFile(path, name);
      return file === undefined ? [] : [[name, file] as const];
    }),
  );
  return { path, blocks, companions };
}
