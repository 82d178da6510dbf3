import { closeSync, fdatasync, ftruncateSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { syncFolder } from './private-files.js';

const sync = promisify(fdatasync);

/** Appends to an open file. What is written while a sync is under way shares the next one, so that many requests cost few syncs. */
export class Appender {
  readonly #folder: string;
  readonly #opened: number;
  #end: number;
  /** How much of the file is synced; undefined as long as its folder is not. */
  #synced: number | undefined;
  #usable = true;
  #closed = false;
  #syncing: Promise<void> = Promise.resolve();

  /** An open file in a folder, to be written from `end` on. */
  constructor(of: { readonly folder: string; readonly opened: number; readonly end: number }) {
    this.#folder = of.folder;
    this.#opened = of.opened;
    this.#end = of.end;
  }

  append(line: Uint8Array): void {
    this.#requireUsable();
    try {
      writeAll(this.#opened, line, this.#end);
      this.#end += line.length;
    } catch (error) {
      // Half a line would be taken for damage once another follows it.
      this.#usable = cutBack(this.#opened, this.#end);
      throw error;
    }
  }

  /** Resolves when everything appended before is on the disk; rejects where it cannot be known to be. */
  settled(): Promise<void> {
    const wanted = this.#end;
    const done = this.#syncing.then(() => this.#syncUpTo(wanted));
    this.#syncing = done.catch(() => undefined);
    return done;
  }

  /** No more is written. A sync that is under way may still end. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#usable = false;
    void this.#syncing.then(() => closeSync(this.#opened));
  }

  async #syncUpTo(wanted: number): Promise<void> {
    if (this.#synced !== undefined && this.#synced >= wanted) return;
    const all = this.#end;
    try {
      await sync(this.#opened);
      if (this.#synced === undefined) await syncFolder(this.#folder);
      this.#synced = all;
    } catch (error) {
      // After a failed sync nobody knows what of the file is on the disk.
      this.#usable = false;
      throw error;
    }
  }

  #requireUsable(): void {
    if (!this.#usable) throw new Error('The registry could not be written, and is closed.');
  }
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
