import { status } from '@grpc/grpc-js';
import type { Ledger } from '@argosy/ledger/ledger';
import type { TransactionPlace } from '@argosy/ledger/transaction-index';
import { BlockHolds, type HeldBlocks } from './block-holds.js';
import { StatusHolds, type HeldStatus } from './status-holds.js';
import { CallError } from './grpc/call-error.js';

/** What was waited for on a channel will not come: the channel was closed, or set back. */
export class ChannelClosed extends CallError {
  constructor(channelId: string) {
    super(status.UNAVAILABLE, `channel ${channelId} was closed, or set back to another state`);
  }
}

type Settle = (place: TransactionPlace) => void;

/** Those who wait for a transaction to be in a block, or for a block to be there. */
export class CommitWaiters {
  private readonly byTransaction = new Map<string, Set<Settle>>();
  private readonly byHeight = new Set<() => void>();
  private readonly holds = new StatusHolds();
  private readonly blockHolds = new BlockHolds();
  private readonly unsubscribe: () => void;
  /** How everybody who waits is told that nothing more will come. */
  private readonly giveUp = new Set<(why: Error) => void>();
  private closed = false;

  constructor(private readonly ledger: Ledger) {
    this.unsubscribe = ledger.onCommit(({ transactions }) => {
      for (const { txId } of transactions) this.tell(txId);
      this.wakeStreams();
    });
  }

  /** How many wait; for tests that nobody is forgotten. */
  get count(): number {
    let count = this.byHeight.size;
    for (const waiting of this.byTransaction.values()) count += waiting.size;
    return count;
  }

  /** Tell nobody for the time being where transactions stand: all, or these. They are committed all the same. */
  hold(transactionIds?: readonly string[]): void {
    this.holds.hold(transactionIds);
  }

  /** Tell again where transactions stand: all, or these. Whoever has waited hears it now. */
  release(transactionIds?: readonly string[]): void {
    this.holds.release(transactionIds);
    for (const txId of [...this.byTransaction.keys()]) this.tell(txId);
  }

  /** Of which transactions it is not told where they stand. */
  get held(): HeldStatus {
    return this.holds.held;
  }

  /** Have the streams of a node, or of all, stand still: they send no block that is not there yet. */
  holdBlocks(node?: string): void {
    this.blockHolds.hold(this.ledger.height, node);
  }

  /** Have the streams of a node, or of all, go on. */
  releaseBlocks(node?: string): void {
    this.blockHolds.release(node);
    this.wakeStreams();
  }

  /** From which block on streams stand still. */
  get heldBlocks(): HeldBlocks {
    return this.blockHolds.held;
  }

  /** Where a transaction first stands; waits until it is in a block or the signal aborts. */
  transaction(txId: string, signal: AbortSignal): Promise<TransactionPlace> {
    return new Promise((resolve, reject) => {
      const waiting = this.byTransaction.get(txId) ?? new Set<Settle>();
      const leave = (): void => {
        waiting.delete(settle);
        if (waiting.size === 0) this.byTransaction.delete(txId);
        signal.removeEventListener('abort', abort);
        this.giveUp.delete(end);
      };
      const end = (why: Error): void => {
        leave();
        reject(why);
      };
      const settle = (place: TransactionPlace): void => {
        leave();
        resolve(place);
      };
      const abort = (): void => {
        end(reasonOf(signal));
      };
      // The waiter is there before the ledger is asked: between the two no block can slip through.
      waiting.add(settle);
      this.byTransaction.set(txId, waiting);
      this.giveUp.add(end);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      else this.tell(txId);
      this.endIfClosed(end);
    });
  }

  /** Wait until the ledger holds more than `number` blocks, that is block `number`, and the streams of a node may send it. */
  block(number: bigint, signal: AbortSignal, node = ''): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.byHeight.delete(wake);
        signal.removeEventListener('abort', abort);
        this.giveUp.delete(end);
      };
      const end = (why: Error): void => {
        leave();
        reject(why);
      };
      const wake = (): void => {
        if (this.ledger.height <= number || !this.blockHolds.allows(number, node)) return;
        leave();
        resolve();
      };
      const abort = (): void => {
        end(reasonOf(signal));
      };
      this.byHeight.add(wake);
      this.giveUp.add(end);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      else wake();
      this.endIfClosed(end);
    });
  }

  /** Nothing more will come: whoever waits is told so. */
  close(): void {
    this.unsubscribe();
    this.closed = true;
    for (const leave of [...this.giveUp]) leave(new ChannelClosed(this.ledger.channelId));
  }

  private wakeStreams(): void {
    for (const wake of [...this.byHeight]) wake();
  }

  /** Whoever was told already does not hear it. */
  private endIfClosed(end: (why: Error) => void): void {
    if (this.closed && this.giveUp.has(end)) end(new ChannelClosed(this.ledger.channelId));
  }

  private tell(txId: string): void {
    const waiting = this.byTransaction.get(txId);
    const place = waiting && !this.holds.has(txId) ? this.ledger.transaction(txId) : undefined;
    if (place === undefined) return;
    for (const settle of [...(waiting ?? [])]) settle(place);
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('the wait was given up');
}
