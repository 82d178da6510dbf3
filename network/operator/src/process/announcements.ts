import type { Readable } from 'node:stream';

/** What a program said of itself in one JSON line on its standard output. */
export type Announcement = Readonly<Record<string, unknown>>;

const longestLine = 64 * 1024;

/** The lines with which a program says how far it is: JSON objects with a name in them that is true, such as `{"ready":true}`. */
export class Announcements {
  readonly #said = new Map<string, PromiseWithResolvers<Announcement>>();
  #pending = '';

  /** All output goes on to `onChunk`. */
  constructor(output: Readable, onChunk: (chunk: Buffer) => void) {
    output.on('data', (chunk: Buffer) => {
      onChunk(chunk);
      const lines: string[] = (this.#pending + chunk.toString('utf8')).split('\n');
      this.#pending = (lines.pop() ?? '').slice(-longestLine);
      for (const line of lines) this.#hear(line);
    });
  }

  /** The first announcement with this name. */
  said(name: string): Promise<Announcement> {
    return this.#entry(name).promise;
  }

  #hear(line: string): void {
    const announcement = parse(line);
    if (announcement === undefined) return;
    for (const [name, value] of Object.entries(announcement))
      if (value === true) this.#entry(name).resolve(announcement);
  }

  #entry(name: string): PromiseWithResolvers<Announcement> {
    const entry = this.#said.get(name) ?? Promise.withResolvers<Announcement>();
    this.#said.set(name, entry);
    return entry;
  }
}

function parse(line: string): Announcement | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
