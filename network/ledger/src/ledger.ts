import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { decode, encode } from '@argosy/protocol/wire';
import { withMetadata } from './block-metadata.js';
import type { BlockStore } from './block-store.js';
import { commitHash } from './commit-hash.js';
import { committedBlock, readCommittedBlock, readCommittedTransaction } from './committed-block.js';
import type { CommittedBlock } from './committed-block.js';
import { memoryDatabase } from './database.js';
import type { LedgerDatabase } from './database.js';
import { blockNumberChange, numberOfBlock } from './database/block-numbers.js';
import { positionChange } from './database/position.js';
import type { Position } from './database/position.js';
import { stateChanges } from './database/state-table.js';
import { requireGenesis, requireWholeGenesis, withGenesisFlags } from './genesis-block.js';
import { historyChanges, keyChangesOf } from './history.js';
import type { KeyChange } from './history.js';
import { prepareBlock } from './prepared-block.js';
import type { PreparedBlock } from './prepared-block.js';
import { requireRecorded } from './recorded.js';
import type { Judgement } from './recorded.js';
import { forgetBlocks, startingPosition } from './recovery.js';
import { stateSnapshot } from './state-snapshot.js';
import type { Snapshot } from './state.js';
import { storedUpdates } from './stored-updates.js';
import { requireFollows } from './successor.js';
import { transactionChanges, transactionPlace } from './transaction-index.js';
import type { TransactionPlace } from './transaction-index.js';
import { CONFIG_KEY, CONFIG_NAMESPACE } from './update-batch.js';
import type { UpdateBatch } from './update-batch.js';
import { validateBlock } from './validator.js';
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
  /** Told in a sentence what opening the ledger had to repair. */
  readonly report?: (sentence: string) => void;
}

type Listener = (block: CommittedBlock, verdicts: readonly Verdict[]) => void;

/** A block with what judging it came to, not committed yet. */
interface JudgedBlock extends Judgement {
  readonly flags: Uint8Array;
  readonly batch: UpdateBatch;
  /** The configuration after the block. */
  readonly bundle: ChannelBundle;
}

/** A validating node of one channel: blocks go in, flags and state come out. */
export class Ledger {
  readonly #store: BlockStore;
  readonly #database: LedgerDatabase;
  readonly #checks: SignatureChecks;
  readonly #listeners = new Set<Listener>();
  /** Resolves when the commit under way has ended, one way or the other. */
  #committing: Promise<unknown> = Promise.resolve();
  #bundle: ChannelBundle;
  #position: Position;
  /** Why nothing more is committed: a block is stored that the database does not know. */
  #failure: string | undefined;

  private constructor(
    { genesisBlock, store, checks = new SignatureChecks() }: LedgerOptions,
    database: LedgerDatabase,
    position: Position,
  ) {
    this.#store = store;
    this.#database = database;
    this.#checks = checks;
    this.#position = position;
    this.#bundle = ChannelBundle.fromBlock(genesisBlock, checks);
  }

  /**
   * Open a channel's ledger: begin it with block 0, or go on where it ended. Stored blocks that the database does not know are
   * applied with the flags that they were stored with. Throws when the store holds another channel's or the database knows more
   * than the store; and, if asked to verify, BlockRejected or RecordDiffers for the first stored block that judging does not confirm.
   */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const { store, genesisBlock, verify = false, report = () => undefined } = options;
    const database = options.database ?? memoryDatabase();
    await database.open();
    const position = verify
      ? await forgetBlocks(database)
      : await startingPosition({ database, store, report });
    const ledger = new Ledger(options, database, position);
    if (store.height === 0n) await store.append(withGenesisFlags(genesisBlock));
    requireGenesis(store, ledger.channelId, genesisBlock);
    if (verify) requireWholeGenesis(store, genesisBlock);
    while (ledger.height < store.height) {
      if (verify && ledger.height > 0n) await ledger.#replayJudging();
      else await ledger.#replay();
    }
    ledger.#readConfiguration();
    return ledger;
  }

  get channelId(): string {
    return this.#bundle.channelId;
  }

  /** The channel configuration in force: the next block is judged by it. */
  get bundle(): ChannelBundle {
    return this.#bundle;
  }

  /** The number of blocks, and so the number of the next one. */
  get height(): bigint {
    return this.#position.height;
  }

  /** The hash that the next block must name as its predecessor's. */
  get lastHeaderHash(): Uint8Array {
    return this.#position.lastHeaderHash;
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

  /** Be told of each block once it is durable and visible. Returns how to stop. */
  onCommit(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Validate a block and commit it: flags and commit hash are filled in, the block is made durable, then the state changes.
   * A second block waits for the first. Throws BlockRejected, and changes nothing, when the block as a whole is not acceptable.
   */
  commit(block: BlockMessage): Promise<CommittedBlock> {
    return this.#inTurn(async () => this.#commit(await this.prepare(block)));
  }

  /**
   * Read a block and verify its signatures under the present configuration. That depends on no other block: the next ones can be
   * prepared while this one is committed. What is wrong with a block is said when it is committed.
   */
  prepare(block: BlockMessage): Promise<PreparedBlock> {
    return prepareBlock(block, this.#bundle, this.#checks);
  }

  /** As `commit`, for a block that was prepared ahead. If the configuration changed since, it is prepared again. */
  commitPrepared(prepared: PreparedBlock): Promise<CommittedBlock> {
    return this.#inTurn(async () =>
      this.#commit(
        prepared.bundle === this.#bundle ? prepared : await this.prepare(prepared.block),
      ),
    );
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

  async #commit(prepared: PreparedBlock): Promise<CommittedBlock> {
    if (this.#failure !== undefined) throw new Error(`no block is committed: ${this.#failure}`);
    const judged = await this.#judge(prepared);
    const { flags, hash, verdicts, bundle } = judged;
    const replaced = { transactionsFilter: flags, ...(hash && { commitHash: slotOf(hash) }) };
    const block = withMetadata(prepared.block, replaced);
    const bytes = encode(Block, block);
    await this.#store.append(bytes);
    const committed = committedBlock(bytes, block, prepared.opened);
    try {
      await this.#adopt(committed, judged.batch);
    } catch (error) {
      const why = reasonOf(error);
      this.#failure = `block ${committed.number} is stored, but the database could not take it: ${why}; opening the ledger again repairs that`;
      throw new Error(this.#failure, { cause: error });
    }
    this.#bundle = bundle;
    for (const listener of this.#listeners) listener(committed, verdicts);
    return committed;
  }

  /** Judge a block as the next one. Throws BlockRejected. */
  async #judge({ block, opened, fault }: PreparedBlock): Promise<JudgedBlock> {
    requireFollows(block, this);
    if (fault !== undefined) throw fault;
    const { height } = this;
    const bundle = this.#bundle;
    const state = this.snapshot();
    try {
      const transaction = (txId: string): TransactionPlace | undefined => this.transaction(txId);
      const context = { bundle, checks: this.#checks, state, transaction };
      const judged = await validateBlock(height, opened, context);
      const flags = Buffer.from(judged.verdicts.map(({ code }) => code));
      const { verdicts, batch } = judged;
      const hash = this.#nextCommitHash(flags, batch);
      return { verdicts, batch, flags, hash, bundle: judged.configuration?.bundle ?? bundle };
    } finally {
      state.release();
    }
  }

  /** Commit hashes begin with block 1; a chain that has lost them goes on without. */
  #nextCommitHash(flags: Uint8Array, batch: UpdateBatch): Buffer | undefined {
    const { height, commitHash: previous } = this.#position;
    if (height !== 1n && previous.length === 0) return undefined;
    return commitHash(flags, batch.hashedBytes(), previous);
  }

  /** Take the next stored block's flags as they are: it was validated before it was stored. */
  async #replay(): Promise<void> {
    const committed = this.summary(this.height);
    const state = this.snapshot();
    try {
      await this.#adopt(committed, storedUpdates(committed, state));
    } finally {
      state.release();
    }
  }

  /** Take the next stored block only if judging it again comes to what is stored. */
  async #replayJudging(): Promise<void> {
    const bytes = this.block(this.height);
    const block = decode(Block, bytes);
    const judged = await this.#judge(await this.prepare(block));
    requireRecorded(block, judged);
    await this.#adopt(readCommittedBlock(bytes), judged.batch);
    this.#bundle = judged.bundle;
  }

  /** Make what a stored block changes visible, all at once. */
  async #adopt(committed: CommittedBlock, batch: UpdateBatch): Promise<void> {
    const { number, headerHash, commitHash } = committed;
    const position = { height: number + 1n, lastHeaderHash: headerHash, commitHash };
    const changes = [
      ...stateChanges(batch.updates()),
      ...historyChanges(committed),
      ...transactionChanges(this.#database, committed),
      blockNumberChange(headerHash, number),
      positionChange(position),
    ];
    await this.#database.write(changes, { durable: false });
    this.#position = position;
  }

  /** The configuration as the state has it: a later block than the first may have changed it. */
  #readConfiguration(): void {
    const state = this.snapshot();
    const entry = state.get(CONFIG_NAMESPACE, CONFIG_KEY);
    state.release();
    if (entry === undefined || entry.version.blockNum === 0n) return;
    this.#bundle = ChannelBundle.fromEnvelope(this.channelId, entry.value, this.#checks);
  }
}

const slotOf = (hash: Uint8Array): Buffer => encode(Metadata, { value: hash });
