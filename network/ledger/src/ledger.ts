import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { BlockStore } from './block-store.js';
import { readCommittedBlock, readCommittedTransaction } from './committed-block.js';
import type { CommittedBlock } from './committed-block.js';
import { Committer } from './committer.js';
import type { LedgerParts } from './committer.js';
import { memoryDatabase } from './database.js';
import type { LedgerDatabase } from './database.js';
import { numberOfBlock } from './database/block-numbers.js';
import { requireGenesis, withGenesisFlags } from './genesis-block.js';
import { keyChangesOf } from './history.js';
import type { KeyChange } from './history.js';
import type { PreparedBlock } from './prepared-block.js';
import { CollectionsAt } from './private-data/collections-at.js';
import type { PrivateSet, SetPlace } from './private-data/private-set.js';
import { missingSets, storedSets } from './private-data/set-tables.js';
import type { SupplyOutcome } from './private-data/supply.js';
import { forgetBlocks, startingPosition } from './recovery.js';
import { stateSnapshot } from './state-snapshot.js';
import type { Snapshot } from './state.js';
import { transactionPlace } from './transaction-index.js';
import type { TransactionPlace } from './transaction-index.js';
import type { Verdict } from './verdict.js';

export interface LedgerOptions {
  /** Block 0 of the channel: what the ledger trusts. */
  readonly genesisBlock: Uint8Array;
  readonly store: BlockStore;
  /** Where state and indices stand; in memory, and made again from the blocks, if not given. */
  readonly database?: LedgerDatabase;
  /** Shared with whoever verified the same signatures before. */
  readonly checks?: SignatureChecks;
  /** Judge every stored block anew, signatures and commit hash included, instead of trusting what is stored. */
  readonly verify?: boolean;
  /** The organisations whose clear private data is kept; without any, hashes only. Each sees its own by a `PrivateView`. */
  readonly memberOf?: readonly string[];
  /** Told in a sentence what opening the ledger had to repair. */
  readonly report?: (sentence: string) => void;
}

/** What comes with a block and is not part of it. */
export interface CommitOptions {
  /** Clear data of collections that one of the ledger's organisations belongs to. What does not come with the block can be supplied later. */
  readonly privateData?: readonly PrivateSet[];
}

type Listener = (block: CommittedBlock, verdicts: readonly Verdict[]) => void;

/** A validating node of one channel: blocks go in, flags and state come out. */
export class Ledger {
  readonly #store: BlockStore;
  readonly #database: LedgerDatabase;
  readonly #committer: Committer;
  readonly #memberOf: readonly string[];
  readonly #listeners = new Set<Listener>();
  /** Resolves when the commit under way has ended, one way or the other. */
  #committing: Promise<unknown> = Promise.resolve();

  private constructor({ store, database, memberOf }: LedgerParts, committer: Committer) {
    this.#store = store;
    this.#database = database;
    this.#memberOf = memberOf;
    this.#committer = committer;
  }

  /**
   * Open a channel's ledger: begin it with block 0, or go on where it ended. Stored blocks that the database does not know are
   * applied with the flags that they were stored with. Throws when the store holds another channel's or the database knows more
   * than the store; and, if asked to verify, BlockRejected or RecordDiffers for the first stored block that judging does not confirm.
   */
  static async open({
    genesisBlock,
    store,
    database = memoryDatabase(),
    checks = new SignatureChecks(),
    verify = false,
    memberOf = [],
    report = () => undefined,
  }: LedgerOptions): Promise<Ledger> {
    await database.open();
    const position = verify
      ? await forgetBlocks(database)
      : await startingPosition({ database, store, report });
    const bundle = ChannelBundle.fromBlock(genesisBlock, checks);
    if (store.height === 0n) await store.append(withGenesisFlags(genesisBlock));
    requireGenesis(store, bundle.channelId, genesisBlock, { whole: verify });
    const parts = { store, database, checks, memberOf };
    const committer = new Committer(parts, { position, bundle });
    while (committer.position.height < store.height) {
      await committer.replay({ judging: verify && committer.position.height > 0n });
    }
    committer.readConfiguration();
    return new Ledger(parts, committer);
  }

  get channelId(): string {
    return this.bundle.channelId;
  }

  /** The channel configuration in force: the next block is judged by it. */
  get bundle(): ChannelBundle {
    return this.#committer.bundle;
  }

  /** The number of blocks, and so the number of the next one. */
  get height(): bigint {
    return this.#committer.position.height;
  }

  /** The hash that the next block must name as its predecessor's. */
  get lastHeaderHash(): Uint8Array {
    return this.#committer.position.lastHeaderHash;
  }

  /** The stored bytes of a block. Throws RangeError when there is none. */
  block(number: bigint): Uint8Array {
    return this.#store.read(number);
  }

  /** A stored block, read. Throws RangeError when there is none. */
  summary(number: bigint): CommittedBlock {
    return readCommittedBlock(this.block(number));
  }

  /** The number of the block whose header has this hash, in lower-case hex. */
  blockNumber(headerHash: string): bigint | undefined {
    return numberOfBlock(this.#database, Buffer.from(headerHash, 'hex'));
  }

  transaction(txId: string): TransactionPlace | undefined {
    return transactionPlace(this.#database, txId);
  }

  /** The world state as it is now, unchanged until released. */
  snapshot(): Snapshot {
    return stateSnapshot(this.#database);
  }

  /** The changes of a key, newest first. */
  history(namespace: string, key: string): AsyncIterable<KeyChange> {
    return keyChangesOf(this.#database, { namespace, key }, ({ block, index }) =>
      readCommittedTransaction(this.block(block), index),
    );
  }

  /** The clear private data of a transaction, as far as it is there and was neither purged nor has expired. */
  privateData(block: bigint, index: number): AsyncIterable<PrivateSet> {
    return storedSets(this.#database, { block, index });
  }

  /**
   * The clear private data that the ledger's organisations should have and have not, newest first. What a collection's definition
   * says now decides: an organisation that joined a collection misses what was written before.
   */
  async *missingPrivateData(): AsyncGenerator<SetPlace, undefined> {
    const memberOf = this.#memberOf;
    if (memberOf.length === 0) return undefined;
    const state = this.snapshot();
    try {
      const collections = new CollectionsAt(state);
      for await (const place of missingSets(this.#database)) {
        if (collections.hasMember(memberOf, place)) yield place;
      }
      return undefined;
    } finally {
      state.release();
    }
  }

  /**
   * Supply clear private data of blocks that are committed. Each set is compared with the hashes in its block; of what was purged or
   * written again since, nothing enters the state. Returns what became of each set.
   */
  supplyPrivateData(sets: readonly PrivateSet[]): Promise<SupplyOutcome[]> {
    return this.#inTurn(() => this.#committer.supply(sets));
  }

  /** Be told of each block once it is durable and visible. Returns how to stop. */
  onCommit(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Validate a block and commit it: flags and commit hash are filled in, the block is made durable, then the state changes.
   * A second block waits for the first. Throws BlockRejected, and changes nothing, when the block as a whole is not acceptable.
   * Clear data that is not what the block speaks of counts as missing, and is no reason against the block.
   */
  commit(block: BlockMessage, options: CommitOptions = {}): Promise<CommittedBlock> {
    return this.#inTurn(async () => this.#commit(await this.prepare(block), options));
  }

  /**
   * Read a block and verify its signatures under the present configuration. That depends on no other block: the next ones can be
   * prepared while this one is committed. What is wrong with a block is said when it is committed.
   */
  prepare(block: BlockMessage): Promise<PreparedBlock> {
    return this.#committer.prepare(block);
  }

  /** As `commit`, for a block that was prepared ahead. If the configuration changed since, its signers are looked up again. */
  commitPrepared(prepared: PreparedBlock, options: CommitOptions = {}): Promise<CommittedBlock> {
    return this.#inTurn(async () => this.#commit(await this.#committer.current(prepared), options));
  }

  /** Wait for the commit under way, then close store and database. */
  async close(): Promise<void> {
    await this.#committing;
    await Promise.all([this.#store.close(), this.#database.close()]);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#committing.then(work);
    this.#committing = done.catch(() => undefined);
    return done;
  }

  async #commit(
    prepared: PreparedBlock,
    { privateData = [] }: CommitOptions,
  ): Promise<CommittedBlock> {
    const { committed, verdicts } = await this.#committer.commit(prepared, privateData);
    for (const listener of this.#listeners) listener(committed, verdicts);
    return committed;
  }
}
