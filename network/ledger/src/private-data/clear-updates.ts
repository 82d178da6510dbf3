import { sha256 } from '@argosy/protocol/crypto';
import type { Change } from '../database.js';
import { stateChange } from '../database/state-table.js';
import { hex } from '../key-changes.js';
import { clearSpace, hashedSpace } from '../spaces.js';
import type { StateEntry, StateView } from '../state.js';
import type { UpdateBatch } from '../update-batch.js';
import { sameVersion } from '../version.js';
import type { Version } from '../version.js';
import { clearKeyChange } from './key-tables.js';
import { clearWrites, keyHashOf } from './private-set.js';
import type { PrivateSet } from './private-set.js';
import type { PrivateKey } from './set-tables.js';

/** What happens to a clear key: the entry that stays, undefined where it is deleted. */
export interface ClearUpdate extends PrivateKey {
  readonly clear: string;
  readonly entry: StateEntry | undefined;
  readonly version: Version;
}

type Collection = Pick<PrivateKey, 'chaincode' | 'collection'>;

/** What happens to clear keys; the last update of a key counts. */
export class ClearUpdates {
  readonly #updates = new Map<string, ClearUpdate>();

  get(key: PrivateKey): ClearUpdate | undefined {
    return this.#updates.get(identify(key));
  }

  put(update: ClearUpdate): void {
    this.#updates.set(identify(update), update);
  }

  values(): Iterable<ClearUpdate> {
    return this.#updates.values();
  }

  /** Take over the writes of a set of a valid transaction. */
  write({ chaincode, collection, rwset }: PrivateSet, version: Version): void {
    for (const { key, keyHash, value } of clearWrites(rwset).writes) {
      const entry = value && { value, metadata: [], version };
      this.put({ chaincode, collection, keyHash, clear: key, entry, version });
    }
  }

  /**
   * A transaction that changes a key's metadata alone gives its hash a new version. The clear value gets it, too, if it is the one
   * that was hashed: it may be an older one, where the newer is missing.
   */
  renew(
    collection: Collection,
    clear: string,
    states: { readonly hashed: StateEntry | undefined; readonly committed: Pick<StateView, 'get'> },
  ): void {
    const { hashed, committed } = states;
    if (hashed === undefined) return;
    const key = { ...collection, keyHash: keyHashOf(clear) };
    const latest =
      this.get(key)?.entry ?? committed.get(clearSpace(key.chaincode, key.collection), clear);
    if (latest === undefined || sameVersion(latest.version, hashed.version)) return;
    if (hex(sha256(latest.value)) !== hex(hashed.value)) return;
    const { version } = hashed;
    this.put({ ...key, clear, entry: { value: latest.value, metadata: [], version }, version });
  }

  changes(): Change[] {
    return [...this.#updates.values()].flatMap((update) => {
      const { chaincode, collection, clear, entry } = update;
      return [
        stateChange(clearSpace(chaincode, collection), clear, entry),
        clearKeyChange(update, entry && clear),
      ];
    });
  }
}

const identify = ({ chaincode, collection, keyHash }: PrivateKey): string =>
  JSON.stringify([chaincode, collection, keyHash]);

/** What the sets of a block's valid transactions, in their order, do to the clear state. */
export function clearUpdatesOf(
  sets: readonly PrivateSet[],
  batch: UpdateBatch,
  committed: StateView,
): ClearUpdates {
  const updates = new ClearUpdates();
  for (const set of sets) {
    updates.write(set, { blockNum: set.block, txNum: BigInt(set.index) });
  }
  for (const { chaincode, collection, rwset } of sets) {
    const space = hashedSpace(chaincode, collection);
    for (const clear of clearWrites(rwset).metadataKeys) {
      const hashed = batch.update(space, keyHashOf(clear))?.entry;
      updates.renew({ chaincode, collection }, clear, { hashed, committed });
    }
  }
  return updates;
}
