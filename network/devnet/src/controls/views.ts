import type { Channel } from '../channel.js';
import type { NodeState, StopManner } from '../node-servers.js';
import type { ChannelView, NodeView } from './answers.js';

/** A peer or an orderer, as it can be stopped and started. */
export interface ControlledNode {
  readonly name: string;
  /** Where clients reach it, if they do. */
  readonly address: string | undefined;
  readonly state: NodeState;
  stop(manner: StopManner): Promise<void>;
  start(): Promise<void>;
}

export const nodeView = (
  kind: NodeView['kind'],
  { name, address, state }: ControlledNode,
): NodeView => ({ name, kind, address, state });

export const channelView = ({ id, ledger, ordering, waiters }: Channel): ChannelView => ({
  name: id,
  height: Number(ledger.height),
  production: ordering.production,
  waiting: [...ordering.waitingIds],
  hasQuorum: ordering.hasQuorum,
  heldStatus: waiters.held,
  heldBlocks: waiters.heldBlocks,
});
