import { headerHash, headerOf } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { Channel } from './channel.js';
import { ChannelRecords, type ChannelRecord } from './channel-records.js';
import { openChannel, requireConsenters, type ChannelParts } from './open-channels.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { LedgerStorage, Storage } from './storage/storage.js';

/** Who takes longer to be answered than this does not keep the network from being set back. */
const LONGEST_CALL_MS = 2_000;

/** A join that cannot be. */
export class JoinRefused extends Error {
  override readonly name = 'JoinRefused';

  constructor(
    readonly reason: 'joined already' | 'another channel' | 'unknown block',
    message: string,
  ) {
    super(message);
  }
}

/** A channel that everybody is on from the beginning. */
export interface FirstChannel {
  readonly name: string;
  /** Block 0. */
  readonly genesisBlock: Uint8Array;
}

/** A channel of which no block is made at the moment. */
export interface QuietChannel {
  readonly channel: Channel;
  readonly kept: LedgerStorage;
  readonly record: ChannelRecord;
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
  private readonly channels = new Map<string, Channel>();
  /** The orderers that take no part for the time being. */
  private readonly absent = new Set<OrdererNode>();
  private readonly kept = new Map<string, LedgerStorage>();
  private readonly remembered = new Map<string, ChannelRecord>();
  private readonly views = new Map<string, Map<string, Channel>>();
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly parts: ChannelParts,
    private readonly nodes: Nodes,
    private records: ChannelRecords,
  ) {}

  /** Open all channels that were joined before, and those that the configuration starts with. */
  static async open(
    first: readonly FirstChannel[],
    nodes: Nodes,
    parts: ChannelParts,
  ): Promise<ChannelRegistry> {
    const records = new ChannelRecords(await parts.storage.files('channels'));
    const registry = new ChannelRegistry(parts, nodes, records);
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
    return this.channels;
  }

  /** The nodes of the ordering service, whether they have joined anything or not. */
  get orderers(): readonly OrdererNode[] {
    return this.nodes.orderers;
  }

  /** The channels that a peer has joined; it changes when the peer joins another. */
  joinedBy(peer: string): ReadonlyMap<string, Channel> {
    return this.viewOf(peer);
  }

  /** The channel, if the orderer has joined it. */
  orderedBy(node: OrdererNode, channelId: string): Channel | undefined {
    const channel = this.channels.get(channelId);
    return channel?.ordering.nodes.has(node) === true ? channel : undefined;
  }

  /** Have a peer join the channel that begins with this block. Throws JoinRefused. */
  joinPeer(peer: string, genesisBlock: Uint8Array): Promise<Channel> {
    return this.inTurn(async () => {
      const { channelId } = ChannelBundle.fromBlock(genesisBlock);
      if (this.viewOf(peer).has(channelId)) throw joinedAlready();
      const record = this.recordOf(channelId, genesisBlock);
      const channel = await this.enter(channelId, {
        ...record,
        peers: [...record.peers, peer],
      });
      this.viewOf(peer).set(channelId, channel);
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
        await this.save(channelId, { ...record, orderers });
      else await this.discard(channel, { ...record, orderers });
      return true;
    });
  }

  /** A node takes no part in ordering until it stands in again; it stays on its channels. */
  standBack(node: OrdererNode): void {
    this.absent.add(node);
  }

  /** A node takes part again. */
  standIn(node: OrdererNode): void {
    this.absent.delete(node);
    for (const { ordering } of this.channels.values()) ordering.wake();
  }

  /** Do something while no block is made, and nobody joins or leaves a channel. */
  quietly<T>(work: (channels: ReadonlyMap<string, QuietChannel>) => Promise<T>): Promise<T> {
    return this.inTurn(() => this.whileHeld(work));
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
        return this.vacate();
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
    await this.closeAll();
  }

  /** Whoever is being answered still gets his answer; others find nobody on any channel meanwhile. */
  private async vacate(): Promise<void> {
    const channels = [...this.channels.values()];
    for (const known of [this.channels, ...this.views.values()]) known.clear();
    const { ambient } = this.parts;
    await Promise.all(channels.map((channel) => channel.idle(ambient, LONGEST_CALL_MS)));
    await Promise.all(channels.map((channel) => channel.close()));
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
  }

  private async whileHeld<T>(
    work: (channels: ReadonlyMap<string, QuietChannel>) => Promise<T>,
  ): Promise<T> {
    const channels = [...this.channels.values()];
    const releases = await Promise.all(channels.map(({ ordering }) => ordering.hold()));
    try {
      return await work(new Map(channels.flatMap((channel) => this.quiet(channel))));
    } finally {
      for (const release of releases) release();
    }
  }

  private quiet(channel: Channel): [string, QuietChannel][] {
    const kept = this.kept.get(channel.id);
    const record = this.remembered.get(channel.id);
    if (kept === undefined || record === undefined) return [];
    return [[channel.id, { channel, kept, record }]];
  }

  private async reopen(): Promise<void> {
    for (const known of [this.channels, this.kept, this.remembered, ...this.views.values()])
      known.clear();
    this.records = new ChannelRecords(await this.parts.storage.files('channels'));
    await this.openAll([]);
  }

  private async openAll(first: readonly FirstChannel[]): Promise<void> {
    for (const [channelId, record] of await this.records.all()) {
      if (record.removed === true) await this.remove(channelId);
      else this.remembered.set(channelId, record);
    }
    for (const channel of first) await this.startJoined(channel);
    for (const [channelId, record] of this.remembered) await this.opened(channelId, record);
    for (const [channelId, { peers }] of this.remembered)
      for (const peer of peers) this.show(peer, channelId);
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
    await this.opened(name, record);
    await this.save(name, record);
  }

  private async opened(
    channelId: string,
    { genesisBlock, orderers }: ChannelRecord,
  ): Promise<Channel> {
    const known = this.channels.get(channelId);
    if (known !== undefined) return known;
    const nodes = this.nodes.orderers.filter(({ name }) => orderers.includes(name));
    const ordered = { nodes, stopped: this.absent };
    const opened = await openChannel(Buffer.from(genesisBlock, 'base64'), ordered, this.parts);
    const { channel, kept } = opened;
    this.channels.set(channelId, channel);
    this.kept.set(channelId, kept);
    return channel;
  }

  /** What is remembered of the channel of a block; a new record where it begins a new channel. */
  private recordOf(channelId: string, block: Uint8Array): ChannelRecord {
    const { number } = headerOf(decode(Block, block));
    const channel = this.channels.get(channelId);
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
    await this.save(channelId, record);
    try {
      return await this.opened(channelId, record);
    } catch (error) {
      if (isNew) await this.remove(channelId);
      else if (before === undefined) await this.forget(channelId);
      throw error;
    }
  }

  private async forget(channelId: string): Promise<void> {
    this.remembered.delete(channelId);
    await this.records.forget(channelId);
  }

  private async save(channelId: string, record: ChannelRecord): Promise<void> {
    await this.records.save(channelId, record);
    this.remembered.set(channelId, record);
  }

  private async discard(channel: Channel, record: ChannelRecord): Promise<void> {
    const { id } = channel;
    await this.records.save(id, { ...record, removed: true });
    this.channels.delete(id);
    this.kept.delete(id);
    await channel.close();
    await this.remove(id);
  }

  /** The record goes last: as long as it is there, it says what is to become of the rest. */
  private async remove(channelId: string): Promise<void> {
    await this.parts.storage.removeLedger(channelId);
    await this.forget(channelId);
  }

  private show(peer: string, channelId: string): void {
    const channel = this.channels.get(channelId);
    if (channel !== undefined) this.viewOf(peer).set(channelId, channel);
  }

  private viewOf(peer: string): Map<string, Channel> {
    const view = this.views.get(peer) ?? new Map<string, Channel>();
    this.views.set(peer, view);
    return view;
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
