import type { Ambient } from './ambient.js';
import { defaultTimeouts } from './chaincode/host.js';
import { ChannelRegistry } from './channel-registry.js';
import type { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { configuredParts } from './configured-parts.js';
import { peerId, type DevnetParts } from './devnet-parts.js';
import { openPeer } from './open-peer.js';
import { Orderer } from './orderer.js';
import type { Peer } from './peer.js';
import { FolderStorage } from './storage/folder-storage.js';
import { MemoryStorage } from './storage/memory-storage.js';
import type { Storage } from './storage/storage.js';
import { sockets } from './transport/sockets.js';

/** What a devnet is given beside its configuration. */
export type DevnetOptions = Partial<
  Pick<DevnetParts, 'timeouts' | 'warn' | 'storage' | 'transport'>
>;

/** A whole network in one process: the peers of several organisations and their ordering service. */
export class Devnet {
  private constructor(
    private readonly parts: Pick<DevnetParts, 'storage' | 'orderers'>,
    private readonly registry: ChannelRegistry,
    private readonly peers: readonly Peer[],
    private readonly orderingService: readonly Orderer[],
  ) {}

  /** Read what a configuration names, open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async start(
    config: DevnetConfig,
    ambient: Ambient,
    options: DevnetOptions = {},
  ): Promise<Devnet> {
    const network = await configuredParts(config);
    const storage = storageOf(config);
    return Devnet.open({ ...network, ambient, storage, transport: sockets, ...options });
  }

  /** Open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async open(parts: DevnetParts): Promise<Devnet> {
    const { storage } = parts;
    await storage.open();
    try {
      const registry = await openRegistry(parts);
      const nodes = openNodes(parts, registry);
      const [peers, orderers] = await nodes.catch(async (error: unknown) => {
        await registry.close();
        throw error;
      });
      const devnet = new Devnet(parts, registry, peers, orderers);
      await devnet.listen();
      return devnet;
    } catch (error) {
      await storage.close();
      throw error;
    }
  }

  private async listen(): Promise<void> {
    try {
      await Promise.all([
        ...this.peers.map((peer) => peer.listen(this.peers)),
        ...this.orderingService.map((orderer) => orderer.listen()),
      ]);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** The channels of the network, as far as anybody has joined them. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.registry.all;
  }

  /** Where the peers serve. */
  get endpoints(): readonly string[] {
    return this.peers.map(({ address }) => address);
  }

  /** Where the orderers serve that have an endpoint of their own. */
  get orderers(): readonly string[] {
    return this.orderingService.flatMap(({ address }) => (address === undefined ? [] : [address]));
  }

  /** Put what waits on a channel into blocks; or only these transactions, into one block. Resolves when they are committed. */
  async cut(channelId: string, transactionIds?: readonly string[]): Promise<void> {
    const channel = this.channels.get(channelId);
    if (channel === undefined) throw new Error(`there is no channel ${channelId}`);
    await channel.ordering.cut(transactionIds);
  }

  /** Stop serving, commit what was accepted, close the ledgers. */
  async close(): Promise<void> {
    for (const node of [...this.peers, ...this.orderingService]) node.close();
    await this.registry.close();
    await this.parts.storage.close();
  }
}

const storageOf = ({ dataDir, storage }: DevnetConfig): Storage =>
  storage === 'memory' ? new MemoryStorage() : new FolderStorage(dataDir);

const quiet = (): void => undefined;

function openRegistry(parts: DevnetParts): Promise<ChannelRegistry> {
  const { channels, peers, orderers, warn = quiet, ...others } = parts;
  const nodes = {
    peers: peers.map(peerId),
    orderers: orderers.map(({ node }) => node),
  };
  const memberOf = [...new Set(peers.map(({ signer }) => signer.mspId))];
  return ChannelRegistry.open(channels, nodes, { ...others, memberOf, warn });
}

async function openNodes(
  parts: DevnetParts,
  registry: ChannelRegistry,
): Promise<[readonly Peer[], readonly Orderer[]]> {
  const { ambient, storage, transport, warn = quiet } = parts;
  const timeouts = { ...defaultTimeouts, ...parts.timeouts };
  const shared = { registry, ambient, storage, transport, timeouts, warn };
  const orderers = parts.orderers.map(
    (one) => new Orderer({ ...one, registry, ambient, transport }),
  );
  return [await Promise.all(parts.peers.map((one) => openPeer(one, shared))), orderers];
}
