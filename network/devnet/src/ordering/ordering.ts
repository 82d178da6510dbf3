import { reasonOf } from '@argosy/protocol/reason';
import type { BlockSigner } from '@argosy/protocol/block-signature';
import type { Envelope } from '@argosy/protocol/messages/common';
import type { Decoded } from '@argosy/protocol/wire';
import type { Ledger } from '@argosy/ledger/ledger';
import { BlockRejected } from '@argosy/ledger/verdict';
import type { Ambient } from '../ambient.js';
import { admit, NotAdmitted } from './admission.js';
import { makeBlock } from './block-maker.js';
import type { BroadcastAnswer } from './broadcast-status.js';
import { Sequencer, type BlockProduction } from './sequencer.js';

export interface OrderingParts {
  readonly ledger: Ledger;
  readonly consenters: readonly BlockSigner[];
  readonly production: BlockProduction;
  readonly ambient: Ambient;
  readonly warn: (text: string) => void;
}

/** The ordering service of one channel: admits envelopes, puts them into signed blocks, hands these to the ledger. */
export class Ordering {
  private readonly sequencer: Sequencer;

  constructor(private readonly parts: OrderingParts) {
    this.sequencer = new Sequencer(parts.production, {
      limits: () => parts.ledger.bundle.batchSize,
      produce: (entries) => this.produce(entries),
      halted: (error) => {
        parts.warn(`channel ${parts.ledger.channelId} has halted: ${reasonOf(error)}`);
      },
    });
  }

  /** Answer an envelope as an orderer does. SUCCESS means accepted: whether it commits, its block will say. */
  broadcast(envelope: Decoded<typeof Envelope>): BroadcastAnswer {
    const { ledger, ambient } = this.parts;
    try {
      const request = admit(envelope, ledger.bundle, ambient.now());
      const refusal = this.sequencer.accept(request);
      if (refusal === undefined) return { status: 'SUCCESS', info: '' };
      return { status: 'SERVICE_UNAVAILABLE', info: refusal };
    } catch (error) {
      if (error instanceof NotAdmitted) return error.answer;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.sequencer.close();
  }

  /**
   * Commit the entries in one block. An entry that the ledger cannot judge would stop the channel for ever; so a
   * refused block is tried again entry by entry, and what is refused alone is dropped with a warning.
   */
  private async produce(entries: readonly Uint8Array[]): Promise<void> {
    try {
      await this.commit(entries);
    } catch (error) {
      if (!(error instanceof BlockRejected)) throw error;
      if (entries.length === 1) {
        this.parts.warn(`a transaction was dropped: ${reasonOf(error)}`);
        return;
      }
      for (const entry of entries) await this.produce([entry]);
    }
  }

  private async commit(entries: readonly Uint8Array[]): Promise<void> {
    const { ledger, consenters, ambient } = this.parts;
    // The configuration of block 0 stays in force: updates are not admitted.
    const end = {
      number: ledger.height,
      previousHash: ledger.lastHeaderHash,
      lastConfig: 0n,
    };
    const block = makeBlock(end, entries, consenters, (size) => ambient.randomBytes(size));
    await ledger.commit(block);
  }
}
