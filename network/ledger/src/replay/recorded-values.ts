import type { MetadataEntry } from '../state.js';
import type { Version } from '../version.js';
import type { JsonEntry } from './json-entries.js';
import { RecordFault } from './record-fault.js';

/** Reads the parts of a recorded value. Whatever is not as the format says is a RecordFault that names the member. */
export class RecordedValue {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(
    private readonly file: string,
    private readonly entry: JsonEntry,
    value: unknown = entry.value,
  ) {
    if (!isRecord(value)) throw this.#fault('an object should stand here');
    this.#members = value;
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined && this.#members[name] !== null;
  }

  text(name: string): string {
    const value = this.#members[name];
    if (typeof value !== 'string') throw this.#fault(`${name} should be a text`);
    return value;
  }

  number(name: string): number {
    const value = this.anyNumber(name);
    if (!Number.isSafeInteger(value)) throw this.#fault(`${name} should be a whole number`);
    return value;
  }

  /** A number that may be too large to be exact. */
  anyNumber(name: string): number {
    const value = this.#members[name];
    if (typeof value !== 'number') throw this.#fault(`${name} should be a number`);
    return value;
  }

  /** A whole number of any size, written as a text. */
  digits(name: string): bigint {
    const text = this.text(name);
    if (!/^-?\d+$/.test(text)) throw this.#fault(`${name} should be a whole number as a text`);
    return BigInt(text);
  }

  flag(name: string): boolean {
    const value = this.#members[name];
    if (typeof value !== 'boolean') throw this.#fault(`${name} should be true or false`);
    return value;
  }

  /** Base64; an absent one is empty. */
  bytes(name: string): Buffer {
    if (!this.has(name)) return Buffer.alloc(0);
    const text = this.text(name);
    const bytes = Buffer.from(text, 'base64');
    // Buffer drops what is no base64, and a damaged value must not be read as another one.
    if (bytes.toString('base64') !== text) throw this.#fault(`${name} should be base64`);
    return bytes;
  }

  /** A hash in hex, '' for none. */
  hash(name: string): string {
    return this.has(name) ? this.text(name) : '';
  }

  version(name: string): Version {
    const place = placeOf(this.#members[name]);
    if (place === undefined) throw this.#fault(`${name} should be [block, transaction]`);
    return { blockNum: place.block, txNum: BigInt(place.index) };
  }

  /** Metadata by name, as an object of base64 texts; an absent one is empty. */
  metadata(name: string): MetadataEntry[] {
    if (!this.has(name)) return [];
    const inner = new RecordedValue(this.file, this.entry, this.#members[name]);
    return inner.names().map((it) => ({ name: it, value: inner.bytes(it) }));
  }

  list(name: string): RecordedValue[] {
    const value = this.#members[name];
    if (!isList(value)) throw this.#fault(`${name} should be a list`);
    return value.map((it) => new RecordedValue(this.file, this.entry, it));
  }

  inner(name: string): RecordedValue {
    return new RecordedValue(this.file, this.entry, this.#members[name]);
  }

  names(): string[] {
    return Object.keys(this.#members);
  }

  isText(name: string): boolean {
    return typeof this.#members[name] === 'string';
  }

  #fault(what: string): RecordFault {
    return recordFault(this.file, this.entry, what);
  }
}

/** Where something was written: a block and the position in it. */
export interface Place {
  readonly block: bigint;
  readonly index: number;
}

/** `[block, transaction]`. */
export function placeOf(value: unknown): Place | undefined {
  if (!isList(value) || value.length !== 2) return undefined;
  const [block, index] = value;
  if (!isCount(block) || !isCount(index)) return undefined;
  return { block: BigInt(block), index };
}

export function recordFault(file: string, { path, offset }: JsonEntry, what: string): RecordFault {
  return new RecordFault(file, offset, `at ${path.join(' / ') || 'the beginning'}: ${what}`);
}

/** The names that lead to an entry, which must be so many: a value that stands higher is none of the format. */
export function requirePath(
  file: string,
  entry: JsonEntry,
  count: number,
): [string, string, ...string[]] {
  const [first, second, ...rest] = entry.path;
  if (first === undefined || second === undefined || entry.path.length !== count)
    throw recordFault(file, entry, 'the value does not stand where the format has one');
  return [first, second, ...rest];
}

/** Whether a document is to be entered down to this depth. */
export const toDepth =
  (depth: number) =>
  (path: readonly string[]): boolean =>
    path.length < depth;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
