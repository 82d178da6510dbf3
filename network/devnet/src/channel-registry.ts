import { headerHash, headerOf } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { Channel } from './channel.js';
import type { ChannelRecord } from './channel-records.js';
import { JoinRefused } from './join-refused.js';
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
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly parts: ChannelParts,
    private readonly nodes: Nodes,
    private readonly present: PresentChannels,
    private readonly remembered: RememberedChannels,
  ) {}

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
    const channel = this.present.all.get(channelId);
    return channel?.ordering.nodes.has(node) === true ? channel : undefined;
  }

  /** Have a peer join the channel that begins with this block. Throws JoinRefused. */
  joinPeer(peer: string, genesisBlock: Uint8Array): Promise<Channel> {
    return this.inTurn(async () => {
      const { channelId } = ChannelBundle.fromBlock(genesisBlock);
      if (this.present.viewOf(peer).has(channelId)) throw joinedAlready();
      const record = this.recordOf(channelId, genesisBlock);
      const channel = await this.enter(channelId, {
        ...record,
        peers: [...record.peers, peer],
      });
      this.present.viewOf(peer).set(channelId, channel);
      return channel;
    });
  }

  /** Have an orderer join the channel of which this is a configuration block. Throws JoinRefused. */
  joinOrderer(node: OrdererNode, block: Uint8Array): Promise<Channel> {
    return this.inTurn(async () => {
      const { channelId } = ChannelBundle.fromBlock(block);
      if (this.orderedBy(node, channelId) !== undefined) throw joinedAlready();
      const record = this.recordOf(channelId, block);
      const orderers = [...record.orderers, node.name];
      const channel = await this.enter(channelId, { ...record, orderers });
      channel.ordering.join(node);
      return channel;
    });
  }

  /** Have an orderer leave a channel. With the last node that leaves, the channel's data goes. False where it has not joined it. */
  removeOrderer(node: OrdererNode, channelId: string): Promise<boolean> {
    return this.inTurn(async () => {
      const channel = this.orderedBy(node, channelId);
      const record = this.remembered.get(channelId);
      if (channel === undefined || record === undefined) return false;
      const orderers = record.orderers.filter((name) => name !== node.name);
      channel.ordering.leave(node);
      if (orderers.length + record.peers.length > 0)
        await this.remembered.save(channelId, { ...record, orderers });
      else await this.discard(channel, { ...record, orderers });
      return true;
    });
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

  /** What is remembered of the channel of a block; a new record where it begins a new channel. */
  private recordOf(channelId: string, block: Uint8Array): ChannelRecord {
    const { number } = headerOf(decode(Block, block));
    const channel = this.present.all.get(channelId);
    const record = this.remembered.get(channelId);
    if (channel !== undefined && record !== undefined) {
      if (holds(channel, block)) return record;
      const why = `the network has a channel ${channelId} that this block is not of`;
      throw new JoinRefused('another channel', why);
    }
    if (number > 0n) {
      const why = `nobody here has the blocks of channel ${channelId} before block ${number}`;
      throw new JoinRefused('unknown block', why);
    }
    return { genesisBlock: Buffer.from(block).toString('base64'), peers: [], orderers: [] };
  }

  /** Remember first, then open: whoever is told that he has joined has joined, even if the process ends now. */
  private async enter(channelId: string, record: ChannelRecord): Promise<Channel> {
    const before = this.remembered.get(channelId);
    // A ledger without a record is one that lost it: it goes on.
    const isNew = !(await this.parts.storage.hasLedger(channelId));
    await this.remembered.save(channelId, record);
    try {
      return await this.present.open(channelId, record);
    } catch (error) {
      if (isNew) await this.remembered.remove(channelId);
      else if (before === undefined) await this.remembered.forget(channelId);
      throw error;
    }
  }

  private async discard(channel: Channel, record: ChannelRecord): Promise<void> {
    await this.remembered.markRemoved(channel.id, record);
    await this.present.close(channel);
    await this.remembered.remove(channel.id);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changing.then(work);
    this.changing = done.catch(() => undefined);
    return done;
  }
}

const joinedAlready = (): JoinRefused =>
  new JoinRefused('joined already', 'channel already exists');

/** Whether a block is one of a channel's, by the hash of its header. */
function holds({ ledger }: Channel, block: Uint8Array): boolean {
  const header = headerOf(decode(Block, block));
  if (header.number >= ledger.height) return false;
  const own = headerOf(decode(Block, ledger.block(header.number)));
  return headerHash(own).equals(headerHash(header));
}
