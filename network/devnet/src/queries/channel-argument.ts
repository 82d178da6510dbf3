import { resourceRefusal, type Resource } from '../access.js';
import type { Channel } from '../channel.js';
import { proposalSignature, type CheckedProposal } from '../endorser/proposal-checks.js';

/** What is asked for, and a peer's words for who may not have it. */
export interface ChannelQuery {
  readonly channelId: string;
  readonly resource: Resource;
  readonly unknown: string;
  readonly denied: (why: string) => string;
}

/** The channel that a query names, which may be another than the proposal's; its readers may ask. Throws a peer's words. */
export function channelForQuery(
  channels: ReadonlyMap<string, Channel>,
  proposal: Pick<CheckedProposal, 'opened'>,
  { channelId, resource, unknown, denied }: ChannelQuery,
): Channel {
  const channel = channels.get(channelId);
  if (channel === undefined) throw new Error(unknown);
  const refusal = resourceRefusal(channel.bundle, resource, proposalSignature(proposal));
  if (refusal !== undefined) throw new Error(denied(refusal));
  return channel;
}
