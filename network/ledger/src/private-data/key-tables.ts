import type { Change, DatabaseView } from '../database.js';
import { afterPrefix, KeyReader, keyOf, table } from '../database/keys.js';
import type { Version } from '../version.js';
import type { PrivateKey } from './set-tables.js';

const NOTHING = Buffer.alloc(0);

const keyed = (
  of: typeof table.purges | typeof table.clearKeys,
  { chaincode, collection, keyHash }: PrivateKey,
): Buffer => keyOf(of, [chaincode, collection, keyHash]);

/** The last transaction that purged a key: nothing up to it is kept or taken any more. */
export function purgedUpTo(view: DatabaseView, key: PrivateKey): Version | undefined {
  const bytes = view.get(keyed(table.purges, key));
  return bytes && { blockNum: bytes.readBigUInt64BE(0), txNum: bytes.readBigUInt64BE(8) };
}

export function purgeChange(key: PrivateKey, { blockNum, txNum }: Version): Change {
  const value = Buffer.alloc(16);
  value.writeBigUInt64BE(txNum, value.writeBigUInt64BE(blockNum));
  return { key: keyed(table.purges, key), value };
}

/** The clear key of a hash, while the clear state has the key. */
export const clearKeyOf = (view: DatabaseView, key: PrivateKey): string | undefined =>
  view.get(keyed(table.clearKeys, key))?.toString();

export const clearKeyChange = (key: PrivateKey, clear: string | undefined): Change => ({
  key: keyed(table.clearKeys, key),
  value: clear === undefined ? undefined : Buffer.from(clear),
});

/** A key that may expire with a block, if it stands as the committing block left it. */
export interface ScheduledKey extends PrivateKey {
  readonly committed: bigint;
  /** Clears the schedule. */
  readonly cleared: Change;
}

/**
 * The changes by which a key expires with a later block. That anything does is noted apart: most blocks end nothing, and to find
 * that out must not take a search.
 */
export const keyExpiryChanges = (
  { chaincode, collection, keyHash }: PrivateKey,
  { expiry, committed }: { readonly expiry: bigint; readonly committed: bigint },
): Change[] => [
  { key: keyOf(table.expiry, [expiry]), value: NOTHING },
  {
    key: keyOf(table.expiry, [expiry, committed, chaincode, collection, keyHash]),
    value: NOTHING,
  },
];

/** The keys that may expire with a block. */
export async function* keysExpiringWith(
  view: DatabaseView,
  block: bigint,
): AsyncGenerator<ScheduledKey, undefined> {
  const prefix = keyOf(table.expiry, [block]);
  if (view.get(prefix) === undefined) return undefined;
  const bounds = { start: keyOf(table.expiry, [block, 0n]), end: afterPrefix(prefix) };
  for await (const [key] of view.range(bounds)) {
    const reader = new KeyReader(key);
    reader.number();
    const committed = reader.number();
    const [chaincode, collection, keyHash] = [reader.text(), reader.text(), reader.text()];
    yield { committed, chaincode, collection, keyHash, cleared: { key, value: undefined } };
  }
  return undefined;
}

/** Clears the note that keys expire with a block. */
export const keyExpiryDone = (block: bigint): Change => ({
  key: keyOf(table.expiry, [block]),
  value: undefined,
});
