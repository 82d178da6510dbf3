import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import { decode, encode } from '@argosy/protocol/wire';
import { withMetadata } from './block-metadata.js';
import { BlockReads } from './block-reads.js';
import type { BlockStore } from './block-store.js';
import { commitHash } from './commit-hash.js';
import { committedBlock, readCommittedBlock, readCommittedTransaction } from './committed-block.js';
import type { CommittedBlock } from './committed-block.js';
import type { LedgerDatabase } from './database.js';
import { blockNumberChange } from './database/block-numbers.js';
import { positionChange } from './database/position.js';
import type { Position } from './database/position.js';
import { stateChanges } from './database/state-table.js';
import { historyChanges } from './history.js';
import { prepareAgain, prepareBlock } from './prepared-block.js';
import type { PreparedBlock } from './prepared-block.js';
import type { Holdings } from './private-data/accept.js';
import { holdingsFor, keepSupplied, privateChanges } from './private-data/block-private-data.js';
import type { PrivateContext } from './private-data/block-private-data.js';
import type { PrivateSet } from './private-data/private-set.js';
import { supplyChanges } from './private-data/supply.js';
import type { SupplyOutcome } from './private-data/supply.js';
import { requireRecorded } from './recorded.js';
import type { Judgement } from './recorded.js';
import { stateSnapshot } from './state-snapshot.js';
import { storedUpdates } from './stored-updates.js';
import { requireFollows } from './successor.js';
import { transactionChanges } from './transaction-index.js';
import { CONFIG_KEY, CONFIG_NAMESPACE } from './update-batch.js';
import type { UpdateBatch } from './update-batch.js';
import { validateBlock } from './validator.js';
import type { Verdict } from './verdict.js';

/** What a ledger is made of. */
export interface LedgerParts {
  readonly store: BlockStore;
  readonly database: LedgerDatabase;
  readonly checks: SignatureChecks;
  /** The organisations whose clear private data is kept; without any, hashes only. */
  readonly memberOf: readonly string[];
}

/** A block that is stored and visible, and what was said of its transactions. */
export interface Commitment {
  readonly committed: CommittedBlock;
  readonly verdicts: readonly Verdict[];
}

/** A block with what judging it came to, not committed yet. */
interface JudgedBlock extends Judgement {
  readonly flags: Uint8Array;
  readonly batch: UpdateBatch;
  /** The configuration after the block. */
  readonly bundle: ChannelBundle;
}

/** What goes with a block beside its public changes: clear private data, and the configuration that is in force after it. */
interface After {
  readonly holdings: Holdings;
  readonly bundle: ChannelBundle;
}

/** Takes the blocks of a ledger, one after the other: nobody calls it while it is at work. */
export class Committer {
  /** Why nothing more is committed: a block is stored that the database does not know. */
  #failure: string | undefined;

  constructor(
    private readonly parts: LedgerParts,
    private at: { position: Position; bundle: ChannelBundle },
  ) {}

  get position(): Position {
    return this.at.position;
  }

  get bundle(): ChannelBundle {
    return this.at.bundle;
  }

  prepare(block: BlockMessage): Promise<PreparedBlock> {
    return prepareBlock(block, this.bundle, this.parts.checks);
  }

  /** The same block under the configuration that is in force now. */
  async current(prepared: PreparedBlock): Promise<PreparedBlock> {
    const { bundle } = this;
    return prepared.bundle === bundle
      ? prepared
      : prepareAgain(prepared, bundle, this.parts.checks);
  }

  /**
   * Judge a block, keep the clear data that came with it, store the block, then change the database, all at once. Whatever of that
   * is done when the process ends, opening the ledger again goes on from there.
   */
  async commit(prepared: PreparedBlock, privateData: readonly PrivateSet[]): Promise<Commitment> {
    if (this.#failure !== undefined) throw new Error(`no block is committed: ${this.#failure}`);
    const reads = new BlockReads(this.parts.database);
    try {
      const { state } = reads;
      const { flags, hash, verdicts, bundle, batch } = await this.#judge(prepared, reads);
      const replaced = { transactionsFilter: flags, ...(hash && { commitHash: slotOf(hash) }) };
      const block = withMetadata(prepared.block, replaced);
      const bytes = encode(Block, block);
      const committed = committedBlock(bytes, block, prepared.opened);
      const context = { committed, batch, state, view: this.parts.database };
      const holdings = await holdingsFor(context, {
        memberOf: this.parts.memberOf,
        supplied: privateData,
        again: false,
      });
      await keepSupplied(this.parts.database, holdings);
      await this.parts.store.append(bytes);
      await this.#adoptStored(context, reads, { holdings, bundle });
      return { committed, verdicts };
    } finally {
      reads.release();
    }
  }

  /** Once a block is stored, it is committed, whatever happens: if the database fails now, the next opening makes up for it. */
  async #adoptStored(context: PrivateContext, reads: BlockReads, after: After): Promise<void> {
    try {
      await this.#adopt(context, reads, after);
    } catch (error) {
      const { number } = context.committed;
      this.#failure = `block ${number} is stored, but the database could not take it: ${reasonOf(error)}; opening the ledger again repairs that`;
      throw new Error(this.#failure, { cause: error });
    }
  }

  /** Judge a block as the next one. Throws BlockRejected. */
  async #judge(
    { block, opened, fault }: PreparedBlock,
    { state, transaction }: BlockReads,
  ): Promise<JudgedBlock> {
    requireFollows(block, this.position);
    if (fault !== undefined) throw fault;
    const bundle = this.bundle;
    const context = { bundle, checks: this.parts.checks, state, transaction };
    const { verdicts, batch, configuration } = await validateBlock(
      this.position.height,
      opened,
      context,
    );
    const flags = Buffer.from(verdicts.map(({ code }) => code));
    const hash = this.#nextCommitHash(flags, batch);
    return { verdicts, batch, flags, hash, bundle: configuration?.bundle ?? bundle };
  }

  /** Commit hashes begin with block 1; a chain that has lost them goes on without. */
  #nextCommitHash(flags: Uint8Array, batch: UpdateBatch): Buffer | undefined {
    const { height, commitHash: previous } = this.position;
    if (height !== 1n && previous.length === 0) return undefined;
    return commitHash(flags, batch.hashedBytes(), previous);
  }

  /**
   * Take the next stored block: with its flags as they are, for it was validated before it was stored, or only if judging it again
   * comes to what is stored. Its clear data was stored before it was.
   */
  async replay({ judging }: { readonly judging: boolean }): Promise<void> {
    const bytes = this.parts.store.read(this.position.height);
    const committed = readCommittedBlock(bytes);
    const reads = new BlockReads(this.parts.database);
    try {
      const { state } = reads;
      const judged = judging ? await this.#judgeAgain(bytes, reads) : undefined;
      const batch = judged?.batch ?? storedUpdates(committed, state);
      const context = { committed, batch, state, view: this.parts.database };
      const membership = { memberOf: this.parts.memberOf, supplied: [], again: true };
      const holdings = await holdingsFor(context, membership);
      const bundle = judged?.bundle ?? this.bundle;
      await this.#adopt(context, reads, { holdings, bundle });
    } finally {
      reads.release();
    }
  }

  async #judgeAgain(bytes: Uint8Array, reads: BlockReads): Promise<JudgedBlock> {
    const block = decode(Block, bytes);
    const judged = await this.#judge(await this.prepare(block), reads);
    requireRecorded(block, judged);
    return judged;
  }

  /** Make what a stored block changes visible, all at once. */
  async #adopt(
    context: PrivateContext,
    { transaction }: BlockReads,
    { holdings, bundle }: After,
  ): Promise<void> {
    const { committed, batch } = context;
    const { number, headerHash, commitHash } = committed;
    const position = { height: number + 1n, lastHeaderHash: headerHash, commitHash };
    const changes = [
      ...stateChanges(batch.updates()),
      ...historyChanges(committed),
      ...transactionChanges(transaction, committed),
      ...(await privateChanges(context, holdings)),
      blockNumberChange(headerHash, number),
      positionChange(position),
    ];
    await this.parts.database.write(changes, { durable: false });
    this.at = { position, bundle };
  }

  /** Take clear data of stored blocks, as far as it is missing. */
  async supply(sets: readonly PrivateSet[]): Promise<SupplyOutcome[]> {
    const memberOf = this.parts.memberOf;
    if (memberOf.length === 0) return sets.map(() => 'not missing');
    if (this.#failure !== undefined) throw new Error(`no clear data is taken: ${this.#failure}`);
    const state = stateSnapshot(this.parts.database);
    try {
      const { changes, outcomes } = supplyChanges(sets, {
        state,
        view: this.parts.database,
        memberOf,
        transaction: ({ block, index }) =>
          readCommittedTransaction(this.parts.store.read(block), index),
      });
      if (changes.length > 0) await this.parts.database.write(changes, { durable: true });
      return outcomes;
    } finally {
      state.release();
    }
  }

  /** The configuration as the state has it: a later block than the first may have changed it. */
  readConfiguration(): void {
    const state = stateSnapshot(this.parts.database);
    const entry = state.get(CONFIG_NAMESPACE, CONFIG_KEY);
    state.release();
    if (entry === undefined || entry.version.blockNum === 0n) return;
    const { channelId } = this.bundle;
    const bundle = ChannelBundle.fromEnvelope(channelId, entry.value, this.parts.checks);
    this.at = { position: this.position, bundle };
  }
}

const slotOf = (hash: Uint8Array): Buffer => encode(Metadata, { value: hash });
