import { accessRefusal } from '../access.js';
import type { Channel } from '../channel.js';
import { proposalSignature, type CheckedProposal } from '../endorser/proposal-checks.js';

/** The channel that a query names, which may be another than the proposal's; its readers may ask. Throws a peer's words. */
export function channelForQuery(
  channels: ReadonlyMap<string, Channel>,
  proposal: CheckedProposal,
  query: { readonly name: string; readonly channelId: string; readonly unknown: string },
): Channel {
  const { name, channelId, unknown } = query;
  const channel = channels.get(channelId);
  if (channel === undefined) throw new Error(unknown);
  const signed = proposalSignature(proposal);
  const refusal = accessRefusal(channel.bundle, '/Channel/Application/Readers', signed);
  if (refusal !== undefined) {
    throw new Error(`access denied for [${name}][${channelId}]: [${refusal}]`);
  }
  return channel;
}
