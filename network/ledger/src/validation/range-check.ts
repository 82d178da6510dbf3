import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { MIN_DEGREE, MerkleSummary } from '../merkle-summary.js';
import { isPrivateSpace } from '../spaces.js';
import type { StateEntry, StateView, VersionedKey } from '../state.js';
import type { UpdateBatch } from '../update-batch.js';
import type { Update } from '../updated-part.js';
import { invalid } from '../verdict.js';
import type { Finding, Verdict } from '../verdict.js';
import { sameVersion } from '../version.js';
import type { Version } from '../version.js';
import { quoted } from './quoted.js';
import type { NamespaceSet } from './read-write-set.js';

type RangeInfo = NamespaceSet['set']['rangeQueriesInfo'][number];
type RecordedRead = NonNullable<RangeInfo['rawReads']>['kvReads'][number];
type Updates = readonly (readonly [string, Update])[];
interface RangeContext {
  readonly state: StateView;
  readonly batch: UpdateBatch;
}

/**
 * Whether a range query would find the same keys in the same versions, given the valid transactions before. A record that no query
 * can have left, such as a summary of too small a degree or a result without a version, is taken as one that found something else.
 */
export async function judgeRange(
  namespace: string,
  range: RangeInfo,
  context: RangeContext,
): Promise<Verdict | undefined> {
  const current = currentRange(namespace, range, context);
  if (range.readsMerkleHashes !== undefined) {
    const same = await sameSummary(range.readsMerkleHashes, current);
    return same ? undefined : phantom(namespace, range, 'its results are not those summarised');
  }
  const difference = await firstDifference(range.rawReads?.kvReads ?? [], current);
  if (difference === undefined) return undefined;
  const { blockNum: block, txNum } = difference.found ?? {};
  // What the block itself wrote stands there in a version of the block, which is not committed yet.
  const inBlock = block !== undefined && block >= context.state.height && txNum !== undefined;
  return phantom(namespace, range, describe(difference), {
    ...difference,
    ...(inBlock && { other: { block, index: Number(txNum) } }),
  });
}

/**
 * The range as it is now: the state overlaid with the block's updates, up to the end key, which belongs to it itself if the query
 * stopped there rather than at the end of its range.
 */
async function* currentRange(
  namespace: string,
  { startKey, endKey, itrExhausted }: RangeInfo,
  { state, batch }: RangeContext,
): AsyncGenerator<readonly VersionedKey[], undefined> {
  if (isPrivateSpace(namespace)) return undefined;
  const updates = [...batch.range(namespace, startKey, endKey)];
  let next = 0;
  for await (const page of storedVersions(state, namespace, { startKey, endKey })) {
    const current: VersionedKey[] = [];
    for (const stored of page) {
      const passed = next;
      next = firstBehind(updates, stored.key, passed);
      if (next > passed) current.push(...standing(updates.slice(passed, next)));
      if (updates[next - 1]?.[0] !== stored.key) current.push(stored);
    }
    yield current;
  }
  yield [...standing(updates.slice(next))];
  const last = itrExhausted ? undefined : entryNow(namespace, endKey, { state, batch });
  if (last !== undefined) yield [{ key: endKey, version: last.version }];
  return undefined;
}

/** The state in pages, however the view gives it. */
async function* storedVersions(
  state: StateView,
  namespace: string,
  { startKey, endKey }: Pick<RangeInfo, 'startKey' | 'endKey'>,
): AsyncGenerator<readonly VersionedKey[], undefined> {
  const paged = state.versions?.(namespace, startKey, endKey);
  if (paged !== undefined) {
    yield* paged;
    return undefined;
  }
  for await (const [key, { version }] of state.range(namespace, startKey, endKey))
    yield [{ key, version }];
  return undefined;
}

function entryNow(
  namespace: string,
  key: string,
  { state, batch }: RangeContext,
): StateEntry | undefined {
  const update = batch.update(namespace, key);
  return update === undefined ? state.get(namespace, key) : update.entry;
}

/** Where the updates of keys behind `key` begin, `from` being no later. */
function firstBehind(updates: Updates, key: string, from: number): number {
  let next = from;
  while (next < updates.length && compareUtf8(updates[next]?.[0] ?? '', key) <= 0) next++;
  return next;
}

/** The updates that leave an entry. */
function* standing(updates: Updates): Generator<VersionedKey> {
  for (const [key, { entry, version }] of updates) if (entry !== undefined) yield { key, version };
}

interface Difference {
  readonly key: string;
  readonly read: Version | undefined;
  readonly found: Version | undefined;
}

/** The first place where the results are others than those recorded; undefined where there is none. */
async function firstDifference(
  recorded: readonly RecordedRead[],
  current: AsyncIterable<readonly VersionedKey[]>,
): Promise<Difference | undefined> {
  let index = 0;
  for await (const page of current) {
    for (const found of page) {
      const difference = differenceOf(recorded[index++], found);
      if (difference !== undefined) return difference;
    }
  }
  const missing = recorded[index];
  return missing && { key: missing.key, read: missing.version, found: undefined };
}

function differenceOf(
  expected: RecordedRead | undefined,
  { key, version }: VersionedKey,
): Difference | undefined {
  if (expected === undefined) return { key, read: undefined, found: version };
  if (expected.key === key)
    return sameVersion(expected.version, version)
      ? undefined
      : { key, read: expected.version, found: version };
  return compareUtf8(key, expected.key) < 0
    ? { key, read: undefined, found: version }
    : { key: expected.key, read: expected.version, found: undefined };
}

async function sameSummary(
  recorded: NonNullable<RangeInfo['readsMerkleHashes']>,
  current: AsyncIterable<readonly VersionedKey[]>,
): Promise<boolean> {
  if (recorded.maxDegree < MIN_DEGREE) return false;
  const summary = new MerkleSummary(recorded.maxDegree);
  for await (const page of current) for (const read of page) summary.add(read);
  const { maxLevel, maxLevelHashes = [] } = summary.finish() ?? {};
  return (
    maxLevel === recorded.maxLevel &&
    maxLevelHashes.length === recorded.maxLevelHashes.length &&
    maxLevelHashes.every(
      (hash, i) => Buffer.compare(hash, recorded.maxLevelHashes[i] ?? new Uint8Array(0)) === 0,
    )
  );
}

function describe({ key, read, found }: Difference): string {
  const name = `key ${quoted(key)}`;
  if (found === undefined) return `${name} was found and is not there now`;
  if (read === undefined) return `${name} was not found and is there now, as ${writtenBy(found)}`;
  return `${name} was found as ${writtenBy(read)} and is now as ${writtenBy(found)}`;
}

/** A version for a person. */
export const writtenBy = ({ blockNum, txNum }: Version): string =>
  `transaction ${txNum} of block ${blockNum} wrote it`;

function phantom(
  namespace: string,
  { startKey, endKey }: RangeInfo,
  what: string,
  finding?: Finding,
): Verdict {
  const range = `${quoted(startKey)} to ${endKey === '' ? 'the end' : quoted(endKey)}`;
  const reason = `the range of ${quoted(namespace)} from ${range} has other results now: ${what}`;
  return invalid('PHANTOM_READ_CONFLICT', reason, { namespace, ...finding });
}
