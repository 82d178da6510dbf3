import type { Ambient } from './ambient.js';
import { defaultTimeouts } from './chaincode/host.js';
import { ChannelRegistry, type Nodes } from './channel-registry.js';
import type { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { Clock, openClock } from './controls/clock.js';
import { Controls } from './controls/controls.js';
import { serveControls } from './controls/server.js';
import { configuredParts } from './configured-parts.js';
import { peerId, type DevnetParts } from './devnet-parts.js';
import type { HttpServer } from './http/server.js';
import { openPeer } from './open-peer.js';
import { Orderer } from './orderer.js';
import { Faults } from './ordering/faults.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { Peer } from './peer.js';
import { FolderStorage } from './storage/folder-storage.js';
import { MemoryStorage } from './storage/memory-storage.js';
import { dump, load, type DumpParts } from './snapshots/dump.js';
import type { ChannelState } from './snapshots/head.js';
import { Snapshots, type SnapshotInfo } from './snapshots/snapshots.js';
import type { Storage } from './storage/storage.js';
import { sockets } from './transport/sockets.js';

/** What a devnet is given beside its configuration. */
export type DevnetOptions = Partial<
  Pick<DevnetParts, 'timeouts' | 'warn' | 'storage' | 'transport'>
>;

/** A whole network in one process: the peers of several organisations and their ordering service. */
export class Devnet {
  private readonly kept: Snapshots;
  /** What a test can do to the network. */
  readonly controls: Controls;
  private controlServer: HttpServer | undefined;

  private constructor(
    private readonly parts: OpenParts,
    private readonly registry: ChannelRegistry,
    private readonly peers: readonly Peer[],
    private readonly orderingService: readonly Orderer[],
  ) {
    this.kept = new Snapshots(parts.storage, registry);
    const { ambient: clock, faults } = parts;
    const channels = (): ReadonlyMap<string, Channel> => this.channels;
    this.controls = new Controls({ clock, faults, peers, orderers: orderingService, channels });
  }

  /** Read what a configuration names, open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async start(
    config: DevnetConfig,
    ambient: Ambient,
    options: DevnetOptions = {},
  ): Promise<Devnet> {
    const network = await configuredParts(config);
    const storage = storageOf(config);
    const clock = await openClock(config, ambient);
    return Devnet.open({ ...network, ambient: clock, storage, transport: sockets, ...options });
  }

  /** Open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async open(given: DevnetParts): Promise<Devnet> {
    const parts = withControls(given);
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
      const { control } = this.parts;
      this.controlServer = control && (await serveControls(control, this));
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

  /** Where the controls are served, if they are. */
  get controlUrl(): string | undefined {
    return this.parts.control && `http://${this.parts.control.address}`;
  }

  /** The nodes by the names that they have for operators, such as `BankA:peer0` and `OrdererA:1`; they can be stopped and started. */
  get nodes(): ReadonlyMap<string, Peer | Orderer> {
    const all = [...this.peers, ...this.orderingService];
    return new Map(all.map((node) => [node.name, node]));
  }

  /** Put what waits on a channel into blocks; or only these transactions, into one block. Resolves when they are committed. */
  async cut(channelId: string, transactionIds?: readonly string[]): Promise<void> {
    const channel = this.channels.get(channelId);
    if (channel === undefined) throw new Error(`there is no channel ${channelId}`);
    await channel.ordering.cut(transactionIds);
  }

  /** Have a node join the channel of which this is block 0, or for an orderer a configuration block. Throws JoinRefused. */
  async join(node: string, block: Uint8Array): Promise<void> {
    const orderer = this.orderer(node);
    if (orderer === undefined) await this.registry.joinPeer(node, block);
    else await this.registry.joinOrderer(orderer, block);
  }

  /** Have an orderer leave a channel; with the last node that leaves, the channel's data goes. False where it had not joined it. */
  async leave(node: string, channelId: string): Promise<boolean> {
    const orderer = this.orderer(node);
    return orderer !== undefined && (await this.registry.removeOrderer(orderer, channelId));
  }

  private orderer(name: string): OrdererNode | undefined {
    return this.registry.orderers.find((one) => one.name === name);
  }

  /** Remember the state of the whole network, between two blocks. Answers the snapshot's id. */
  snapshot(): Promise<string> {
    return this.kept.take();
  }

  /** The snapshots that are kept, oldest first. */
  snapshots(): Promise<readonly SnapshotInfo[]> {
    return this.kept.list();
  }

  /**
   * Set ledgers, private data, installed packages and joined channels back to a snapshot, and forget those that are younger. The
   * clock stays, and what the authorities have issued. Endpoints stay; streams of blocks end, and what waits for a block is dropped.
   * Throws SnapshotRefused, and changes nothing.
   */
  async revert(id: string): Promise<void> {
    await this.kept.revert(id);
    await this.reloaded();
  }

  /** Write all that the network keeps into one file; no key is in it, clear private data is. Answers what it holds. */
  dump(path: string): Promise<readonly ChannelState[]> {
    return dump(path, this.dumpParts);
  }

  /** Have what a dump holds in place of what is there, snapshots included. Throws DumpRefused, and changes nothing. */
  async load(path: string): Promise<readonly ChannelState[]> {
    const channels = await load(path, this.dumpParts);
    await this.kept.forget(() => true);
    await this.reloaded();
    return channels;
  }

  private get dumpParts(): DumpParts {
    const { registry, parts } = this;
    const nodes = nodesOf(parts);
    return {
      storage: parts.storage,
      registry,
      nodes,
      first: parts.channels,
      memberOf: memberOf(parts),
    };
  }

  private async reloaded(): Promise<void> {
    await Promise.all(this.peers.map((peer) => peer.reload()));
  }

  /** Stop serving, commit what was accepted, close the ledgers. */
  async close(): Promise<void> {
    this.controlServer?.close();
    for (const node of [...this.peers, ...this.orderingService]) node.close();
    await this.registry.close();
    await this.parts.storage.close();
  }
}

/** A network's parts, with what it is controlled by. */
type OpenParts = DevnetParts & { readonly ambient: Clock; readonly faults: Faults };

function withControls(parts: DevnetParts): OpenParts {
  const { ambient: base, warn = quiet } = parts;
  const ambient = base instanceof Clock ? base : Clock.over(base);
  return { ...parts, ambient, faults: parts.faults ?? new Faults({ ambient, warn }) };
}

const storageOf = ({ dataDir, storage }: DevnetConfig): Storage =>
  storage === 'memory' ? new MemoryStorage() : new FolderStorage(dataDir);

const quiet = (): void => undefined;

function openRegistry(parts: OpenParts): Promise<ChannelRegistry> {
  const { channels, warn = quiet } = parts;
  const all = { ...parts, memberOf: memberOf(parts), warn };
  return ChannelRegistry.open(channels, nodesOf(parts), all);
}

const nodesOf = ({ peers, orderers }: DevnetParts): Nodes => ({
  peers: peers.map(peerId),
  orderers: orderers.map(({ node }) => node),
});

const memberOf = ({ peers }: DevnetParts): string[] => [
  ...new Set(peers.map(({ signer }) => signer.mspId)),
];

async function openNodes(
  parts: OpenParts,
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
