import { join } from 'node:path';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { encode } from '@argosy/protocol/wire';
import { openDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { TransientStore } from '@argosy/ledger/private-data/transient-store';
import type { Ambient } from './ambient.js';
import { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { Ordering } from './ordering/ordering.js';
import type { OrdererNode } from './ordering/orderer-node.js';

/** What every channel of the process is opened with. */
export interface ChannelParts {
  readonly dataDir: string;
  readonly production: DevnetConfig['blockProduction'];
  readonly transientBlocks: DevnetConfig['transientBlocks'];
  /** The organisations that have peers here: their clear private data is kept. */
  readonly memberOf: readonly string[];
  readonly ambient: Ambient;
  readonly warn: (text: string) => void;
}

/** The folder of a channel's blocks and state. */
export const ledgerFolder = (dataDir: string, name: string): string =>
  join(dataDir, 'ledgers', name);

/** Open a channel's ledger, or begin it with block 0, and have it ordered by these nodes. */
export async function openChannel(
  genesisBlock: Uint8Array,
  nodes: Iterable<OrdererNode>,
  { dataDir, production, transientBlocks, memberOf, ambient, warn }: ChannelParts,
): Promise<Channel> {
  const checks = new SignatureChecks();
  const name = ChannelBundle.fromBlock(genesisBlock).channelId;
  const folder = ledgerFolder(dataDir, name);
  const ledger = await Ledger.open({
    genesisBlock,
    store: FileBlockStore.open(folder),
    database: await openDatabase(join(folder, 'state')),
    checks,
    memberOf,
    report: (sentence) => {
      warn(`channel ${name}: ${sentence}`);
    },
  });
  const transient = await openTransientStore(folder, transientBlocks).catch(
    async (error: unknown) => {
      await ledger.close();
      throw error;
    },
  );
  const ordering = new Ordering({ ledger, nodes, production, ambient, warn, transient });
  return new Channel(ledger, ordering, checks, transient);
}

async function openTransientStore(
  folder: string,
  blocks: number | undefined,
): Promise<TransientStore> {
  const database = await openDatabase(join(folder, 'transient'));
  return TransientStore.open(database, blocks === undefined ? undefined : BigInt(blocks));
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
