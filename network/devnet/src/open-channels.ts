import { ChannelBundle } from '@argosy/protocol/channel-config';
import { reasonOf } from '@argosy/protocol/reason';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { SignatureChecks, type VerifyBatch } from '@argosy/protocol/signature-checks';
import { encode } from '@argosy/protocol/wire';
import { Ledger } from '@argosy/ledger/ledger';
import { TransientStore } from '@argosy/ledger/private-data/transient-store';
import type { Ambient } from './ambient.js';
import { Channel } from './channel.js';
import type { Faults } from './ordering/faults.js';
import { Ordering, type OrderingParts } from './ordering/ordering.js';
import type { BlockProduction } from './ordering/sequencer.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { LedgerStorage, Storage } from './storage/storage.js';

/** What every channel of the process is opened with. */
export interface ChannelParts {
  readonly storage: Storage;
  readonly production: BlockProduction;
  readonly transientBlocks?: number | undefined;
  /** The organisations that have peers here: their clear private data is kept. */
  readonly memberOf: readonly string[];
  readonly ambient: Ambient;
  /** What signatures are verified with where many are; the process's thread pool if left out. */
  readonly verifyBatch?: VerifyBatch | undefined;
  /** Judge every stored block again, and make anew what is derived from them. */
  readonly verify?: boolean | undefined;
  readonly warn: (text: string) => void;
  /** What comes between an orderer's SUCCESS and the sequencer; without it nothing does. */
  readonly faults?: Faults | undefined;
}

/** A channel, and what it is kept in. */
export interface OpenChannel {
  readonly channel: Channel;
  readonly kept: LedgerStorage;
}

/** Open a channel's ledger, or begin it with block 0, and have it ordered by these nodes. */
export async function openChannel(
  genesisBlock: Uint8Array,
  { nodes, stopped }: Pick<OrderingParts, 'nodes' | 'stopped'>,
  parts: ChannelParts,
): Promise<OpenChannel> {
  const { production, ambient, warn, transientBlocks, verifyBatch, faults } = parts;
  const checks = new SignatureChecks(verifyBatch && { verifyBatch });
  const { channelId } = ChannelBundle.fromBlock(genesisBlock);
  const kept = await parts.storage.openLedger(channelId);
  try {
    const ledger = await Ledger.open({
      genesisBlock,
      store: kept.store,
      database: kept.state,
      checks,
      memberOf: parts.memberOf,
      verify: parts.verify ?? false,
      report: (sentence) => {
        warn(`channel ${channelId}: ${sentence}`);
      },
    });
    const blocks = transientBlocks === undefined ? undefined : BigInt(transientBlocks);
    const transient = await TransientStore.open(kept.transient, blocks);
    const own = { ledger, transient, nodes, stopped };
    const ordering = new Ordering({ ...own, production, ambient, warn, faults });
    return { channel: new Channel(ledger, ordering, checks, transient), kept };
  } catch (error) {
    await closeLedger(kept);
    throw new Error(`channel ${channelId} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
}

/** Close what a channel is kept in. */
export async function closeLedger({ store, state, transient }: LedgerStorage): Promise<void> {
  await Promise.all([store, state, transient].map((one) => one.close()));
}

/** Blocks signed by others than the channel's consenters would be refused one after the other: say so at once. */
export function requireConsenters(
  { channelId, consenters: mapping, msps }: ChannelBundle,
  nodes: readonly (OrdererNode & { readonly id: number })[],
): void {
  for (const { id, mspId, identity } of mapping) {
    const { signer } = nodes.find((node) => node.id === id) ?? {};
    const own = signer && msps.identity(signer.creator);
    const named = msps.identity(encode(SerializedIdentity, { mspid: mspId, idBytes: identity }));
    if (own === undefined || own.id !== named?.id) {
      throw new Error(
        `channel ${channelId} names consenter ${id} of ${mspId}, whose certificate and key are not configured`,
      );
    }
  }
}
