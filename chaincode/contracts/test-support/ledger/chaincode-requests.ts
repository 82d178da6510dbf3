import { oneBatch, ResultIterator } from './iterator.js';
import type { Batches } from './iterator.js';
import type { KeyModification } from './history.js';
import { pageAsked } from './page-asked.js';
import type { Result } from './query.js';
import { StateRequests } from './state-requests.js';

interface Found {
  readonly iterator: ResultIterator<Result>;
  readonly metadata?: { readonly bookmark: string; readonly fetchedRecordsCount: number };
}

/**
 * The peer's side of an execution: what the shim's stub asks of its handler, answered from memory, with
 * refusals in a peer's words.
 */
export class ChaincodeRequests extends StateRequests {
  handleGetStateByRange(
    collection: string,
    start: string,
    end: string,
    _channel: string,
    _txId: string,
    metadata?: Uint8Array,
  ): Promise<Found> {
    return this.answer('GET_STATE_BY_RANGE', () => {
      const { simulation } = this.scope;
      if (collection !== '') {
        this.require('read', collection);
        return { iterator: this.#iterate(simulation.privateRange(collection, start, end)) };
      }
      const asked = pageAsked(metadata);
      if (asked === undefined) return { iterator: this.#iterate(simulation.range(start, end)) };
      const page = simulation.page(asked.bookmark || start, end, asked.pageSize);
      const { bookmark, results } = page;
      return {
        iterator: this.#iterate(oneBatch(results)),
        metadata: { bookmark, fetchedRecordsCount: results.length },
      };
    });
  }

  handleGetQueryResult(): Promise<never> {
    return this.answer('GET_QUERY_RESULT', () => {
      throw new Error('ExecuteQuery not supported for leveldb');
    });
  }

  /** Newest first; it leaves no trace in what is read. */
  handleGetHistoryForKey(key: string): Promise<ResultIterator<KeyModification>> {
    return this.answer('GET_HISTORY_FOR_KEY', () => {
      const changes = this.scope.state.history.get(key) ?? [];
      return this.#iterate(oneBatch(changes.toReversed()));
    });
  }

  handleInvokeChaincode(name: string): Promise<never> {
    return this.answer('INVOKE_CHAINCODE', () => {
      const { chaincode } = this.scope.channel;
      throw new Error(`this ledger runs ${chaincode} alone and cannot call ${name}`);
    });
  }

  #iterate<T>(batches: Batches<T>): ResultIterator<T> {
    return new ResultIterator(batches, (type, act) => this.answer(type, act));
  }
}
