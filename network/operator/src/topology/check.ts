import type { Channel, ChannelPolicy, Topology } from './schema.js';

/** A mistake in the topology and the place where it is. */
export type Mistake = { readonly path: readonly PropertyKey[]; readonly message: string };

/** What the shape alone cannot say: names that must be unique, known, or able to do what they are named for. */
export function checkTopology(topology: Topology): readonly Mistake[] {
  return [
    ...duplicates(topology),
    ...topology.channels.flatMap((channel, index) => checkChannel(topology, channel, index)),
  ];
}

function duplicates(topology: Topology): Mistake[] {
  const msps = [
    ...topology.organisations.map(({ msp }, index) => named(msp, ['organisations', index, 'msp'])),
    ...topology.orderers.map(({ msp }, index) => named(msp, ['orderers', index, 'msp'])),
  ];
  const people = topology.organisations.flatMap((organisation, at) =>
    organisation.people.map(({ id }, index) =>
      named(id, ['organisations', at, 'people', index, 'id']),
    ),
  );
  const channels = topology.channels.map(({ name }, index) =>
    named(name, ['channels', index, 'name']),
  );
  const chaincodes = topology.chaincodes.map(({ name }, index) =>
    named(name, ['chaincodes', index, 'name']),
  );
  return [msps, people, channels, chaincodes].flatMap(repeated);
}

type Named = { readonly name: string; readonly path: readonly PropertyKey[] };
const named = (name: string, path: readonly PropertyKey[]): Named => ({ name, path });

function repeated(items: readonly Named[]): Mistake[] {
  const seen = new Set<string>();
  return items.flatMap(({ name, path }) => {
    if (seen.has(name)) return [{ path, message: `${name} is named twice` }];
    seen.add(name);
    return [];
  });
}

function checkChannel(topology: Topology, channel: Channel, index: number): Mistake[] {
  const at = ['channels', index] as const;
  const unknownChaincode = topology.chaincodes.some(({ name }) => name === channel.chaincode)
    ? []
    : [{ path: [...at, 'chaincode'], message: `no chaincode is named ${channel.chaincode}` }];
  return [
    ...unknownChaincode,
    ...repeated(channel.members.map(({ msp }, nth) => named(msp, [...at, 'members', nth, 'msp']))),
    ...channel.members.flatMap((_, nth) =>
      checkMember(topology, channel, [...at, 'members', nth], nth),
    ),
    ...checkPolicy(topology, channel, [...at, 'endorsement'], channel.endorsement),
    ...checkPolicy(topology, channel, [...at, 'lifecycle'], channel.lifecycle),
  ];
}

function checkMember(
  topology: Topology,
  channel: Channel,
  at: readonly PropertyKey[],
  nth: number,
): Mistake[] {
  const member = channel.members[nth];
  if (member === undefined) return [];
  const { msp, sponsor } = member;
  if (!topology.organisations.some((it) => it.msp === msp)) {
    return [{ path: [...at, 'msp'], message: `no organisation is named ${msp}` }];
  }
  const own = hasPeerOn(topology, channel, msp);
  if (sponsor === undefined) {
    const message = `${msp} has no peer and names no sponsor on ${channel.name}`;
    return own ? [] : [{ path: [...at, 'msp'], message }];
  }
  if (own)
    return [
      { path: [...at, 'sponsor'], message: `${msp} has a peer of its own and needs no sponsor` },
    ];
  const message = `${msp} names ${sponsor} as its sponsor, which has no peer on ${channel.name}`;
  return hasPeerOn(topology, channel, sponsor) ? [] : [{ path: [...at, 'sponsor'], message }];
}

function checkPolicy(
  topology: Topology,
  channel: Channel,
  path: readonly PropertyKey[],
  policy: ChannelPolicy,
): Mistake[] {
  const strangers = policy.of.flatMap((msp, nth) =>
    hasPeerOn(topology, channel, msp)
      ? []
      : [
          {
            path: [...path, 'of', nth],
            message: `${msp} has no peer on ${channel.name} and cannot endorse`,
          },
        ],
  );
  // A policy that asks for more signatures than it names organisations could never be met.
  const unmeetable = `asks for ${policy.outOf} of ${policy.of.length} organisations`;
  return policy.outOf > new Set(policy.of).size
    ? [...strangers, { path: [...path, 'outOf'], message: unmeetable }]
    : strangers;
}

function hasPeerOn(topology: Topology, channel: Channel, msp: string): boolean {
  const member = channel.members.some((it) => it.msp === msp);
  return member && topology.organisations.some((it) => it.msp === msp && it.peers.length > 0);
}
