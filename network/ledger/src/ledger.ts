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
import { holdingsFor, keepSupplied, privateChanges } from './private-data/block-private-data.js';
import type { PrivateContext } from './private-data/block-private-data.js';
import type { Holdings } from './private-data/accept.js';
import { CollectionsAt } from './private-data/collections-at.js';
import type { PrivateSet, SetPlace } from './private-data/private-set.js';
import { missingSets, storedSets } from './private-data/set-tables.js';
import { supplyChanges } from './private-data/supply.js';
import type { SupplyOutcome } from './private-data/supply.js';
import { requireRecorded } from './recorded.js';
import type { Judgement } from './recorded.js';
import { forgetBlocks, startingPosition } from './recovery.js';
import { stateSnapshot } from './state-snapshot.js';
import type { Snapshot, StateView } from './state.js';
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
  /** The organisation whose clear private data is kept; without one, hashes only. */
  readonly memberOf?: string;
  /** Told in a sentence what opening the ledger had to repair. */
  readonly report?: (sentence: string) => void;
}

/** What comes with a block and is not part of it. */
export interface CommitOptions {
  /** Clear data of collections that the ledger's organisation belongs to. What does not come with the block can be supplied later. */
  readonly privateData?: readonly PrivateSet[];
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
  readonly #memberOf: string | undefined;
  readonly #listeners = new Set<Listener>();
  /** Resolves when the commit under way has ended, one way or the other. */
  #committing: Promise<unknown> = Promise.resolve();
  #bundle: ChannelBundle;
  #position: Position;
  /** Why nothing more is committed: a block is stored that the database does not know. */
  #failure: string | undefined;

  private constructor(
    { genesisBlock, store, memberOf, checks = new SignatureChecks() }: LedgerOptions,
    database: LedgerDatabase,
    position: Position,
  ) {
    this.#store = store;
    this.#database = database;
    this.#memberOf = memberOf;
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
      await ledger.#replay({ judging: verify && ledger.height > 0n });
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

  /** The clear private data of a transaction, as far as it is there and was neither purged nor has expired. */
  privateData(block: bigint, index: number): AsyncIterable<PrivateSet> {
    return storedSets(this.#database, { block, index });
  }

  /**
   * The clear private data that the ledger's organisation should have and has not, newest first. What a collection's definition says
   * now decides: an organisation that joined a collection misses what was written before.
   */
  async *missingPrivateData(): AsyncGenerator<SetPlace, undefined> {
    const memberOf = this.#memberOf;
    if (memberOf === undefined) return undefined;
    const state = this.snapshot();
    try {
      const collections = new CollectionsAt(state);
      for await (const place of missingSets(this.#database)) {
        if (collections.isMember(memberOf, place.chaincode, place.collection)) yield place;
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
    return this.#inTurn(() => this.#supply(sets));
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
    return prepareBlock(block, this.#bundle, this.#checks);
  }

  /** As `commit`, for a block that was prepared ahead. If the configuration changed since, it is prepared again. */
  commitPrepared(prepared: PreparedBlock, options: CommitOptions = {}): Promise<CommittedBlock> {
    return this.#inTurn(async () => {
      const isCurrent = prepared.bundle === this.#bundle;
      return this.#commit(isCurrent ? prepared : await this.prepare(prepared.block), options);
    });
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
    if (this.#failure !== undefined) throw new Error(`no block is committed: ${this.#failure}`);
    const state = this.snapshot();
    try {
      const { flags, hash, verdicts, bundle, batch } = await this.#judge(prepared, state);
      const replaced = { transactionsFilter: flags, ...(hash && { commitHash: slotOf(hash) }) };
      const block = withMetadata(prepared.block, replaced);
      const bytes = encode(Block, block);
      const committed = committedBlock(bytes, block, prepared.opened);
      const context = { committed, batch, state, view: this.#database };
      const holdings = await holdingsFor(context, {
        memberOf: this.#memberOf,
        supplied: privateData,
        again: false,
      });
      await keepSupplied(this.#database, holdings);
      await this.#store.append(bytes);
      await this.#adoptStored(context, holdings);
      this.#bundle = bundle;
      for (const listener of this.#listeners) listener(committed, verdicts);
      return committed;
    } finally {
      state.release();
    }
  }

  /** Once a block is stored, it is committed, whatever happens: if the database fails now, the next opening makes up for it. */
  async #adoptStored(context: PrivateContext, holdings: Holdings): Promise<void> {
    try {
      await this.#adopt(context, holdings);
    } catch (error) {
      const { number } = context.committed;
      this.#failure = `block ${number} is stored, but the database could not take it: ${reasonOf(error)}; opening the ledger again repairs that`;
      throw new Error(this.#failure, { cause: error });
    }
  }

  /** Judge a block as the next one. Throws BlockRejected. */
  async #judge({ block, opened, fault }: PreparedBlock, state: StateView): Promise<JudgedBlock> {
    requireFollows(block, this);
    if (fault !== undefined) throw fault;
    const bundle = this.#bundle;
    const transaction = (txId: string): TransactionPlace | undefined => this.transaction(txId);
    const context = { bundle, checks: this.#checks, state, transaction };
    const { verdicts, batch, configuration } = await validateBlock(this.height, opened, context);
    const flags = Buffer.from(verdicts.map(({ code }) => code));
    const hash = this.#nextCommitHash(flags, batch);
    return { verdicts, batch, flags, hash, bundle: configuration?.bundle ?? bundle };
  }

  /** Commit hashes begin with block 1; a chain that has lost them goes on without. */
  #nextCommitHash(flags: Uint8Array, batch: UpdateBatch): Buffer | undefined {
    const { height, commitHash: previous } = this.#position;
    if (height !== 1n && previous.length === 0) return undefined;
    return commitHash(flags, batch.hashedBytes(), previous);
  }

  /**
   * Take the next stored block: with its flags as they are, for it was validated before it was stored, or only if judging it again
   * comes to what is stored. Its clear data was stored before it was.
   */
  async #replay({ judging }: { readonly judging: boolean }): Promise<void> {
    const bytes = this.block(this.height);
    const committed = readCommittedBlock(bytes);
    const state = this.snapshot();
    try {
      const judged = judging ? await this.#judgeAgain(bytes, state) : undefined;
      const batch = judged?.batch ?? storedUpdates(committed, state);
      const context = { committed, batch, state, view: this.#database };
      const membership = { memberOf: this.#memberOf, supplied: [], again: true };
      await this.#adopt(context, await holdingsFor(context, membership));
      this.#bundle = judged?.bundle ?? this.#bundle;
    } finally {
      state.release();
    }
  }

  async #judgeAgain(bytes: Uint8Array, state: StateView): Promise<JudgedBlock> {
    const block = decode(Block, bytes);
    const judged = await this.#judge(await this.prepare(block), state);
    requireRecorded(block, judged);
    return judged;
  }

  /** Make what a stored block changes visible, all at once. */
  async #adopt(context: PrivateContext, holdings: Holdings): Promise<void> {
    const { committed, batch } = context;
    const { number, headerHash, commitHash } = committed;
    const position = { height: number + 1n, lastHeaderHash: headerHash, commitHash };
    const changes = [
      ...stateChanges(batch.updates()),
      ...historyChanges(committed),
      ...transactionChanges(this.#database, committed),
      ...(await privateChanges(context, holdings)),
      blockNumberChange(headerHash, number),
      positionChange(position),
    ];
    await this.#database.write(changes, { durable: false });
    this.#position = position;
  }

  async #supply(sets: readonly PrivateSet[]): Promise<SupplyOutcome[]> {
    const memberOf = this.#memberOf;
    if (memberOf === undefined) return sets.map(() => 'not missing');
    const state = this.snapshot();
    try {
      const { changes, outcomes } = supplyChanges(sets, {
        state,
        view: this.#database,
        memberOf,
        transaction: ({ block, index }) => readCommittedTransaction(this.block(block), index),
      });
      if (changes.length > 0) await this.#database.write(changes, { durable: true });
      return outcomes;
    } finally {
      state.release();
    }
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
