import type { StaffMember } from '@argosy/domain/possible-actions';
import { dealKinds } from '../deals/deal.js';
import type { DealReads } from '../deals/deal-reads.js';
import type { Caller } from '../access/organisation-access.js';
import type { MemberChannel } from '../organisation/member-channel.js';
import { channelNamed } from './channel-of.js';

/** What somebody can read deals from. Refuses: CHANNEL_NOT_JOINED, where the organisation is not on the channel of credits. */
export function dealReadsOf(caller: Caller): DealReads {
  const { reads: trade } = channelNamed(caller, dealKinds.credit);
  return { trade, border: caller.organisation.channels.get(dealKinds.licence)?.reads };
}

/** Whether somebody's organisation is on the channel of credits. */
export function canReadDeals({ organisation }: Caller): boolean {
  return organisation.channels.has(dealKinds.credit);
}

/** The channels that deals are on and the caller's organisation has joined. */
export function dealChannelsOf({ organisation }: Caller): readonly MemberChannel[] {
  return [...new Set(Object.values(dealKinds))].flatMap((name) => {
    const channel = organisation.channels.get(name);
    return channel === undefined ? [] : [channel];
  });
}

export function staffOf({ actor, organisation }: Caller): StaffMember {
  return { msp: organisation.msp, staffRole: actor.role };
}
