import { validationCode } from '@argosy/protocol/validation-code';
import type { CommittedBlock, CommittedTransaction } from './committed-block.js';

/** One change of a key by a valid transaction. */
export interface KeyChange {
  readonly txId: string;
  readonly value: Uint8Array;
  readonly isDelete: boolean;
  /** The time that the client gave the transaction. */
  readonly timestamp: CommittedTransaction['timestamp'];
}

interface Place {
  readonly block: bigint;
  readonly index: number;
}

/** Which transactions wrote a key; values are read from the blocks when asked. */
export class HistoryIndex {
  readonly #places = new Map<string, Place[]>();

  add({ number, transactions }: CommittedBlock): void {
    for (const { code, index, namespaces } of transactions) {
      if (code !== validationCode.VALID) continue;
      for (const { namespace, set } of namespaces) {
        for (const key of new Set(set.writes.map((write) => write.key))) {
          this.#note(namespace, key, { block: number, index });
        }
      }
    }
  }

  #note(namespace: string, key: string, place: Place): void {
    const id = identify(namespace, key);
    const places = this.#places.get(id);
    if (places === undefined) this.#places.set(id, [place]);
    else places.push(place);
  }

  /** The changes of a key, newest first. */
  *changes(
    namespace: string,
    key: string,
    read: (block: bigint) => CommittedBlock,
  ): Generator<KeyChange> {
    const places = this.#places.get(identify(namespace, key)) ?? [];
    for (const { block, index } of [...places].reverse()) {
      const transaction = read(block).transactions[index];
      const part = transaction?.namespaces.find((one) => one.namespace === namespace);
      const written = part?.set.writes.find((one) => one.key === key);
      if (transaction === undefined || written === undefined) continue;
      const isDelete = written.isDelete || written.value.length === 0;
      yield {
        txId: transaction.txId,
        value: written.value,
        isDelete,
        timestamp: transaction.timestamp,
      };
    }
  }
}

const identify = (namespace: string, key: string): string => `${namespace}\u0000${key}`;
