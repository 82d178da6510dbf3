import type { Ambient } from './ambient.js';
import type { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { configuredParts } from './configured-parts.js';
import { ControlledNodes } from './controls/controlled-nodes.js';
import { Controls } from './controls/controls.js';
import { openClock } from './controls/open-clock.js';
import { serveControls } from './controls/server.js';
import type { DevnetOptions, DevnetParts } from './devnet-parts.js';
import type { HttpServer } from './http/server.js';
import { dumpPartsOf, openNetwork, type OpenNetwork } from './open-network.js';
import type { Orderer } from './orderer.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { Peer } from './peer.js';
import { dump, load } from './snapshots/dump.js';
import type { ChannelState } from './snapshots/head.js';
import { Snapshots, type SnapshotInfo } from './snapshots/snapshots.js';
import { configuredStorage } from './storage/configured-storage.js';
import { sockets } from './transport/sockets.js';

/** A whole network in one process: the peers of several organisations and their ordering service. */
export class Devnet {
  private readonly kept: Snapshots;
  /** What a test can do to the network. */
  readonly controls: Controls;
  private controlServer: HttpServer | undefined;

  private constructor(private readonly network: OpenNetwork) {
    const { parts, registry, peers, orderers } = network;
    const { ambient: clock, faults, storage } = parts;
    this.kept = new Snapshots(storage, registry);
    const nodes = new ControlledNodes(peers, orderers);
    this.controls = new Controls({ clock, faults, nodes, channels: () => this.channels });
  }

  /** Read what a configuration names, open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async start(
    config: DevnetConfig,
    ambient: Ambient,
    options: DevnetOptions = {},
  ): Promise<Devnet> {
    const network = await configuredParts(config);
    const storage = configuredStorage(config);
    const clock = await openClock(config, ambient);
    return Devnet.open({ ...network, ambient: clock, storage, transport: sockets, ...options });
  }

  /** Open the ledgers and serve. Resolves when every endpoint accepts calls. */
  static async open(parts: DevnetParts): Promise<Devnet> {
    const devnet = new Devnet(await openNetwork(parts));
    await devnet.listen();
    return devnet;
  }

  private async listen(): Promise<void> {
    try {
      const { parts, peers, orderers } = this.network;
      await Promise.all([
        ...peers.map((peer) => peer.listen(peers)),
        ...orderers.map((orderer) => orderer.listen()),
      ]);
      const { control } = parts;
      this.controlServer = control && (await serveControls(control, this));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** The channels of the network, as far as anybody has joined them. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.network.registry.all;
  }

  /** Where the peers serve. */
  get endpoints(): readonly string[] {
    return this.network.peers.map(({ address }) => address);
  }

  /** Where the orderers serve that have an endpoint of their own. */
  get orderers(): readonly string[] {
    return this.network.orderers.flatMap(({ address }) => (address === undefined ? [] : [address]));
  }

  /** Where the controls are served, if they are. */
  get controlUrl(): string | undefined {
    return this.network.parts.control && `http://${this.network.parts.control.address}`;
  }

  /** The nodes by the names that they have for operators, such as `BankA:peer0` and `OrdererA:1`; they can be stopped and started. */
  get nodes(): ReadonlyMap<string, Peer | Orderer> {
    const all = [...this.network.peers, ...this.network.orderers];
    return new Map(all.map((node) => [node.name, node]));
  }

  /** Have a node join the channel of which this is block 0, or for an orderer a configuration block. Throws JoinRefused. */
  async join(node: string, block: Uint8Array): Promise<void> {
    const orderer = this.orderer(node);
    if (orderer === undefined) await this.network.registry.joinPeer(node, block);
    else await this.network.registry.joinOrderer(orderer, block);
  }

  /** Have an orderer leave a channel; with the last node that leaves, the channel's data goes. False where it had not joined it. */
  async leave(node: string, channelId: string): Promise<boolean> {
    const orderer = this.orderer(node);
    return orderer !== undefined && (await this.network.registry.removeOrderer(orderer, channelId));
  }

  private orderer(name: string): OrdererNode | undefined {
    return this.network.registry.orderers.find((one) => one.name === name);
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
    return dump(path, dumpPartsOf(this.network));
  }

  /** Have what a dump holds in place of what is there, snapshots included. Throws DumpRefused, and changes nothing. */
  async load(path: string): Promise<readonly ChannelState[]> {
    const channels = await load(path, dumpPartsOf(this.network));
    await this.kept.forget(() => true);
    await this.reloaded();
    return channels;
  }

  private async reloaded(): Promise<void> {
    await Promise.all(this.network.peers.map((peer) => peer.reload()));
  }

  /** Stop serving, commit what was accepted, close the ledgers. */
  async close(): Promise<void> {
    this.controlServer?.close();
    for (const node of [...this.network.peers, ...this.network.orderers]) node.close();
    try {
      await this.network.registry.close();
    } finally {
      await this.network.parts.storage.close();
    }
  }
}
