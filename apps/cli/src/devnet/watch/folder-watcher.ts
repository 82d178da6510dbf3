import { readdirSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { basename, join } from 'node:path';

export type FolderWatcher = { close(): void };

export type WatchOptions = {
  /** Names of folders that are not looked into, wherever they are. */
  readonly ignored: readonly string[];
  /** An editor writes a file in several steps; a change counts when it has been quiet for so long. */
  readonly quietMilliseconds: number;
  readonly onChange: () => void;
};

/** Watch a folder and what is in it. (Node's own recursive watching would also watch every installed module.) */
export function watchFolder(root: string, options: WatchOptions): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const forget = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const look = (folder: string): void => {
    for (const it of foldersIn(folder, options.ignored)) if (!watchers.has(it)) add(it);
  };
  const add = (folder: string): void => {
    const watcher = watch(folder, (_, name) => {
      if (name !== null && options.ignored.includes(basename(name))) return;
      look(folder);
      clearTimeout(timer);
      timer = setTimeout(options.onChange, options.quietMilliseconds);
    });
    // A folder that was removed.
    watcher.on('error', () => forget(folder));
    watchers.set(folder, watcher);
    look(folder);
  };
  add(root);
  return {
    close: () => {
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) forget(folder);
    },
  };
}

function foldersIn(folder: string, ignored: readonly string[]): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((it) => it.isDirectory() && !ignored.includes(it.name))
      .map(({ name }) => join(folder, name));
  } catch {
    // It was removed in the meantime.
    return [];
  }
}
