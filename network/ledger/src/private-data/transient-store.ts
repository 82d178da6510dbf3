import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelHeader, Envelope, Payload } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { CommittedBlock } from '../committed-block.js';
import type { Change, LedgerDatabase } from '../database.js';
import { afterPrefix, KeyReader, keyOf, table } from '../database/keys.js';
import { privateSetsOf } from './private-set.js';
import type { PrivateSet } from './private-set.js';

/** What an endorser's simulation wrote into private collections. */
export interface EndorsedPrivateData {
  readonly txId: string;
  /** The height of the endorser's ledger then. */
  readonly height: bigint;
  /** Whose endorser it was: two that do not agree both have a say. */
  readonly endorser: string;
  /** Bytes of `rwset.TxPvtReadWriteSet`. */
  readonly results: Uint8Array;
}

/** How long an endorser waits for the transaction, in blocks: as long as a peer does unless it is told otherwise. */
export const TRANSIENT_BLOCKS = 20_000n;

/**
 * Clear data of proposals that were endorsed here and whose transactions are in no block yet. It goes with the block of the
 * transaction; if none comes, it is forgotten after a number of blocks. It has a database of its own, for nothing of it can be made
 * again from blocks.
 */
export class TransientStore {
  private constructor(
    private readonly database: LedgerDatabase,
    /** The transactions of which something is kept. */
    private readonly waiting: Set<string>,
    private readonly blocks: bigint,
  ) {}

  static async open(database: LedgerDatabase, blocks = TRANSIENT_BLOCKS): Promise<TransientStore> {
    await database.open();
    const waiting = new Set<string>();
    const prefix = keyOf(table.transient, []);
    for await (const [key] of database.range({ start: prefix, end: afterPrefix(prefix) }))
      waiting.add(new KeyReader(key).text());
    return new TransientStore(database, waiting, blocks);
  }

  async keep({ txId, height, endorser, results }: EndorsedPrivateData): Promise<void> {
    this.waiting.add(txId);
    const changes = [
      { key: keyOf(table.transient, [txId, endorser, height]), value: Buffer.from(results) },
      { key: keyOf(table.transientHeights, [height, txId, endorser]), value: Buffer.alloc(0) },
    ];
    await this.database.write(changes, { durable: false });
  }

  /** What is kept for the transactions of the block that is to be number `number`. It stays until the block is committed. */
  async setsFor(number: bigint, { data }: BlockMessage): Promise<PrivateSet[]> {
    if (this.waiting.size === 0) return [];
    const sets: PrivateSet[] = [];
    for (const [index, entry] of (data?.data ?? []).entries()) {
      const txId = transactionIdIn(entry);
      if (txId === undefined || !this.waiting.has(txId)) continue;
      for (const [, results] of await this.#keptFor(txId))
        sets.push(...privateSetsOf({ block: number, index }, results));
    }
    return sets;
  }

  /** Forget what went with a block that is committed, and what waited too long. */
  async committed({ number, transactions }: CommittedBlock): Promise<void> {
    if (this.waiting.size === 0) return;
    const changes: Change[] = [];
    for (const { txId } of transactions) {
      if (!this.waiting.delete(txId)) continue;
      for (const [key] of await this.#keptFor(txId)) changes.push(...forgetting(key));
    }
    if (number >= this.blocks) changes.push(...(await this.#expired(number - this.blocks)));
    if (changes.length > 0) await this.database.write(changes, { durable: false });
  }

  close(): Promise<void> {
    return this.database.close();
  }

  async #keptFor(txId: string): Promise<(readonly [Buffer, Buffer])[]> {
    const prefix = keyOf(table.transient, [txId]);
    const kept: (readonly [Buffer, Buffer])[] = [];
    for await (const entry of this.database.range({ start: prefix, end: afterPrefix(prefix) }))
      kept.push(entry);
    return kept;
  }

  /** What was endorsed at most at this height. */
  async #expired(height: bigint): Promise<Change[]> {
    const changes: Change[] = [];
    const bounds = {
      start: keyOf(table.transientHeights, []),
      end: keyOf(table.transientHeights, [height + 1n]),
    };
    for await (const [key] of this.database.range(bounds)) {
      const reader = new KeyReader(key);
      const endorsedAt = reader.number();
      const txId = reader.text();
      changes.push(...forgetting(keyOf(table.transient, [txId, reader.text(), endorsedAt])));
      const kept = await this.#keptFor(txId);
      if (kept.every(([one]) => placeOf(one).height <= height)) this.waiting.delete(txId);
    }
    return changes;
  }
}

function placeOf(key: Buffer): Omit<EndorsedPrivateData, 'results'> {
  const reader = new KeyReader(key);
  return { txId: reader.text(), endorser: reader.text(), height: reader.number() };
}

/** Forget an entry and the note of its height. */
function forgetting(key: Buffer): Change[] {
  const { txId, endorser, height } = placeOf(key);
  return [
    { key, value: undefined },
    { key: keyOf(table.transientHeights, [height, txId, endorser]), value: undefined },
  ];
}

/** Undefined for an entry that cannot be read: whoever judges the block will say so. */
function transactionIdIn(entry: Uint8Array): string | undefined {
  try {
    const { header } = decode(Payload, decode(Envelope, entry).payload);
    return header && decode(ChannelHeader, header.channelHeader).txId;
  } catch {
    return undefined;
  }
}
