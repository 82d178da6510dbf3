import { hex } from '../key-changes.js';
import { hashedSpace, isPrivateSpace } from '../spaces.js';
import type { StateView } from '../state.js';
import type { UpdateBatch } from '../update-batch.js';
import { invalid } from '../verdict.js';
import type { Finding, Verdict } from '../verdict.js';
import { sameVersion } from '../version.js';
import type { Version } from '../version.js';
import { quoted } from './quoted.js';
import { judgeRange, writtenBy } from './range-check.js';
import type { CollectionSet, NamespaceSet } from './read-write-set.js';

/** What reads are judged by: the state before the block, and what the valid transactions before this one changed. */
export interface ReadContext {
  readonly state: StateView;
  readonly batch: UpdateBatch;
}

/**
 * Whether what a transaction read is still so; the first conflict decides. In each namespace, in the order of the read-write set:
 * public keys, then ranges, then hashed keys.
 */
export async function judgeReads(
  namespaces: readonly NamespaceSet[],
  context: ReadContext,
): Promise<Verdict | undefined> {
  for (const part of namespaces) {
    const conflict =
      judgePublic(part, context) ??
      (await judgeRanges(part, context)) ??
      judgeHashed(part, context);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function judgePublic({ namespace, set }: NamespaceSet, context: ReadContext): Verdict | undefined {
  for (const { key, version } of set.reads) {
    const conflict = judgeRead({ namespace, key, read: version }, context);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

async function judgeRanges(
  { namespace, set }: NamespaceSet,
  context: ReadContext,
): Promise<Verdict | undefined> {
  for (const range of set.rangeQueriesInfo) {
    const conflict = await judgeRange(namespace, range, context);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function judgeHashed(
  { namespace, hashed }: NamespaceSet,
  context: ReadContext,
): Verdict | undefined {
  for (const { collection, set } of hashed) {
    const conflict = judgeCollection({ namespace, collection }, set, context);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function judgeCollection(
  where: { readonly namespace: string; readonly collection: string },
  { hashedReads }: CollectionSet['set'],
  context: ReadContext,
): Verdict | undefined {
  for (const { keyHash, version } of hashedReads) {
    const conflict = judgeRead({ ...where, key: hex(keyHash), read: version }, context);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

interface Read {
  readonly namespace: string;
  readonly collection?: string;
  readonly key: string;
  /** The version that was read; undefined where there was no such key. */
  readonly read: Version | undefined;
}

/** Whatever an earlier transaction of the block did to the key, even writing the same again, makes the read stale. */
function judgeRead(read: Read, { state, batch }: ReadContext): Verdict | undefined {
  const { namespace, collection, key } = read;
  const space = collection === undefined ? namespace : hashedSpace(namespace, collection);
  // A public read of a private space finds nothing, whoever belongs to the collection.
  if (collection === undefined && isPrivateSpace(namespace))
    return read.read && stale(read, undefined);
  const update = batch.update(space, key);
  if (update !== undefined) {
    const { blockNum: block, txNum } = update.version;
    return stale(read, update.entry?.version, { block, index: Number(txNum) });
  }
  const found = state.get(space, key)?.version;
  return sameVersion(found, read.read) ? undefined : stale(read, found);
}

function stale(
  { read, ...where }: Read,
  found: Version | undefined,
  other?: NonNullable<Finding['other']>,
): Verdict {
  const { namespace, collection, key } = where;
  const name =
    collection === undefined
      ? `key ${quoted(key)} of ${quoted(namespace)}`
      : `key hash ${key} of collection ${quoted(collection)} of ${quoted(namespace)}`;
  const reason = `${name} ${readAt(read)}, and ${nowAt(found, other)}`;
  return invalid('MVCC_READ_CONFLICT', reason, { ...where, read, found, ...(other && { other }) });
}

const readAt = (read: Version | undefined): string =>
  read === undefined ? 'was absent when it was read' : `was read as ${writtenBy(read)}`;

function nowAt(found: Version | undefined, other: Finding['other']): string {
  if (other !== undefined)
    return `transaction ${other.index} of the block ${found === undefined ? 'deletes' : 'writes'} it first`;
  return found === undefined ? 'is absent now' : `is now as ${writtenBy(found)}`;
}
