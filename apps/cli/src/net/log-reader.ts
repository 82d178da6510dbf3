import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

const longestLookBack = 1024 * 1024;

/** Reads a log as it grows, from its last lines on. */
export class LogReader {
  #at = 0;
  #rest = '';
  #begun = false;

  constructor(
    private readonly file: string,
    private readonly lastLines: number,
  ) {}

  /** The whole lines that were added since the last call; at first the last ones that there are. */
  newLines(): readonly string[] {
    if (!existsSync(this.file)) return [];
    const { size } = statSync(this.file);
    // A log that grew large was set aside, and a new one begun.
    if (size < this.#at) this.#at = 0;
    if (!this.#begun) this.#at = Math.max(0, size - longestLookBack);
    const lines = (this.#rest + this.#read(size)).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#begun) return lines;
    this.#begun = true;
    return this.lastLines === 0 ? [] : lines.slice(-this.lastLines);
  }

  #read(until: number): string {
    const bytes = Buffer.alloc(until - this.#at);
    const descriptor = openSync(this.file, 'r');
    try {
      const count = readSync(descriptor, bytes, 0, bytes.length, this.#at);
      this.#at += count;
      return bytes.toString('utf8', 0, count);
    } finally {
      closeSync(descriptor);
    }
  }
}
