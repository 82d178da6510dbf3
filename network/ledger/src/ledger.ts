import { headerHash, headerOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Metadata, Payload, Envelope, metadataSlot } from '@argosy/protocol/messages/common';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';
import type { BlockStore } from './block-store.js';
import { commitHash } from './commit-hash.js';
import { readCommittedBlock } from './committed-block.js';
import type { CommittedBlock } from './committed-block.js';
import { HistoryIndex } from './history.js';
import type { KeyChange } from './history.js';
import { MemoryState } from './memory-state.js';
import { RecordDiffers, requireRecorded } from './recorded.js';
import type { Judgement } from './recorded.js';
import type { Snapshot, StateStore } from './state.js';
import { requireSuccessor } from './successor.js';
import { TransactionIndex } from './transaction-index.js';
import type { TransactionPlace } from './transaction-index.js';
import { CONFIG_KEY, CONFIG_NAMESPACE, UpdateBatch } from './update-batch.js';
import { validateBlock } from './validator.js';
import type { Verdict } from './verdict.js';

export interface LedgerOptions {
  /** Block 0 of the channel: what the ledger trusts. */
  readonly genesisBlock: Uint8Array;
  readonly store: BlockStore;
  readonly state?: StateStore;
  /** Shared with whoever verified the same signatures before. */
  readonly checks?: SignatureChecks;
  /** Judge every stored block anew, signatures and commit hash included, instead of trusting what is stored. */
  readonly verify?: boolean;
}

const SLOTS = Object.keys(metadataSlot).length;

type Listener = (block: CommittedBlock, verdicts: readonly Verdict[]) => void;

/** A block with what judging it came to, not committed yet. */
interface JudgedBlock extends Judgement {
  readonly flags: Uint8Array;
  readonly batch: UpdateBatch;
}

/** A validating node of one channel: blocks go in, flags and state come out. */
export class Ledger {
  readonly #store: BlockStore;
  readonly #state: StateStore;
  readonly #checks: SignatureChecks;
  readonly #index = new TransactionIndex();
  readonly #history = new HistoryIndex();
  readonly #listeners = new Set<Listener>();
  /** Block numbers by the hex of the header's hash. */
  readonly #numbers = new Map<string, bigint>();
  /** Resolves when the commit under way has ended, one way or the other. */
  #committing: Promise<unknown> = Promise.resolve();
  #commitHash: Uint8Array = new Uint8Array(0);
  #lastHeaderHash: Uint8Array = new Uint8Array(0);
  readonly bundle: ChannelBundle;

  private constructor({ genesisBlock, store, state, checks }: LedgerOptions) {
    this.#store = store;
    this.#state = state ?? new MemoryState();
    this.#checks = checks ?? new SignatureChecks();
    this.bundle = ChannelBundle.fromBlock(genesisBlock, this.#checks);
  }

  /**
   * Open a channel's ledger: begin it with block 0, or replay what is stored. Throws when the store holds another channel's, and,
   * if asked to verify, BlockRejected or RecordDiffers for the first stored block that judging does not confirm.
   */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const ledger = new Ledger(options);
    if (options.store.height === 0n)
      await options.store.append(withGenesisFlags(options.genesisBlock));
    ledger.#requireGenesis(options.genesisBlock);
    if (options.verify === true) requireWholeGenesis(options);
    for (let number = 0n; number < options.store.height; number++) {
      if (options.verify === true && number > 0n) await ledger.#replayJudging(number);
      else ledger.#replay(number);
    }
    return ledger;
  }

  get channelId(): string {
    return this.bundle.channelId;
  }

  /** The number of blocks, and so the number of the next one. */
  get height(): bigint {
    return this.#state.height;
  }

  /** The hash that the next block must name as its predecessor's. */
  get lastHeaderHash(): Uint8Array {
    return this.#lastHeaderHash;
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
    return this.#numbers.get(headerHash);
  }

  transaction(txId: string): TransactionPlace | undefined {
    return this.#index.get(txId);
  }

  /** The world state as it is now, unchanged until released. */
  snapshot(): Snapshot {
    return this.#state.snapshot();
  }

  /** The changes of a key, newest first. */
  history(namespace: string, key: string): Iterable<KeyChange> {
    return this.#history.changes(namespace, key, (number) => this.summary(number));
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
    const committed = this.#committing.then(() => this.#commit(block));
    this.#committing = committed.catch(() => undefined);
    return committed;
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #commit(block: BlockMessage): Promise<CommittedBlock> {
    const { verdicts, batch, flags, hash } = await this.#judge(block);
    const bytes = encode(Block, withPeerMetadata(block, flags, hash));
    await this.#store.append(bytes);
    const committed = readCommittedBlock(bytes);
    this.#adopt(committed, batch);
    for (const listener of this.#listeners) listener(committed, verdicts);
    return committed;
  }

  /** Judge a block as the next one. Throws BlockRejected. */
  async #judge(block: BlockMessage): Promise<JudgedBlock> {
    const { bundle, height } = this;
    const lastHeaderHash = this.#lastHeaderHash;
    const { header, entries } = requireSuccessor(block, { bundle, height, lastHeaderHash });
    const state = this.#state.snapshot();
    try {
      const context = { bundle, checks: this.#checks, state, index: this.#index };
      const { verdicts, batch } = await validateBlock(header.number, entries, context);
      const flags = Buffer.from(verdicts.map(({ code }) => code));
      const hash = commitHash(flags, batch.hashedBytes(), this.#commitHash);
      return { verdicts, batch, flags, hash };
    } finally {
      state.release();
    }
  }

  #requireGenesis(genesisBlock: Uint8Array): void {
    const stored = headerHash(headerOf(decode(Block, this.#store.read(0n))));
    const given = headerHash(headerOf(decode(Block, genesisBlock)));
    if (stored.equals(given)) return;
    throw new Error(
      `channel ${this.channelId}: the stored ledger begins with block ${stored.toString('hex')}, the configuration with ${given.toString('hex')}: they are different networks`,
    );
  }

  /** Take a stored block's flags as they are: it was validated before it was stored. */
  #replay(number: bigint): void {
    const bytes = this.#store.read(number);
    const state = this.#state.snapshot();
    const batch = new UpdateBatch(state);
    if (number === 0n) putConfig(batch, bytes);
    const committed = readCommittedBlock(bytes);
    for (const { code, namespaces, index } of committed.transactions) {
      if (code === validationCode.VALID)
        batch.add(namespaces, { blockNum: number, txNum: BigInt(index) });
    }
    state.release();
    this.#adopt(committed, batch);
  }

  /** Take a stored block only if judging it again comes to what is stored. */
  async #replayJudging(number: bigint): Promise<void> {
    const bytes = this.#store.read(number);
    const block = decode(Block, bytes);
    const judged = await this.#judge(block);
    requireRecorded(block, judged);
    this.#adopt(readCommittedBlock(bytes), judged.batch);
  }

  #adopt(committed: CommittedBlock, batch: UpdateBatch): void {
    this.#state.apply(batch.updates());
    this.#index.add(committed);
    this.#history.add(committed);
    this.#numbers.set(committed.headerHash.toString('hex'), committed.number);
    this.#lastHeaderHash = committed.headerHash;
    this.#commitHash = committed.commitHash;
  }
}

function withPeerMetadata(block: BlockMessage, flags: Uint8Array, hash: Uint8Array): BlockMessage {
  const metadata = metadataSlots(block);
  metadata[metadataSlot.transactionsFilter] = flags;
  metadata[metadataSlot.commitHash] = encode(Metadata, { value: hash });
  return { ...block, metadata: { metadata } };
}

/** A block's metadata with a slot for each kind: who made the block may have left some out. */
function metadataSlots(block: BlockMessage): Uint8Array[] {
  const metadata = [...(block.metadata?.metadata ?? [])];
  while (metadata.length < SLOTS) metadata.push(new Uint8Array(0));
  return metadata;
}

/** The stored block 0 must be the configuration's to the last byte: nothing else is known of it. */
function requireWholeGenesis({ genesisBlock, store }: LedgerOptions): void {
  if (Buffer.compare(store.read(0n), withGenesisFlags(genesisBlock)) !== 0)
    throw new RecordDiffers('block 0: it is not the one that the channel begins with');
}

/** Block 0 is the trust anchor: a peer flags it valid without judging it, and gives it no commit hash. */
function withGenesisFlags(genesisBlock: Uint8Array): Buffer {
  const block = decode(Block, genesisBlock);
  const metadata = metadataSlots(block);
  metadata[metadataSlot.transactionsFilter] = Buffer.of(validationCode.VALID);
  return encode(Block, { ...block, metadata: { metadata } });
}

/** The channel configuration stands in the state, too. */
function putConfig(batch: UpdateBatch, bytes: Uint8Array): void {
  const entry = decode(Block, bytes).data?.data[0] ?? new Uint8Array(0);
  const value = decode(Payload, decode(Envelope, entry).payload).data;
  const version = { blockNum: 0n, txNum: 0n };
  batch.put(CONFIG_NAMESPACE, CONFIG_KEY, { value, metadata: [], version }, version);
}
