import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { BlockStore } from './block-store.js';
import type { LedgerDatabase } from './database.js';
import { afterPrefix, table } from './database/keys.js';
import type { Table } from './database/keys.js';
import { BEGINNING, OtherFormat, readPosition } from './database/position.js';
import type { Position } from './database/position.js';

const MADE_AGAIN = 'it is made again from the blocks; clear private data must be supplied again';

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
    if (position === undefined) {
      if (store.height > 0n) report(`the database is new: ${MADE_AGAIN}`);
      return await forgetBlocks(database);
    }
    requireBlocks(position, store);
    if (await knowsAllBlocks(database, position)) return position;
    report(`the database has lost a part of what it knew: ${MADE_AGAIN}`);
    return await forgetBlocks(database);
  } catch (error) {
    if (!(error instanceof OtherFormat)) throw error;
    report(`${error.message}: ${MADE_AGAIN}`);
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

/** A log that is damaged in the middle is read on behind it: what one block wrote may then be gone, and what later ones did is there. */
async function knowsAllBlocks(database: LedgerDatabase, { height }: Position): Promise<boolean> {
  const prefix = Buffer.of(table.blockNumbers);
  let known = 0n;
  for await (const page of database.pages({ start: prefix, end: afterPrefix(prefix) }))
    known += BigInt(page.length);
  return known === height;
}

/** Where the database stands is forgotten last: if that is interrupted, it begins again. */
async function empty(database: LedgerDatabase, tables: readonly Table[]): Promise<void> {
  const others = tables.filter((one) => one !== table.meta);
  for (const one of [...others, table.meta]) await database.clear(Buffer.of(one));
}

function requireBlocks({ height, lastHeaderHash }: Position, store: BlockStore): void {
  if (height > store.height) {
    throw new Error(
      `the database knows ${height} blocks, but only ${store.height} are stored: blocks were lost, or the database is of another ledger; put a copy of the block file in its place, or remove the database to go on with the blocks that are left`,
    );
  }
  const last = height - 1n;
  const stored = headerHash(headerOf(decode(Block, store.read(last))));
  if (Buffer.compare(stored, lastHeaderHash) === 0) return;
  throw new Error(
    `block ${last} is stored with another header than the database knows: the database is of another ledger`,
  );
}
