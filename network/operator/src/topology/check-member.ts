import { oneOf } from './mistake.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Channel, Topology } from './schema.js';

/** Whether a member can take part: by a peer of its own, or through a sponsor's. */
export function checkMember(
  topology: Topology,
  channel: Channel,
  at: Path,
  nth: number,
): Mistake[] {
  const member = channel.members[nth];
  if (member === undefined) return [];
  const { msp, sponsor } = member;
  const known = topology.organisations.map((it) => it.msp);
  if (!known.includes(msp)) {
    const what = `${msp} cannot be a member of ${channel.name}`;
    const why = `No organisation is described with this MSP id: ${oneOf(known)}.`;
    return [{ path: [...at, 'msp'], what, why, fix: 'Name one of these, or describe it.' }];
  }
  const own = hasPeerOn(topology, channel, msp);
  if (sponsor !== undefined) return checkSponsor(topology, channel, { msp, sponsor, own, at });
  if (own) return [];
  const what = `${msp} has no peer and names no sponsor on ${channel.name}`;
  const why = 'It could neither read the channel nor send anything to it.';
  const fix = `Name a member with a peer as its sponsor, or give ${msp} a peer.`;
  return [{ path: [...at, 'msp'], what, why, fix }];
}

type Sponsored = {
  readonly msp: string;
  readonly sponsor: string;
  readonly own: boolean;
  readonly at: Path;
};

function checkSponsor(
  topology: Topology,
  channel: Channel,
  { msp, sponsor, own, at }: Sponsored,
): Mistake[] {
  const path = [...at, 'sponsor'];
  if (own) {
    const what = `${msp} names a sponsor on ${channel.name} and has a peer of its own`;
    const why = 'Its people use that peer.';
    return [{ path, what, why, fix: 'Remove the sponsor, or the peer.' }];
  }
  if (hasPeerOn(topology, channel, sponsor)) return [];
  const what = `${msp} names ${sponsor} as its sponsor, which has no peer on ${channel.name}`;
  const why = 'A sponsor lends its peer on that channel.';
  const able = channel.members.map((it) => it.msp).filter((it) => hasPeerOn(topology, channel, it));
  return [{ path, what, why, fix: `Name a member that has a peer; ${oneOf(able)}.` }];
}

/** Whether an organisation's people audit: then it takes no part in writing. */
export const audits = ({ organisations }: Topology, msp: string): boolean =>
  organisations.some((it) => it.msp === msp && it.people.some(({ role }) => role === 'auditor'));

/** Whether an organisation is a member of a channel and has a peer. */
export function hasPeerOn(topology: Topology, channel: Channel, msp: string): boolean {
  const member = channel.members.some((it) => it.msp === msp);
  return member && topology.organisations.some((it) => it.msp === msp && it.peers.length > 0);
}
