import type { ChaincodeEvent, ChaincodeInput, Response } from '@argosy/protocol/messages/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import type { KeyChange } from '@argosy/ledger/history';
import { CollectionRights } from './collection-rights.js';
import { QueryResults, type ResultSource } from './query-results.js';
import type { Simulation } from './simulation.js';

/** The committed changes of a key, newest first. */
export type History = (namespace: string, key: string) => AsyncIterable<KeyChange>;

/** What a chaincode answered. An ERROR message carries only a text; what was to be a response may not be one. */
export type ChaincodeAnswer =
  | {
      readonly kind: 'completed';
      readonly response: Decoded<typeof Response>;
      readonly event: Decoded<typeof ChaincodeEvent> | undefined;
    }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly payload: Uint8Array; readonly why: string };

/** A chaincode that another one calls. */
export interface Callee {
  readonly channelId: string;
  readonly chaincode: string;
  readonly input: Decoded<typeof ChaincodeInput>;
}

/** What an execution works on. */
export interface ExecutionScope {
  readonly channelId: string;
  readonly txId: string;
  /** The chaincode's name on the channel: its namespace in the state. */
  readonly namespace: string;
  readonly simulation: Simulation;
  readonly history: History;
  /** Whether the chaincode is initialised: it may not touch private data then. */
  readonly isInit: boolean;
  /** Have another chaincode called. Throws in the peer's words where that cannot be. */
  invoke(callee: Callee): Promise<ChaincodeAnswer>;
}

/** A transaction that a chaincode is executing: what its requests work on. */
export class Invocation {
  readonly rights: CollectionRights;
  private readonly queries = new Map<string, QueryResults>();
  private queryCount = 0;
  /** What was asked last and is not answered yet. */
  private underWay: Promise<void> | undefined;

  constructor(
    readonly scope: ExecutionScope,
    private readonly settle: (outcome: ChaincodeAnswer | Error) => void,
  ) {
    this.rights = new CollectionRights(scope.simulation, scope.namespace);
  }

  /** Do something once all that was asked before is answered; at once if it is. What is asked for must not fail. */
  inTurn(work: () => Promise<void> | undefined): void {
    const done = this.underWay === undefined ? work() : this.underWay.then(work);
    if (done === undefined) return;
    this.underWay = done;
    void done.then(() => {
      if (this.underWay === done) this.underWay = undefined;
    });
  }

  /** A name for a query, unlike those before. */
  nextQueryId(): string {
    return `${this.scope.txId}-${++this.queryCount}`;
  }

  /** Start a query and return its first batch. A page size bounds that batch only. */
  openQuery(source: ResultSource, pageSize = 0): Promise<Uint8Array> {
    const query = new QueryResults(this.nextQueryId(), source);
    this.queries.set(query.id, query);
    return this.batch(query, pageSize > 0 ? pageSize : undefined);
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

  private async batch(query: QueryResults, limit?: number): Promise<Uint8Array> {
    const batch = await query.next(limit);
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
