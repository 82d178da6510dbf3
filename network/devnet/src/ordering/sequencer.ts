import type { Ambient, CallOff } from '../ambient.js';
import { RequestPool, type BatchLimits, type Pending } from './pool.js';

/**
 * When a block is cut. Instantly: as soon as something waits and the block before is committed. At an interval: when a block is
 * full, or that long after the first waiting message; the channel's own time unless another is given. Manually: when told to.
 */
export type BlockProduction =
  | { readonly mode: 'instant' }
  | { readonly mode: 'interval'; readonly milliseconds?: number | undefined }
  | { readonly mode: 'manual' };

export interface SequencerPorts {
  readonly ambient: Pick<Ambient, 'schedule'>;
  /** The limits of the configuration in force. */
  limits(): BatchLimits;
  /** How long the configuration in force lets a message wait for others. */
  timeoutMs(): number;
  /** Whether enough of the ordering service is there to make a block. */
  canProduce(): boolean;
  /** Make a block of these messages and commit it. */
  produce(requests: readonly Pending[]): Promise<void>;
  /** Told once when a block could not be committed: the sequencer then takes nothing more. */
  halted(error: unknown): void;
}

/**
 * Puts the channel's requests into blocks, one block after the other. This is the devnet's replacement for
 * consensus: there is one sequencer, and it is trusted.
 *
 * Acceptance is a promise to order, not to commit, exactly as an orderer's SUCCESS is: what still waits when the
 * process dies is lost, and a client learns what became of a transaction by its id.
 */
export class Sequencer {
  private timer: CallOff | undefined;
  private producing: Promise<void> | undefined;
  private stopped = false;
  /** How many want no block to be made meanwhile. */
  private holds = 0;
  /** How many of the waiting messages go into blocks although their block is not full. */
  private due = 0;
  private chosen: Pending[][] = [];

  constructor(
    private current: BlockProduction,
    private readonly ports: SequencerPorts,
    private readonly pool = new RequestPool(),
  ) {}

  /** How many messages wait for a block. */
  get waiting(): number {
    return this.pool.size;
  }

  /** Whether a message of this id waits for its block. */
  has(id: string): boolean {
    return this.pool.has(id);
  }

  /** Whether a request of this id went into a block a short while ago. */
  had(id: string): boolean {
    return this.pool.had(id);
  }

  /** The ids of the messages that wait for a block, first come first. */
  get ids(): readonly string[] {
    return [...this.chosen.flat(), ...this.pool.all].map(({ id }) => id);
  }

  /** Why nothing can be taken now: the sequencer has halted or is closed, or too much waits. */
  get refusal(): string | undefined {
    if (this.stopped) return 'the channel takes no more transactions';
    return this.pool.full ? 'too many transactions wait for their block' : undefined;
  }

  /** Take a request. Answers why not. */
  accept(request: Pending): string | undefined {
    const { refusal } = this;
    if (refusal !== undefined) return refusal;
    this.pool.add(request);
    this.wake();
    return undefined;
  }

  /** When blocks are cut from now on. */
  get production(): BlockProduction {
    return this.current;
  }

  set production(production: BlockProduction) {
    this.current = production;
    this.due = 0;
    this.stopTimer();
    this.wake();
  }

  /**
   * Put what waits now into blocks, as few as the channel's limits allow; or only the messages of these transactions, in this order,
   * into one block whatever the limits say. Resolves when the blocks are committed.
   */
  async cut(transactionIds?: readonly string[]): Promise<void> {
    if (transactionIds === undefined) this.due = this.pool.size;
    else this.choose(transactionIds);
    this.wake();
    while (this.producing !== undefined) await this.producing;
  }

  /** Make no more blocks until what is returned is called. Resolves when the one under way is committed. */
  async hold(): Promise<() => void> {
    this.holds++;
    while (this.producing !== undefined) await this.producing;
    let held = true;
    return () => {
      if (held) this.holds--;
      held = false;
      this.wake();
    };
  }

  /** Go on after something changed that may let blocks be made. */
  wake(): void {
    if (this.current.mode === 'instant' || this.stopped) this.due = this.pool.size;
    if (this.producing !== undefined) return;
    if (this.nextBatch() === undefined) this.startTimer();
    else this.start();
  }

  /** Stop taking requests and wait until what was accepted is committed. */
  async close(): Promise<void> {
    this.stopped = true;
    this.stopTimer();
    // Who holds it closes it on purpose: what waits goes with the state that is left behind.
    if (this.holds > 0) this.forget();
    this.wake();
    while (this.producing !== undefined) await this.producing;
    this.stopTimer();
  }

  private choose(transactionIds: readonly string[]): void {
    const chosen = this.pool.withIds(transactionIds);
    if (chosen.length === 0) return;
    this.pool.take(chosen);
    this.chosen.push(chosen);
  }

  private start(): void {
    this.stopTimer();
    this.producing = this.produceAll().finally(() => {
      this.producing = undefined;
      this.wake();
    });
  }

  private startTimer(): void {
    if (this.current.mode !== 'interval' || this.pool.size === 0 || this.stopped) return;
    const { milliseconds = this.ports.timeoutMs() } = this.current;
    this.timer ??= this.ports.ambient.schedule(milliseconds, () => {
      this.timer = undefined;
      this.due = this.pool.size;
      this.wake();
    });
  }

  private stopTimer(): void {
    this.timer?.();
    this.timer = undefined;
  }

  /** What goes into a block now, still in the pool. */
  private nextBatch(): readonly Pending[] | undefined {
    if (this.holds > 0 || !this.ports.canProduce()) return undefined;
    const [chosen] = this.chosen;
    if (chosen !== undefined) return chosen;
    const { requests, isFull } = this.pool.next(this.ports.limits());
    if (requests.length === 0) return undefined;
    const cutsItself = isFull && this.current.mode === 'interval';
    return this.due > 0 || cutsItself ? requests : undefined;
  }

  private async produceAll(): Promise<void> {
    // A turn of the event loop lets requests that arrived together go into one block.
    await new Promise(setImmediate);
    if (this.current.mode === 'instant') this.due = this.pool.size;
    for (let batch = this.nextBatch(); batch !== undefined; batch = this.nextBatch()) {
      if (this.chosen[0] === batch) this.chosen.shift();
      else this.due = Math.max(0, this.due - batch.length);
      this.pool.take(batch);
      try {
        await this.ports.produce(batch);
      } catch (error) {
        this.halt(error);
        return;
      }
      // As before the first block: what arrived while a block was made goes together.
      await new Promise(setImmediate);
      if (this.current.mode === 'instant') this.due = this.pool.size;
    }
  }

  private halt(error: unknown): void {
    this.stopped = true;
    this.forget();
    this.ports.halted(error);
  }

  private forget(): void {
    this.due = 0;
    this.chosen = [];
    this.pool.clear();
  }
}
