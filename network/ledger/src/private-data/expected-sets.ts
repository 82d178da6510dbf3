import { sha256 } from '@argosy/protocol/crypto';
import { validationCode } from '@argosy/protocol/validation-code';
import type { CommittedBlock, CommittedTransaction } from '../committed-block.js';
import { hex } from '../key-changes.js';
import type { CollectionSet } from '../validation/structure.js';
import { clearWrites } from './private-set.js';
import type { SetPlace } from './private-set.js';

/** What a block says of a private write set: hashes only. */
export interface ExpectedSet extends SetPlace {
  /** Whether the transaction is valid, so that its writes count. */
  readonly valid: boolean;
  /** SHA-256 of the clear set. */
  readonly privateHash: Uint8Array;
  /** The hashes of the written values by those of their keys; undefined deletes. */
  readonly writes: ReadonlyMap<string, string | undefined>;
}

const HASH_OF_NOTHING = sha256(new Uint8Array(0));

/** The private write sets that go with a block: of its invalid transactions, too, where they can be read. */
export function expectedSets({ number, transactions }: CommittedBlock): ExpectedSet[] {
  return transactions.flatMap((transaction) => expectedOf(number, transaction));
}

/** The private write sets that go with a transaction. Of a collection that is named twice the first counts. */
export function expectedOf(
  block: bigint,
  { index, code, namespaces }: CommittedTransaction,
): ExpectedSet[] {
  const found = new Map<string, ExpectedSet>();
  for (const { namespace, hashed } of namespaces) {
    for (const { collection, set, privateHash } of hashed.filter(isWritten)) {
      const id = JSON.stringify([namespace, collection]);
      if (found.has(id)) continue;
      const writes = writtenHashes(set);
      const valid = code === validationCode.VALID;
      found.set(id, { block, index, chaincode: namespace, collection, valid, privateHash, writes });
    }
  }
  return [...found.values()];
}

const isWritten = ({ set }: CollectionSet): boolean =>
  set.hashedWrites.length > 0 || set.metadataWrites.length > 0;

/** Of a key that is written twice the last write counts. */
function writtenHashes({ hashedWrites }: CollectionSet['set']): Map<string, string | undefined> {
  return new Map(
    hashedWrites.map(({ keyHash, isDelete, valueHash }) => {
      const deletes = isDelete || valueHash.length === 0 || HASH_OF_NOTHING.equals(valueHash);
      return [hex(keyHash), deletes ? undefined : hex(valueHash)];
    }),
  );
}

/** Whether a clear set is the one that a block speaks of. */
export const isExpected = ({ privateHash }: ExpectedSet, rwset: Uint8Array): boolean =>
  sha256(rwset).equals(privateHash);

/** Whether a clear set is what is left of the one that a block speaks of: each of its writes is one of those hashed there. */
export function isLeftOf({ writes }: ExpectedSet, rwset: Uint8Array): boolean {
  return clearWrites(rwset).writes.every(
    ({ keyHash, value }) =>
      writes.has(keyHash) && writes.get(keyHash) === (value && hex(sha256(value))),
  );
}
