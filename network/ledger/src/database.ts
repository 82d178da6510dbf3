import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { AbstractLevel, AbstractSnapshot } from 'abstract-level';
import { ClassicLevel } from 'classic-level';
import { MemoryLevel } from 'memory-level';
import { reasonOf } from '@argosy/protocol/reason';
import { afterPrefix } from './database/keys.js';

type Level = AbstractLevel<Buffer | Uint8Array | string, Buffer, Buffer>;

/** One change of the database: a value is put, undefined deletes. */
export interface Change {
  readonly key: Buffer;
  readonly value: Buffer | undefined;
}

/** How changes reach the database; a test hands in one that fails or ends the process. */
export interface DatabaseWriting {
  /** Make all changes or none. If `durable`, return once they would survive the end of the machine. */
  write(level: Level, changes: readonly Change[], durable: boolean): Promise<void>;
}

const encodings = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const;

export const databaseWriting: DatabaseWriting = {
  async write(level, changes, durable) {
    const operations = changes.map(({ key, value }) =>
      value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value },
    );
    const options = { ...encodings, sync: durable };
    await level.batch(operations, options);
  },
};

/** Reads of the database, as it is or as it was. */
export interface DatabaseView {
  get(key: Buffer): Buffer | undefined;
  /** Entries from `start` until before `end`, in the order of the keys' bytes or from the last to the first. */
  range(bounds: Bounds): AsyncGenerator<readonly [Buffer, Buffer], undefined>;
  /** The same, many at a time: each step of an asynchronous iteration costs as much as a dozen entries. */
  pages(bounds: Bounds): AsyncGenerator<readonly (readonly [Buffer, Buffer])[], undefined>;
}

export interface Bounds {
  readonly start: Buffer;
  readonly end: Buffer;
  readonly reverse?: boolean;
}

/** A view that stays as it is while the database changes. */
export interface DatabaseSnapshot extends DatabaseView {
  release(): void;
}

/** A range is read in pages, the first one small: most ranges are short, and none is left open by who reads on no more. */
const FIRST_PAGE = 32;
const PAGE = 256;

/** Where everything stands that a ledger derives from its blocks, and the clear private data that it was given. */
export class LedgerDatabase implements DatabaseView {
  constructor(
    private readonly level: Level,
    private readonly writing: DatabaseWriting,
  ) {}

  /** Nothing can be read before. A database on disk is open from the start. */
  async open(): Promise<void> {
    await this.level.open();
  }

  get(key: Buffer): Buffer | undefined {
    return this.level.getSync(key);
  }

  range(bounds: Bounds): AsyncGenerator<readonly [Buffer, Buffer], undefined> {
    return entries(this.pages(bounds));
  }

  pages(bounds: Bounds): AsyncGenerator<readonly (readonly [Buffer, Buffer])[], undefined> {
    return pages(this.level, bounds, undefined);
  }

  snapshot(): DatabaseSnapshot {
    const snapshot = this.level.snapshot();
    const options = { ...encodings, snapshot };
    return {
      get: (key) => this.level.getSync(key, options),
      range: (bounds) => entries(pages(this.level, bounds, snapshot)),
      pages: (bounds) => pages(this.level, bounds, snapshot),
      release: () => {
        void snapshot.close();
      },
    };
  }

  /** Make all changes at once, or none of them. */
  write(changes: readonly Change[], { durable }: { readonly durable: boolean }): Promise<void> {
    return this.writing.write(this.level, changes, durable);
  }

  /** Forget the keys that begin with a prefix. */
  clear(prefix: Buffer): Promise<void> {
    return this.level.clear({ gte: prefix, lt: afterPrefix(prefix) });
  }

  close(): Promise<void> {
    return this.level.close();
  }
}

async function* pages(
  level: Level,
  { start, end, reverse = false }: Bounds,
  snapshot: AbstractSnapshot | undefined,
): AsyncGenerator<readonly (readonly [Buffer, Buffer])[], undefined> {
  let bounds: { gte?: Buffer; gt?: Buffer; lt: Buffer } = { gte: start, lt: end };
  for (let limit = FIRST_PAGE; ; limit = PAGE) {
    const page = await level.iterator({ ...bounds, reverse, limit, snapshot }).all();
    if (page.length > 0) yield page;
    const last = page.at(-1)?.[0];
    if (last === undefined || page.length < limit) return undefined;
    bounds = reverse ? { ...bounds, lt: last } : { gt: last, lt: end };
  }
}

async function* entries(
  paged: AsyncGenerator<readonly (readonly [Buffer, Buffer])[], undefined>,
): AsyncGenerator<readonly [Buffer, Buffer], undefined> {
  // Delegating to the array would make three promises of each entry.
  for await (const page of paged) for (const entry of page) yield entry;
  return undefined;
}

/**
 * Open the database in a folder, or begin one. Throws a sentence when another process has it, or when it is damaged: it says what
 * comes of removing it.
 */
export async function openDatabase(
  folder: string,
  writing: DatabaseWriting = databaseWriting,
  without = 'it is made again from the blocks',
): Promise<LedgerDatabase> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const level = new ClassicLevel<Buffer, Buffer>(folder, encodings);
  const database = new LedgerDatabase(level, writing);
  try {
    await database.open();
    return database;
  } catch (error) {
    throw new Error(`the database in ${folder} cannot be opened: ${whyNotOpen(error, without)}`, {
      cause: error,
    });
  }
}

/** What happened is the cause of the error; the error itself says only that the database is not open. */
function whyNotOpen(error: unknown, without: string): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!isCoded(cause)) return reasonOf(cause);
  if (cause.code === 'LEVEL_LOCKED') return 'it is in use';
  return `${cause.message} (without that folder ${without})`;
}

const isCoded = (error: unknown): error is { readonly code: unknown; readonly message: string } =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  'message' in error &&
  typeof error.message === 'string';

/** A database in memory. What stands in it has bytes of its own: a view would keep the whole block in memory. */
export function memoryDatabase(writing: DatabaseWriting = databaseWriting): LedgerDatabase {
  const level = new MemoryLevel<Buffer, Buffer>(encodings);
  return new LedgerDatabase(level, {
    write: (into, changes, durable) => writing.write(into, withOwnBytes(changes), durable),
  });
}

const NOTHING = Buffer.alloc(0);

/**
 * Small buffers share their memory with what else is made at the time, and keep that. The keys of one batch stay as long as each
 * other and may share theirs; a value goes when another one takes its place.
 */
function withOwnBytes(changes: readonly Change[]): Change[] {
  const keys = Buffer.allocUnsafeSlow(changes.reduce((sum, { key }) => sum + key.length, 0));
  let at = 0;
  return changes.map(({ key, value }) => {
    keys.set(key, at);
    at += key.length;
    return { key: keys.subarray(at - key.length, at), value: value && own(value) };
  });
}

function own(bytes: Buffer): Buffer {
  if (bytes.length === 0) return NOTHING;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

/** SHA-256 over all keys and values in key order: equal for two databases only if they hold the same. */
export async function stateDigest(database: DatabaseView): Promise<string> {
  const hash = createHash('sha256');
  const lengths = Buffer.alloc(8);
  for await (const [key, value] of database.range({ start: Buffer.of(0), end: Buffer.of(0xff) })) {
    lengths.writeUInt32BE(key.length, 0);
    lengths.writeUInt32BE(value.length, 4);
    hash.update(lengths).update(key).update(value);
  }
  return hash.digest('hex');
}
