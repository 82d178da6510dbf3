import { validationCode } from '@argosy/protocol/validation-code';
import type { CommittedBlock, CommittedTransaction } from './committed-block.js';
import type { Change, DatabaseView } from './database.js';
import { afterPrefix, KeyReader, keyOf, table } from './database/keys.js';

/** One change of a key by a valid transaction. */
export interface KeyChange {
  readonly txId: string;
  readonly value: Uint8Array;
  readonly isDelete: boolean;
  /** The time that the client gave the transaction. */
  readonly timestamp: CommittedTransaction['timestamp'];
}

/** Where a transaction stands that wrote a key. */
export interface KeyPlace {
  readonly block: bigint;
  readonly index: number;
}

const NOTHING = Buffer.alloc(0);

/** What a block adds to the history: one entry for each public key that a valid transaction writes. */
export function historyChanges({ number, transactions }: CommittedBlock): Change[] {
  return transactions
    .filter(({ code }) => code === validationCode.VALID)
    .flatMap(({ index, namespaces }) =>
      namespaces.flatMap(({ namespace, set }) =>
        set.writes.map(({ key }) => ({
          key: keyOf(table.history, [namespace, key, number, BigInt(index)]),
          value: NOTHING,
        })),
      ),
    );
}

/** Which transactions wrote a key, newest first. */
export async function* keyPlaces(
  view: DatabaseView,
  namespace: string,
  key: string,
): AsyncGenerator<KeyPlace, undefined> {
  const prefix = keyOf(table.history, [namespace, key]);
  const bounds = { start: prefix, end: afterPrefix(prefix), reverse: true };
  for await (const [found] of view.range(bounds)) {
    const reader = new KeyReader(found);
    reader.bytes();
    reader.bytes();
    yield { block: reader.number(), index: Number(reader.number()) };
  }
  return undefined;
}

/** The changes of a key, newest first. Which transactions made them is indexed; the values are read from the blocks. */
export async function* keyChangesOf(
  view: DatabaseView,
  { namespace, key }: { readonly namespace: string; readonly key: string },
  read: (place: KeyPlace) => CommittedTransaction,
): AsyncGenerator<KeyChange, undefined> {
  for await (const place of keyPlaces(view, namespace, key)) {
    const { namespaces, txId, timestamp } = read(place);
    const part = namespaces.find((one) => one.namespace === namespace);
    const written = part?.set.writes.find((one) => one.key === key);
    if (written === undefined) continue;
    const isDelete = written.isDelete || written.value.length === 0;
    yield { txId, value: written.value, isDelete, timestamp };
  }
  return undefined;
}
