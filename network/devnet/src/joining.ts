import { headerHash, headerOf } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { Channel } from './channel.js';
import type { ChannelRecord } from './channel-records.js';
import { JoinRefused } from './join-refused.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { PresentChannels } from './present-channels.js';
import type { RememberedChannels } from './remembered-channels.js';
import type { Storage } from './storage/storage.js';

/** How nodes join channels and leave them, one after the other. */
export class Joining {
  constructor(
    private readonly present: PresentChannels,
    private readonly remembered: RememberedChannels,
    private readonly storage: Pick<Storage, 'hasLedger'>,
  ) {}

  /** Have a peer join the channel that begins with this block. Throws JoinRefused. */
  async peer(peer: string, genesisBlock: Uint8Array): Promise<Channel> {
    const { channelId } = ChannelBundle.fromBlock(genesisBlock);
    if (this.present.viewOf(peer).has(channelId)) throw joinedAlready();
    const record = this.recordOf(channelId, genesisBlock);
    const channel = await this.enter(channelId, {
      ...record,
      peers: [...record.peers, peer],
    });
    this.present.viewOf(peer).set(channelId, channel);
    return channel;
  }

  /** Have an orderer join the channel of which this is a configuration block. Throws JoinRefused. */
  async orderer(node: OrdererNode, block: Uint8Array): Promise<Channel> {
    const { channelId } = ChannelBundle.fromBlock(block);
    if (this.present.orderedBy(node, channelId) !== undefined) throw joinedAlready();
    const record = this.recordOf(channelId, block);
    const orderers = [...record.orderers, node.name];
    const channel = await this.enter(channelId, { ...record, orderers });
    channel.ordering.join(node);
    return channel;
  }

  /** Have an orderer leave a channel. With the last node that leaves, the channel's data goes. False where it has not joined it. */
  async leave(node: OrdererNode, channelId: string): Promise<boolean> {
    const channel = this.present.orderedBy(node, channelId);
    const record = this.remembered.get(channelId);
    if (channel === undefined || record === undefined) return false;
    const orderers = record.orderers.filter((name) => name !== node.name);
    channel.ordering.leave(node);
    if (orderers.length + record.peers.length > 0)
      await this.remembered.save(channelId, { ...record, orderers });
    else await this.discard(channel, { ...record, orderers });
    return true;
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
    const isNew = !(await this.storage.hasLedger(channelId));
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
