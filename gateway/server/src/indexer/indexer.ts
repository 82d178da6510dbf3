import { reasonOf } from '@argosy/protocol/reason';
import type { BlockStream, LedgerPort } from '../ledger/port.js';
import type { Checkpoint } from '../operations/checkpoints.js';
import type { Outcome } from '../operations/settlement.js';
import { BlockRefused, ChainFollower, type Genesis } from './chain.js';
import { noGuards, type Guards } from './ledger-guards.js';
import { judgeBlock } from './judge-block.js';
import { PeerBehind } from './peer-behind.js';
import { WrongLedger, type ReadModel } from './read-model.js';

export interface IndexerPorts {
  readonly ledger: Pick<LedgerPort, 'blocks' | 'height'>;
  readonly readModel: ReadModel;
  readonly genesis: Genesis;
  readonly chaincode: string;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  /** Resolves after the time, or at once when the signal aborts. */
  readonly sleep: (milliseconds: number, stopping: AbortSignal) => Promise<void>;
  readonly onBlock: (block: bigint, outcomes: readonly Outcome[], at: string) => void;
  readonly onTrouble: (error: unknown) => void;
}

export const indexerStates = [
  'stopped',
  'connecting',
  'following',
  'peerBehind',
  'refused',
] as const;

export type IndexerState = (typeof indexerStates)[number];

const firstPauseMilliseconds = 50;
const longestPauseMilliseconds = 1_000;

/** Follows one channel from one organisation's peer into its read model. A broken stream is opened again; a block that
 *  does not verify, or that this gateway cannot read, stops the indexer for good: no later block could be trusted. */
export class Indexer {
  #state: IndexerState = 'stopped';
  #refusal: string | undefined;
  #trouble: string | undefined;
  #follower: ChainFollower | undefined;
  #guards: Guards = noGuards;
  /** Whether a block was given to the database, and no answer came. */
  #isUnsure = false;
  #stream: BlockStream | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopping = new AbortController();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly ports: IndexerPorts) {}

  get state(): IndexerState {
    return this.#state;
  }

  /** Why the indexer does not go on, where waiting alone does not help. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** How many blocks are in the read model. */
  get height(): bigint {
    return this.#follower?.next ?? 0n;
  }

  /** Refuses: a checkpoint of another ledger. */
  async start(): Promise<void> {
    this.#refusal = undefined;
    await this.#load();
    this.#stopping = new AbortController();
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#stream?.close();
    await this.#running;
    this.#state = 'stopped';
  }

  /** Resolves once the read model has that many blocks; false after the limit. */
  async reached(height: bigint, limitMilliseconds: number): Promise<boolean> {
    // A moved clock must neither end the wait nor prolong it.
    const deadline = performance.now() + limitMilliseconds;
    while (this.height < height) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await this.#nextBlock(left);
    }
    return true;
  }

  async #load(): Promise<ChainFollower> {
    const { genesis, readModel } = this.ports;
    const follower = new ChainFollower(genesis, await readModel.position());
    this.#guards = await readModel.guards();
    this.#follower = follower;
    this.#isUnsure = false;
    return follower;
  }

  /** The last block that is stored, looked up where a database broke off before it had answered. */
  async #stored(): Promise<ChainFollower> {
    const known = this.#follower;
    if (known !== undefined && !this.#isUnsure) return known;
    const follower = await this.#load();
    const { position } = follower;
    if (position !== undefined && follower.next !== known?.next) this.#tell(position.block, []);
    return follower;
  }

  async #follow(): Promise<void> {
    let pause = firstPauseMilliseconds;
    while (!this.#mustStop()) {
      if (this.#state !== 'peerBehind') this.#state = 'connecting';
      const before = this.height;
      try {
        await this.#readStream(await this.#stored());
      } catch (error) {
        if (this.#mustStop()) return;
        if (this.#isForGood(error)) return;
      }
      pause =
        this.height > before
          ? firstPauseMilliseconds
          : Math.min(pause * 2, longestPauseMilliseconds);
      if (!this.#mustStop()) await this.ports.sleep(pause, this.#stopping.signal);
    }
  }

  #isForGood(error: unknown): boolean {
    // The same trouble again and again is told once.
    const reason = reasonOf(error);
    if (reason !== this.#trouble) this.ports.onTrouble(error);
    this.#trouble = reason;
    const isForGood = error instanceof BlockRefused || error instanceof WrongLedger;
    if (isForGood || error instanceof PeerBehind) {
      this.#refusal = error.message;
      this.#state = isForGood ? 'refused' : 'peerBehind';
    }
    return isForGood;
  }

  // A peer that is asked for a block beyond its end may wait for it without a word.
  async #requireHeight(next: bigint): Promise<void> {
    const height = await this.ports.ledger.height();
    if (height < next) throw new PeerBehind({ height, next });
    this.#refusal = undefined;
    this.#state = 'connecting';
  }

  async #readStream(follower: ChainFollower): Promise<void> {
    await this.#requireHeight(follower.next);
    const stream = await this.ports.ledger.blocks(follower.next);
    this.#stream = stream;
    if (this.#mustStop()) stream.close();
    try {
      for await (const bytes of stream) {
        await this.#index(follower, bytes);
        if (this.#mustStop()) return;
        this.#state = 'following';
      }
    } finally {
      stream.close();
    }
  }

  async #index(follower: ChainFollower, bytes: Uint8Array): Promise<void> {
    const { position, projection, isConfiguration, guards, advance } = judgeBlock(bytes, {
      follower,
      chaincode: this.ports.chaincode,
      guards: this.#guards,
    });
    const at = this.ports.now().toISOString();
    const stored = { position, isConfiguration, at };
    await this.ports.checkpoint('judged');
    this.#isUnsure = true;
    const outcomes = await this.ports.readModel.store(projection, stored);
    this.#isUnsure = false;
    await this.ports.checkpoint('stored');
    advance();
    this.#guards = guards;
    this.#trouble = undefined;
    this.#tell(position.block, outcomes, at);
  }

  #tell(block: bigint, outcomes: readonly Outcome[], at = this.ports.now().toISOString()): void {
    this.ports.onBlock(block, outcomes, at);
    for (const wake of this.#waiting) wake();
  }

  // A method, because the answer changes while others are awaited.
  #mustStop(): boolean {
    return this.#stopping.signal.aborted;
  }

  #nextBlock(limitMilliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, limitMilliseconds);
      this.#waiting.add(wake);
    });
  }
}
