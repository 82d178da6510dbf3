import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockSigner } from '@argosy/protocol/block-signature';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { openDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { Ambient } from './ambient.js';
import { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { Ordering } from './ordering/ordering.js';

interface Consenter extends BlockSigner {
  readonly signer: Signer;
}

/** Open the ledgers of the configured channels. Refuses: a block of another channel; consenters that are not the channel's. */
export async function openChannels(
  config: DevnetConfig,
  ambient: Ambient,
  warn: (text: string) => void,
): Promise<Map<string, Channel>> {
  const consenters = await Promise.all(config.consenters.map(configuredConsenter));
  const channels = new Map<string, Channel>();
  try {
    for (const channel of config.channels)
      channels.set(channel.name, await openChannel(channel, { config, consenters, ambient, warn }));
    return channels;
  } catch (error) {
    await Promise.all([...channels.values()].map((channel) => channel.close()));
    throw error;
  }
}

interface ChannelParts {
  readonly config: DevnetConfig;
  readonly consenters: readonly Consenter[];
  readonly ambient: Ambient;
  readonly warn: (text: string) => void;
}

/** Whatever is refused leaves nothing open: the folder can be opened again at once. */
async function openChannel(
  { name, genesisBlock }: DevnetConfig['channels'][number],
  { config, consenters, ambient, warn }: ChannelParts,
): Promise<Channel> {
  const checks = new SignatureChecks();
  const folder = join(config.dataDir, 'ledgers', name);
  const ledger = await Ledger.open({
    genesisBlock: await readFile(genesisBlock),
    store: FileBlockStore.open(folder),
    database: await openDatabase(join(folder, 'state')),
    checks,
    report: (sentence) => {
      warn(`channel ${name}: ${sentence}`);
    },
  });
  try {
    if (ledger.channelId !== name)
      throw new Error(`${genesisBlock} is of channel ${ledger.channelId}, not of ${name}`);
    requireConsenters(ledger.bundle, consenters);
  } catch (error) {
    await ledger.close();
    throw error;
  }
  const production = config.blockProduction;
  const ordering = new Ordering({ ledger, consenters, production, ambient, warn });
  return new Channel(ledger, ordering, checks);
}

async function configuredConsenter(
  consenter: DevnetConfig['consenters'][number],
): Promise<Consenter> {
  const { msp, id, certificate, key } = consenter;
  const signer = pemSigner(msp, await readFile(certificate, 'utf8'), await readFile(key, 'utf8'));
  return { id, signer, sign: (message) => signer.sign(message) };
}

/** Blocks signed by others than the channel's consenters would be refused one after the other: say so at once. */
function requireConsenters(
  { channelId, consenters: mapping, msps }: ChannelBundle,
  consenters: readonly Consenter[],
): void {
  for (const { id, mspId, identity } of mapping) {
    const { signer } = consenters.find((consenter) => consenter.id === id) ?? {};
    const own = signer && msps.identity(signer.creator);
    const named = msps.identity(encode(SerializedIdentity, { mspid: mspId, idBytes: identity }));
    if (own === undefined || own.id !== named?.id) {
      throw new Error(
        `channel ${channelId} names consenter ${id} of ${mspId}, whose certificate and key are not configured`,
      );
    }
  }
}
