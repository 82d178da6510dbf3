import { readFile } from 'node:fs/promises';
import { pemSigner } from '@argosy/protocol/signer';
import type { Ambient } from './ambient.js';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { defaultTimeouts, type ChaincodeTimeouts } from './chaincode/host.js';
import { ChannelRegistry } from './channel-registry.js';
import type { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { configuredPeer, peerId } from './configured-peer.js';
import { configuredOrderer, type Orderer } from './orderer.js';
import type { Peer } from './peer.js';

export interface DevnetOptions {
  readonly timeouts?: Partial<ChaincodeTimeouts>;
  /** Told what an operator should know and nobody else is told. */
  readonly warn?: (text: string) => void;
}

/** A whole network in one process: the peers of several organisations and their ordering service. */
export class Devnet {
  private constructor(
    private readonly registry: ChannelRegistry,
    private readonly peers: readonly Peer[],
    private readonly orderingService: readonly Orderer[],
    private readonly lock: FolderLock,
  ) {}

  /** Open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async start(
    config: DevnetConfig,
    ambient: Ambient,
    { timeouts = {}, warn = () => undefined }: DevnetOptions = {},
  ): Promise<Devnet> {
    const lock = await FolderLock.take(config.dataDir);
    try {
      const registry = await openRegistry(config, ambient, warn);
      const shared = {
        registry,
        dataDir: config.dataDir,
        timeouts: { ...defaultTimeouts, ...timeouts },
        ambient,
      };
      const nodes = Promise.all([
        Promise.all(config.peers.map((peer) => configuredPeer(peer, shared, warn))),
        orderers(config, registry, ambient),
      ]);
      const [peers, orderingService] = await nodes.catch(async (error: unknown) => {
        await registry.close();
        throw error;
      });
      const devnet = new Devnet(registry, peers, orderingService, lock);
      await devnet.listen();
      return devnet;
    } catch (error) {
      await lock.release();
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
    await this.lock.release();
  }
}

async function openRegistry(
  config: DevnetConfig,
  ambient: Ambient,
  warn: (text: string) => void,
): Promise<ChannelRegistry> {
  const nodes = {
    peers: config.peers.map(peerId),
    orderers: await Promise.all(config.consenters.map(configuredNode)),
  };
  const { dataDir, blockProduction: production, transientBlocks } = config;
  const memberOf = [...new Set(config.peers.map(({ msp }) => msp))];
  return ChannelRegistry.open(config.channels, nodes, {
    dataDir,
    production,
    transientBlocks,
    memberOf,
    ambient,
    warn,
  });
}

async function configuredNode({
  msp,
  id,
  certificate,
  key,
  tls,
}: DevnetConfig['consenters'][number]) {
  const signer = pemSigner(msp, await readFile(certificate, 'utf8'), await readFile(key, 'utf8'));
  const tlsCertificate = tls && (await readFile(tls.certificate, 'utf8'));
  return { id, name: `${msp}:${id}`, signer, tlsCertificate };
}

/** Each consenter that is configured, with its servers; the registry has the nodes in the same order. */
async function orderers(
  { consenters }: DevnetConfig,
  registry: ChannelRegistry,
  ambient: Ambient,
): Promise<Orderer[]> {
  return Promise.all(
    registry.orderers.flatMap((node, index) => {
      const entry = consenters[index];
      return entry === undefined ? [] : [configuredOrderer(entry, { node, registry, ambient })];
    }),
  );
}
