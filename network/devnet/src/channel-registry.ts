import { ChannelBundle } from '@argosy/protocol/channel-config';
import type { Channel } from './channel.js';
import { Joining } from './joining.js';
import { requireConsenters, type ChannelParts } from './open-channels.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import { PresentChannels, type QuietChannel } from './present-channels.js';
import { RememberedChannels } from './remembered-channels.js';
import type { Storage } from './storage/storage.js';

/** A channel that everybody is on from the beginning. */
export interface FirstChannel {
  readonly name: string;
  /** Block 0. */
  readonly genesisBlock: Uint8Array;
}

/** Nodes by the names under which they are remembered. */
export interface Nodes {
  readonly peers: readonly string[];
  readonly orderers: readonly (OrdererNode & { readonly id: number })[];
}

/**
 * The channels of the network, and who has joined which. A channel has one ledger here, which all its peers and orderers share; it
 * exists while one of them has joined it.
 */
export class ChannelRegistry {
  private readonly joining: Joining;
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly parts: ChannelParts,
    private readonly nodes: Nodes,
    private readonly present: PresentChannels,
    private readonly remembered: RememberedChannels,
  ) {
    this.joining = new Joining(present, remembered, parts.storage);
  }

  /** Open all channels that were joined before, and those that the configuration starts with. */
  static async open(
    first: readonly FirstChannel[],
    nodes: Nodes,
    parts: ChannelParts,
  ): Promise<ChannelRegistry> {
    const present = new PresentChannels(parts, nodes.orderers);
    const remembered = await RememberedChannels.of(parts.storage);
    const registry = new ChannelRegistry(parts, nodes, present, remembered);
    try {
      await registry.openAll(first);
      return registry;
    } catch (error) {
      await registry.close();
      throw error;
    }
  }

  /** Every channel of the process. */
  get all(): ReadonlyMap<string, Channel> {
    return this.present.all;
  }

  /** The nodes of the ordering service, whether they have joined anything or not. */
  get orderers(): readonly OrdererNode[] {
    return this.nodes.orderers;
  }

  /** The channels that a peer has joined; it changes when the peer joins another. */
  joinedBy(peer: string): ReadonlyMap<string, Channel> {
    return this.present.viewOf(peer);
  }

  /** The channel, if the orderer has joined it. */
  orderedBy(node: OrdererNode, channelId: string): Channel | undefined {
    return this.present.orderedBy(node, channelId);
  }

  /** Have a peer join the channel that begins with this block. Throws JoinRefused. */
  joinPeer(peer: string, genesisBlock: Uint8Array): Promise<Channel> {
    return this.inTurn(() => this.joining.peer(peer, genesisBlock));
  }

  /** Have an orderer join the channel of which this is a configuration block. Throws JoinRefused. */
  joinOrderer(node: OrdererNode, block: Uint8Array): Promise<Channel> {
    return this.inTurn(() => this.joining.orderer(node, block));
  }

  /** Have an orderer leave a channel. With the last node that leaves, the channel's data goes. False where it has not joined it. */
  removeOrderer(node: OrdererNode, channelId: string): Promise<boolean> {
    return this.inTurn(() => this.joining.leave(node, channelId));
  }

  /** A node takes no part in ordering until it stands in again; it stays on its channels. */
  standBack(node: OrdererNode): void {
    this.present.standBack(node);
  }

  /** A node takes part again. */
  standIn(node: OrdererNode): void {
    this.present.standIn(node);
  }

  /** Do something while no block is made, and nobody joins or leaves a channel. */
  quietly<T>(work: (channels: ReadonlyMap<string, QuietChannel>) => Promise<T>): Promise<T> {
    return this.inTurn(() => this.present.whileHeld(this.remembered, work));
  }

  /**
   * Have everything that is kept replaced, and go on from there. What waits for a block is dropped, and whoever waits for something
   * on a channel is told that it was closed. Where `fill` throws, nothing has changed.
   */
  replaceAll(
    fill: (empty: Storage, present: ReadonlyMap<string, QuietChannel>) => Promise<void>,
  ): Promise<void> {
    return this.quietly(async (present) => {
      const vacated = { yet: false };
      const vacate = (): Promise<void> => {
        vacated.yet = true;
        return this.present.vacate();
      };
      try {
        await this.parts.storage.replace((empty) => fill(empty, present), vacate);
      } finally {
        // Either what was there before is there or what is there now.
        if (vacated.yet) await this.reopen();
      }
    });
  }

  /** Commit what was accepted, and close all ledgers. */
  async close(): Promise<void> {
    await this.changing;
    await this.present.closeAll();
  }

  private async reopen(): Promise<void> {
    this.present.clear();
    await this.remembered.startAnew();
    await this.openAll([]);
  }

  private async openAll(first: readonly FirstChannel[]): Promise<void> {
    await this.remembered.readAll();
    for (const channel of first) await this.startJoined(channel);
    const { all } = this.remembered;
    for (const [channelId, record] of all) await this.present.open(channelId, record);
    for (const [channelId, { peers }] of all)
      for (const peer of peers) this.present.show(peer, channelId);
  }

  /** A configured channel: every peer is on it, and every orderer unless one was removed since. */
  private async startJoined({ name, genesisBlock }: FirstChannel): Promise<void> {
    const bundle = ChannelBundle.fromBlock(genesisBlock);
    const before = this.remembered.get(name);
    if (before === undefined) requireConsenters(bundle, this.nodes.orderers);
    const record = {
      genesisBlock: Buffer.from(genesisBlock).toString('base64'),
      peers: [...new Set([...(before?.peers ?? []), ...this.nodes.peers])],
      orderers: before?.orderers ?? this.nodes.orderers.map((node) => node.name),
    };
    // It is remembered only once it could be opened: it may be another network's.
    await this.present.open(name, record);
    await this.remembered.save(name, record);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changing.then(work);
    this.changing = done.catch(() => undefined);
    return done;
  }
}
