import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { MerkleSummary } from '../merkle-summary.js';
import type { StateEntry, StateView } from '../state.js';
import type { UpdateBatch } from '../update-batch.js';
import { VALID, invalid } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import { sameVersion } from '../version.js';
import type { Version } from '../version.js';
import type { NamespaceSet } from './structure.js';

type RangeInfo = NamespaceSet['set']['rangeQueriesInfo'][number];
type VersionedKey = { readonly key: string; readonly version: Version };

/** Whether what a transaction read is still so, given the state before the block and the valid transactions before it. */
export function judgeReads(
  namespaces: readonly NamespaceSet[],
  state: StateView,
  batch: UpdateBatch,
): Verdict {
  for (const { namespace, set } of namespaces) {
    const stale = set.reads.find(
      ({ key, version }) =>
        batch.touches(namespace, key) || !sameVersion(state.get(namespace, key)?.version, version),
    );
    if (stale !== undefined)
      return invalid(
        'MVCC_READ_CONFLICT',
        `key ${stale.key} of ${namespace} was changed since it was read`,
      );
    for (const range of set.rangeQueriesInfo) {
      const unchanged = sameResults(range, currentRange(namespace, range, state, batch));
      if (!unchanged)
        return invalid(
          'PHANTOM_READ_CONFLICT',
          `the range ${range.startKey}..${range.endKey} of ${namespace} has other results now`,
        );
    }
  }
  return VALID;
}

/** The range as it is now: the state overlaid with the block's updates; the end belongs to it unless the query was exhausted. */
function* currentRange(
  namespace: string,
  range: RangeInfo,
  state: StateView,
  batch: UpdateBatch,
): Generator<VersionedKey> {
  const { startKey, endKey, itrExhausted } = range;
  const inside = (key: string): boolean => {
    if (compareUtf8(key, startKey) < 0) return false;
    if (endKey === '') return true;
    const order = compareUtf8(key, endKey);
    return itrExhausted ? order < 0 : order <= 0;
  };
  const merged = new Map<string, StateEntry | undefined>();
  // One character more than the end key makes the exclusive end of the state's range inclusive.
  const stop = endKey === '' || itrExhausted ? endKey : `${endKey}\u0000`;
  for (const [key, entry] of state.range(namespace, startKey, stop)) merged.set(key, entry);
  for (const [key, entry] of batch.entries(namespace)) if (inside(key)) merged.set(key, entry);
  const keys = [...merged.keys()].sort(compareUtf8);
  for (const key of keys) {
    const entry = merged.get(key);
    if (entry !== undefined) yield { key, version: entry.version };
  }
}

function sameResults(range: RangeInfo, current: Iterable<VersionedKey>): boolean {
  if (range.readsMerkleHashes !== undefined) return sameSummary(range.readsMerkleHashes, current);
  const recorded = range.rawReads?.kvReads ?? [];
  const now = [...current];
  return (
    now.length === recorded.length &&
    now.every(
      ({ key, version }, i) =>
        key === recorded[i]?.key && sameVersion(version, recorded[i].version),
    )
  );
}

function sameSummary(
  recorded: NonNullable<RangeInfo['readsMerkleHashes']>,
  current: Iterable<VersionedKey>,
): boolean {
  if (recorded.maxDegree < 2) return false;
  const summary = new MerkleSummary(recorded.maxDegree);
  for (const read of current) summary.add(read);
  const { maxLevel, maxLevelHashes = [] } = summary.finish();
  return (
    maxLevel === recorded.maxLevel &&
    maxLevelHashes.length === recorded.maxLevelHashes.length &&
    maxLevelHashes.every(
      (hash, i) => Buffer.compare(hash, recorded.maxLevelHashes[i] ?? new Uint8Array(0)) === 0,
    )
  );
}
