import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { BlockStore } from './block-store.js';
import type { LedgerDatabase } from './database.js';
import { table } from './database/keys.js';
import type { Table } from './database/keys.js';
import { BEGINNING, OtherFormat, readPosition } from './database/position.js';
import type { Position } from './database/position.js';

export interface Recoverable {
  readonly database: LedgerDatabase;
  readonly store: BlockStore;
  /** Told in a sentence when the database has to be made again. */
  readonly report: (sentence: string) => void;
}

/**
 * Where the database stands. One of another format is emptied, to be made again from the blocks. Throws when it knows blocks that
 * the store does not hold, or other ones: then blocks were lost or exchanged, and nobody should go on as if they had not been.
 */
export async function startingPosition({
  database,
  store,
  report,
}: Recoverable): Promise<Position> {
  try {
    const position = readPosition(database);
    if (position === undefined) return await forgetBlocks(database);
    requireBlocks(position, store);
    return position;
  } catch (error) {
    if (!(error instanceof OtherFormat)) throw error;
    report(
      `${error.message}: it is made again from the blocks; clear private data must be supplied again`,
    );
    await empty(database, Object.values(table));
    return BEGINNING;
  }
}

/** Make a database forget what it derived from blocks. The clear private data that it was given stays. */
export async function forgetBlocks(database: LedgerDatabase): Promise<Position> {
  const given: readonly Table[] = [table.privateSets];
  await empty(
    database,
    Object.values(table).filter((one) => !given.includes(one)),
  );
  return BEGINNING;
}

/** Where the database stands is forgotten last: if that is interrupted, it begins again. */
async function empty(database: LedgerDatabase, tables: readonly Table[]): Promise<void> {
  const others = tables.filter((one) => one !== table.meta);
  for (const one of [...others, table.meta]) await database.clear(Buffer.of(one));
}

function requireBlocks({ height, lastHeaderHash }: Position, store: BlockStore): void {
  if (height > store.height) {
    throw new Error(
      `the database knows ${height} blocks, but only ${store.height} are stored: blocks were lost, or the database is of another ledger`,
    );
  }
  const last = height - 1n;
  const stored = headerHash(headerOf(decode(Block, store.read(last))));
  if (Buffer.compare(stored, lastHeaderHash) === 0) return;
  throw new Error(
    `block ${last} is stored with another header than the database knows: the database is of another ledger`,
  );
}
