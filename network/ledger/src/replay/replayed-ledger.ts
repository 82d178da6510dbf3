import { join } from 'node:path';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { VerifyBatch } from '@argosy/protocol/signature-checks';
import type { BlockStore } from '../block-store.js';
import { MemoryBlockStore } from '../block-store.js';
import { memoryDatabase, openDatabase } from '../database.js';
import type { LedgerDatabase } from '../database.js';
import { KeyReader, afterPrefix, keyOf, table } from '../database/keys.js';
import { stateEntry } from '../database/state-table.js';
import { FileBlockStore } from '../file-block-store.js';
import { keyPlaces } from '../history.js';
import { Ledger } from '../ledger.js';
import { ParallelVerifier } from '../verification/parallel-verifier.js';
import type { LedgerReading } from './ledger-reading.js';
import type { Place } from './recorded-values.js';

/** A ledger that a record is replayed into. */
export interface ReplayedLedger {
  readonly ledger: Ledger;
  readonly checks: SignatureChecks;
  readonly reading: LedgerReading;
  close(): Promise<void>;
}

/** The folder that a ledger was to be replayed into holds one already. */
export class FolderNotEmpty extends Error {
  override readonly name = 'FolderNotEmpty';
}

export interface BeginOptions {
  /** A folder that holds no ledger yet; in memory if not given. */
  readonly folder?: string | undefined;
  /** Shared with other ledgers, and closed by whoever made it; one of its own if not given. */
  readonly verifier?: ParallelVerifier;
}

/** Begin a ledger with block 0. Throws FolderNotEmpty. */
export async function beginLedger(
  genesisBlock: Uint8Array,
  { folder, verifier: shared }: BeginOptions = {},
): Promise<ReplayedLedger> {
  const store = folder === undefined ? new MemoryBlockStore() : emptyFileStore(folder);
  const database =
    folder === undefined ? memoryDatabase() : await openDatabase(join(folder, 'state'));
  const verifier = shared ?? new ParallelVerifier();
  const closeVerifier = shared === undefined ? () => verifier.close() : () => Promise.resolve();
  const verifyBatch: VerifyBatch = (batch) => verifier.verifyBatch(batch);
  // Each signature is met once, in the block that was prepared.
  const checks = new SignatureChecks({ verifyBatch, recognise: false });
  try {
    const ledger = await Ledger.open({ genesisBlock, store, database, checks });
    const close = async (): Promise<void> => {
      await Promise.all([ledger.close(), closeVerifier()]);
    };
    return { ledger, checks, reading: readingOf(ledger, database), close };
  } catch (error) {
    await Promise.all([store.close(), database.close(), closeVerifier()]);
    throw error;
  }
}

function emptyFileStore(folder: string): BlockStore {
  const store = FileBlockStore.open(folder);
  if (store.height === 0n) return store;
  const held = `${folder} holds ${store.height} blocks already: name an empty folder, or remove it`;
  void store.close();
  throw new FolderNotEmpty(held);
}

function readingOf(ledger: Ledger, database: LedgerDatabase): LedgerReading {
  return {
    get: (space, key) => stateEntry(database, space, key),
    entries: () => stateKeys(database),
    history: (namespace, key) => ledger.history(namespace, key),
    places: async (namespace, key) => {
      const places: Place[] = [];
      for await (const place of keyPlaces(database, namespace, key)) places.push(place);
      return places.reverse();
    },
    historyKeys: () => historyKeys(database),
  };
}

async function* stateKeys(
  database: LedgerDatabase,
): AsyncGenerator<{ readonly space: string; readonly key: string }, undefined> {
  const start = keyOf(table.state, []);
  for await (const [found] of database.range({ start, end: afterPrefix(start) })) {
    const reader = new KeyReader(found);
    yield { space: reader.text(), key: reader.rest().toString() };
  }
  return undefined;
}

/** The index has an entry for each change: a key's stand together, and it is named once. */
async function* historyKeys(
  database: LedgerDatabase,
): AsyncGenerator<{ readonly namespace: string; readonly key: string }, undefined> {
  const start = keyOf(table.history, []);
  let last = { namespace: '', key: '' };
  for await (const [found] of database.range({ start, end: afterPrefix(start) })) {
    const reader = new KeyReader(found);
    const next = { namespace: reader.text(), key: reader.text() };
    if (next.namespace === last.namespace && next.key === last.key) continue;
    last = next;
    yield next;
  }
  return undefined;
}
