import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Recorded ledgers with one file changed, in folders of their own that are removed together. */
export class AlteredRecords {
  readonly #folders: string[] = [];

  constructor(private readonly original: string) {}

  /** The content of a file of the original, unpacked. */
  content(name: string): Buffer {
    const packed = readdirSync(this.original).includes(`${name}.gz`);
    const bytes = readFileSync(join(this.original, packed ? `${name}.gz` : name));
    return packed ? gunzipSync(bytes) : bytes;
  }

  /** A copy in which a file has another content, or is missing; `name` says whether it is compressed. */
  with(name: string, content: Uint8Array | undefined): string {
    const folder = mkdtempSync(join(tmpdir(), 'argosy-record-'));
    this.#folders.push(folder);
    const replaced = name.replace(/\.gz$/, '');
    for (const file of readdirSync(this.original)) {
      if (file.replace(/\.gz$/, '') !== replaced)
        symlinkSync(resolve(this.original, file), join(folder, file));
    }
    if (content !== undefined) writeFileSync(join(folder, name), content);
    return folder;
  }

  /** A copy in which a JSON file has another value at a path, a further one, or, for undefined, none. */
  withJson(name: string, path: Path, value: unknown): string {
    const content: unknown = JSON.parse(this.content(name).toString());
    return this.with(name, Buffer.from(JSON.stringify(altered(content, path, value))));
  }

  remove(): void {
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Member names and positions that lead into a JSON document. */
export type Path = readonly (string | number)[];

function altered(content: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const removes = rest.length === 0 && value === undefined;
  if (Array.isArray(content) && typeof step === 'number') {
    const items: unknown[] = content;
    return removes
      ? items.toSpliced(step, 1)
      : items.toSpliced(step, 1, altered(items[step], rest, value));
  }
  if (typeof content !== 'object' || content === null) throw new Error(`nothing is at ${step}`);
  const members = new Map<string, unknown>(Object.entries(content));
  if (removes) members.delete(String(step));
  else members.set(String(step), altered(members.get(String(step)), rest, value));
  return Object.fromEntries(members);
}
