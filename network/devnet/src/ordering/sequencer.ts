import { RequestPool, type BatchLimits, type Pending } from './pool.js';

/** When a block is cut: as soon as something waits and the previous block is committed, or some time after the first. */
export type BlockProduction =
  { readonly mode: 'instant' } | { readonly mode: 'interval'; readonly milliseconds: number };

export interface SequencerPorts {
  /** The limits of the configuration in force. */
  limits(): BatchLimits;
  /** Make a block of these envelopes and commit it. */
  produce(entries: readonly Uint8Array[]): Promise<void>;
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
  private timer: NodeJS.Timeout | undefined;
  private producing: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly production: BlockProduction,
    private readonly ports: SequencerPorts,
    private readonly pool = new RequestPool(),
  ) {}

  /** Take a request. Answers why not: the sequencer has halted or is closed, or too much waits. */
  accept(request: Pending): string | undefined {
    if (this.stopped) return 'the channel takes no more transactions';
    if (this.pool.full) return 'too many transactions wait for their block';
    this.pool.add(request);
    this.schedule();
    return undefined;
  }

  /** Stop taking requests and wait until what was accepted is committed. */
  async close(): Promise<void> {
    this.stopped = true;
    this.cut();
    while (this.producing !== undefined) await this.producing;
  }

  private schedule(): void {
    if (this.producing !== undefined) return;
    if (
      this.production.mode === 'instant' ||
      this.pool.size >= this.ports.limits().maxMessageCount
    ) {
      this.cut();
      return;
    }
    this.timer ??= setTimeout(() => {
      this.cut();
    }, this.production.milliseconds);
  }

  private cut(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.producing !== undefined || this.pool.size === 0) return;
    this.producing = this.produce().finally(() => {
      this.producing = undefined;
      if (this.pool.size === 0) return;
      if (this.stopped) this.cut();
      else this.schedule();
    });
  }

  private async produce(): Promise<void> {
    // A turn of the event loop lets requests that arrived together go into one block.
    await new Promise(setImmediate);
    const entries = this.pool.cut(this.ports.limits());
    try {
      await this.ports.produce(entries);
    } catch (error) {
      this.stopped = true;
      this.pool.clear();
      this.ports.halted(error);
    }
  }
}
