import type { Channel } from '../channel.js';
import type { ChannelView } from './answers.js';

/** A channel, as controls show it. */
export const channelView = ({ id, ledger, ordering, waiters }: Channel): ChannelView => ({
  name: id,
  height: Number(ledger.height),
  production: ordering.production,
  waiting: [...ordering.waitingIds],
  hasQuorum: ordering.hasQuorum,
  heldStatus: waiters.held,
  heldBlocks: waiters.heldBlocks,
});
