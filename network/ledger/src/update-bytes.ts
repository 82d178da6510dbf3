import { UpdateEntries } from '@argosy/protocol/messages/rwset';
import type { UpdateEntry } from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import type { UpdatedPart } from './updated-part.js';
import { versionBytes } from './version.js';

/**
 * What a block changes, as it enters the commit hash: namespaces sorted, in each the public keys first and then the collections, keys
 * sorted, names given once. Metadata is left out; of a key that only got other metadata the version changes.
 */
export function updateBytes(parts: Iterable<UpdatedPart>): Buffer {
  const changed = [...parts].filter(({ size }) => size > 0).sort(inHashOrder);
  let last: string | undefined;
  const kvwrites = changed.flatMap((part) => {
    const entries = entriesOf(part, part.namespace === last ? '' : part.namespace);
    last = part.namespace;
    return entries;
  });
  return encode(UpdateEntries, { kvwrites });
}

function inHashOrder(a: UpdatedPart, b: UpdatedPart): number {
  const namespaces = compareUtf8(a.namespace, b.namespace);
  if (namespaces !== 0) return namespaces;
  if (a.collection === undefined || b.collection === undefined)
    return a.collection === undefined ? -1 : 1;
  return compareUtf8(a.collection, b.collection);
}

/** Hashed keys are hex here and raw there; the order is the same. */
function entriesOf(part: UpdatedPart, namespace: string): Encodable<Decoded<typeof UpdateEntry>>[] {
  const encoding = part.collection === undefined ? 'utf8' : 'hex';
  return [...part.range('', '')].map(([key, { entry, version }], i) => ({
    namespace: i === 0 ? namespace : '',
    collection: i === 0 ? (part.collection ?? '') : '',
    key: Buffer.from(key, encoding),
    isDelete: entry === undefined,
    value: entry?.value,
    versionBytes: versionBytes(version),
  }));
}
