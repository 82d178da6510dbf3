import { closeSync, existsSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Appender } from './appender.js';
import { formatLine, readJournal } from './journal.js';
import { makePrivateFolder, replacePrivateFile } from './private-files.js';
import type { Changes } from './records.js';
import type { CaStore } from './store.js';

/** A store in a folder: one line per request in `registry.log`, each with its own hash and synced before the answer.
 *  What a killed process left of its last line is cut off: that request was never answered.
 *  Requires that no other process has the folder open, which the CA's lock sees to.
 *  Throws CaJournalDamaged where an earlier line does not match its hash. */
export function openFolderStore(folder: string): CaStore {
  makePrivateFolder(folder);
  const file = join(folder, 'registry.log');
  // What a killed process left of a file that was to take this one's place.
  rmSync(`${file}.tmp`, { force: true });
  const { lines, appender: first } = openJournal(folder, file);
  let appender = first;
  return {
    load: () => lines,
    append: (changes) => appender.append(Buffer.from(formatLine(changes))),
    settled: () => appender.settled(),
    replace(all) {
      replacePrivateFile(file, all.map(formatLine).join(''));
      appender.close();
      appender = openJournal(folder, file).appender;
    },
    close: () => appender.close(),
  };
}

function openJournal(
  folder: string,
  file: string,
): { readonly lines: readonly Changes[]; readonly appender: Appender } {
  const isNew = !existsSync(file);
  const { lines, bytes } = isNew ? { lines: [], bytes: 0 } : readJournal(file);
  const opened = openSync(file, isNew ? 'wx' : 'r+', 0o600);
  try {
    ftruncateSync(opened, bytes);
  } catch (error) {
    closeSync(opened);
    throw error;
  }
  return { lines, appender: new Appender({ folder, opened, end: bytes }) };
}
