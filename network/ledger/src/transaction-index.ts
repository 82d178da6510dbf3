import type { CommittedBlock } from './committed-block.js';

/** Where a transaction id first occurred, and with which flag. */
export interface TransactionPlace {
  readonly code: number;
  readonly blockNumber: bigint;
  readonly index: number;
}

/** Transaction ids of a channel. The first occurrence counts: an id that was written once is spent, valid or not. */
export class TransactionIndex {
  readonly #places = new Map<string, TransactionPlace>();

  get(txId: string): TransactionPlace | undefined {
    return this.#places.get(txId);
  }

  add({ number, transactions }: CommittedBlock): void {
    for (const { txId, code, index } of transactions) {
      if (txId !== '' && !this.#places.has(txId))
        this.#places.set(txId, { code, blockNumber: number, index });
    }
  }
}
