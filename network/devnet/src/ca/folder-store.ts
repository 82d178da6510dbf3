import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder, syncFolder } from './private-files.js';
import { changesSchema } from './records.js';
import type { Changes } from './records.js';
import type { CaStore } from './store.js';

/** A journal that was altered or damaged before its end: it cannot be repaired from itself. */
export class CaJournalDamaged extends Error {
  constructor(file: string, line: number) {
    super(`${file} is damaged at line ${line}. Restore the file, or remove the CA's folder.`);
    this.name = 'CaJournalDamaged';
  }
}

const newline = 0x0a;

/** A store in a folder: one line per request in `registry.log`, each with its own hash and synced before the answer.
 *  What a killed process left of its last line is cut off: that request was never answered.
 *  Requires that no other process has the folder open, which the holder of the run folder sees to.
 *  Throws CaJournalDamaged where an earlier line does not match its hash. */
export function openFolderStore(folder: string): CaStore {
  makePrivateFolder(folder);
  const file = join(folder, 'registry.log');
  const isNew = !existsSync(file);
  const { lines, bytes } = isNew ? { lines: [], bytes: 0 } : readJournal(file);
  const opened = openSync(file, isNew ? 'wx' : 'r+', 0o600);
  ftruncateSync(opened, bytes);
  fsyncSync(opened);
  if (isNew) syncFolder(folder);
  return { load: () => lines, ...appender(opened, bytes) };
}

function appender(opened: number, start: number): Pick<CaStore, 'append' | 'close'> {
  let end = start;
  let usable = true;
  return {
    append(changes) {
      if (!usable) throw new Error('The registry could not be written, and is closed.');
      const line = Buffer.from(formatLine(changes));
      try {
        writeAll(opened, line, end);
        fdatasyncSync(opened);
        end += line.length;
      } catch (error) {
        // Half a line would be taken for damage once another follows it.
        usable = cutBack(opened, end);
        throw error;
      }
    },
    close() {
      usable = false;
      closeSync(opened);
    },
  };
}

function writeAll(opened: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(opened, bytes, written, bytes.length - written, position + written);
}

function cutBack(opened: number, end: number): boolean {
  try {
    ftruncateSync(opened, end);
    return true;
  } catch {
    return false;
  }
}

const hashOf = (json: string): string => createHash('sha256').update(json).digest('hex');

function formatLine(changes: Changes): string {
  const json = JSON.stringify(changes);
  return `${hashOf(json)} ${json}\n`;
}

function readJournal(file: string): { lines: Changes[]; bytes: number } {
  const content = readFileSync(file);
  const lines: Changes[] = [];
  let bytes = 0;
  for (let end = content.indexOf(newline); end >= 0; end = content.indexOf(newline, bytes)) {
    const changes = parseLine(content.subarray(bytes, end).toString());
    if (changes === undefined) {
      // Pages of one unsynced line may reach the disk in any order, so that its end is there without its middle.
      if (end === content.length - 1) break;
      throw new CaJournalDamaged(file, lines.length + 1);
    }
    lines.push(changes);
    bytes = end + 1;
  }
  return { lines, bytes };
}

function parseLine(line: string): Changes | undefined {
  const json = line.slice(65);
  if (line.slice(0, 65) !== `${hashOf(json)} `) return undefined;
  return changesSchema.parse(JSON.parse(json));
}
