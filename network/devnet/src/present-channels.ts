import type { Channel } from './channel.js';
import type { ChannelRecord } from './channel-records.js';
import { openChannel, type ChannelParts } from './open-channels.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { LedgerStorage } from './storage/storage.js';

/** Who takes longer to be answered than this does not keep the network from being set back. */
const LONGEST_CALL_MS = 2_000;

/** A channel of which no block is made at the moment. */
export interface QuietChannel {
  readonly channel: Channel;
  readonly kept: LedgerStorage;
  readonly record: ChannelRecord;
}

/** The channels that are open, and which of them each peer sees. */
export class PresentChannels {
  private readonly channels = new Map<string, Channel>();
  private readonly kept = new Map<string, LedgerStorage>();
  private readonly views = new Map<string, Map<string, Channel>>();
  /** The orderers that take no part for the time being. */
  private readonly absent = new Set<OrdererNode>();

  constructor(
    private readonly parts: ChannelParts,
    private readonly orderers: readonly (OrdererNode & { readonly id: number })[],
  ) {}

  get all(): ReadonlyMap<string, Channel> {
    return this.channels;
  }

  /** The channels that a peer has joined; it changes when the peer joins another. */
  viewOf(peer: string): Map<string, Channel> {
    const view = this.views.get(peer) ?? new Map<string, Channel>();
    this.views.set(peer, view);
    return view;
  }

  /** The channel, if the orderer has joined it. */
  orderedBy(node: OrdererNode, channelId: string): Channel | undefined {
    const channel = this.channels.get(channelId);
    return channel?.ordering.nodes.has(node) === true ? channel : undefined;
  }

  /** A peer sees a channel from now on, if it is open. */
  show(peer: string, channelId: string): void {
    const channel = this.channels.get(channelId);
    if (channel !== undefined) this.viewOf(peer).set(channelId, channel);
  }

  /** The channel, which is opened if it is not yet. */
  async open(channelId: string, { genesisBlock, orderers }: ChannelRecord): Promise<Channel> {
    const known = this.channels.get(channelId);
    if (known !== undefined) return known;
    const nodes = this.orderers.filter(({ name }) => orderers.includes(name));
    const ordered = { nodes, stopped: this.absent };
    const opened = await openChannel(Buffer.from(genesisBlock, 'base64'), ordered, this.parts);
    const { channel, kept } = opened;
    this.channels.set(channelId, channel);
    this.kept.set(channelId, kept);
    return channel;
  }

  /** A node takes no part in ordering until it stands in again. */
  standBack(node: OrdererNode): void {
    this.absent.add(node);
  }

  /** A node takes part again. */
  standIn(node: OrdererNode): void {
    this.absent.delete(node);
    for (const { ordering } of this.channels.values()) ordering.wake();
  }

  /** A channel is here no more. */
  async close(channel: Channel): Promise<void> {
    this.channels.delete(channel.id);
    this.kept.delete(channel.id);
    await channel.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
  }

  /** Do something while no block is made. */
  async whileHeld<T>(
    remembered: { readonly all: ReadonlyMap<string, ChannelRecord> },
    work: (channels: ReadonlyMap<string, QuietChannel>) => Promise<T>,
  ): Promise<T> {
    const channels = [...this.channels.values()];
    const releases = await Promise.all(channels.map(({ ordering }) => ordering.hold()));
    try {
      return await work(new Map(channels.flatMap((one) => this.quiet(one, remembered.all))));
    } finally {
      for (const release of releases) release();
    }
  }

  /** Whoever is being answered still gets his answer; others find nobody on any channel meanwhile. */
  async vacate(): Promise<void> {
    const channels = [...this.channels.values()];
    for (const known of [this.channels, ...this.views.values()]) known.clear();
    const { ambient } = this.parts;
    await Promise.all(channels.map((channel) => channel.idle(ambient, LONGEST_CALL_MS)));
    await Promise.all(channels.map((channel) => channel.close()));
  }

  /** After all were closed: there is nothing now. */
  clear(): void {
    for (const known of [this.channels, this.kept, ...this.views.values()]) known.clear();
  }

  private quiet(
    channel: Channel,
    remembered: ReadonlyMap<string, ChannelRecord>,
  ): [string, QuietChannel][] {
    const kept = this.kept.get(channel.id);
    const record = remembered.get(channel.id);
    if (kept === undefined || record === undefined) return [];
    return [[channel.id, { channel, kept, record }]];
  }
}
