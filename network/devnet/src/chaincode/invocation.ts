import type { ChaincodeEvent, Response } from '@argosy/protocol/messages/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import type { KeyChange } from '@argosy/ledger/history';
import type { Simulator } from '@argosy/ledger/simulator';
import { QueryResults, type ResultSource } from './query-results.js';

/** The committed changes of a key, newest first. */
export type History = (namespace: string, key: string) => AsyncIterable<KeyChange>;

/** What a chaincode answered. An ERROR message carries only a text. */
export type ChaincodeAnswer =
  | {
      readonly kind: 'completed';
      readonly response: Decoded<typeof Response>;
      readonly event: Decoded<typeof ChaincodeEvent> | undefined;
    }
  | { readonly kind: 'failed'; readonly text: string };

/** What an execution works on. */
export interface ExecutionScope {
  readonly channelId: string;
  readonly txId: string;
  /** The chaincode's name on the channel: its namespace in the state. */
  readonly namespace: string;
  readonly simulator: Simulator;
  readonly history: History;
}

/** A transaction that a chaincode is executing: what its requests work on. */
export class Invocation {
  private readonly queries = new Map<string, QueryResults>();
  private queryCount = 0;
  private paginated = false;
  /** What was asked last and is not answered yet. */
  private underWay: Promise<void> | undefined;

  constructor(
    readonly scope: ExecutionScope,
    private readonly settle: (outcome: ChaincodeAnswer | Error) => void,
  ) {}

  /** Do something once all that was asked before is answered; at once if it is. What is asked for must not fail. */
  inTurn(work: () => Promise<void> | undefined): void {
    const done = this.underWay === undefined ? work() : this.underWay.then(work);
    if (done === undefined) return;
    this.underWay = done;
    void done.then(() => {
      if (this.underWay === done) this.underWay = undefined;
    });
  }

  /** The simulator, to write with. Refuses: writes after a paginated query, as a peer does (the spelling is its own). */
  get writable(): Simulator {
    if (this.paginated) {
      throw this.unsupported(
        'Transaction has already performed a paginated query. Writes are not allowed',
      );
    }
    return this.scope.simulator;
  }

  /** Refuses: a paginated query after a write. */
  beginPaginatedQuery(): void {
    if (this.scope.simulator.hasWrites) {
      throw this.unsupported('Paginated queries are supported only in a read-only transaction');
    }
    this.paginated = true;
  }

  private unsupported(why: string): Error {
    return new Error(`txid [${this.scope.txId}]: unsuppored transaction. ${why}`);
  }

  /** Start a query and return its first batch. */
  openQuery(source: ResultSource): Promise<Uint8Array> {
    const query = new QueryResults(`${this.scope.txId}-${++this.queryCount}`, source);
    this.queries.set(query.id, query);
    return this.batch(query);
  }

  /** The next batch of a query. Refuses: a query that is not open. */
  nextBatch(id: string): Promise<Uint8Array> {
    const query = this.queries.get(id);
    if (query === undefined) throw new Error('query iterator not found');
    return this.batch(query);
  }

  closeQuery(id: string): void {
    this.queries.delete(id);
  }

  private async batch(query: QueryResults): Promise<Uint8Array> {
    const batch = await query.next();
    if (query.finished) this.queries.delete(query.id);
    return batch;
  }

  finish(answer: ChaincodeAnswer): void {
    this.settle(answer);
  }

  fail(why: string): void {
    this.settle(new Error(why));
  }
}
