import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { changesSchema } from './records.js';
import type { Changes } from './records.js';

/** A journal that was altered or damaged before its end: it cannot be repaired from itself. */
export class CaJournalDamaged extends Error {
  constructor(file: string, line: number) {
    super(`${file} is damaged at line ${line}. Restore the file, or remove the CA's folder.`);
    this.name = 'CaJournalDamaged';
  }
}

const newline = 0x0a;

const hashOf = (json: string): string => createHash('sha256').update(json).digest('hex');

/** A line of the journal: the hash of what follows, and the changes of one request. */
export function formatLine(changes: Changes): string {
  const json = JSON.stringify(changes);
  return `${hashOf(json)} ${json}\n`;
}

/** The lines of a journal, and how many of its bytes they are: the rest is a line that was cut short.
 *  Throws CaJournalDamaged. */
export function readJournal(file: string): { lines: Changes[]; bytes: number } {
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
