import { audits, hasPeerOn } from './check-member.js';
import type { Channel, ChannelPolicy, Collection, Topology } from './schema.js';

/** The collections of private data that a chaincode has on a channel. */
export const collectionsOf = (
  { collections = {} }: Channel,
  chaincode: string,
): readonly Collection[] =>
  // Read as the channel's own: a chaincode may be named as something that every object has.
  (Object.hasOwn(collections, chaincode) ? collections[chaincode] : undefined) ?? [];

/** The members of a collection whose peers keep its data; the others go through these. */
export const keepersOf = (
  topology: Topology,
  channel: Channel,
  { members }: Collection,
): readonly string[] => [...new Set(members)].filter((msp) => hasPeerOn(topology, channel, msp));

/** Who endorses what is written to a collection: whoever keeps it, unless it is said. An auditor endorses nothing. */
export function endorsementOf(
  topology: Topology,
  channel: Channel,
  collection: Collection,
): ChannelPolicy {
  const { outOf, of } = collection.endorsement;
  const able = keepersOf(topology, channel, collection).filter((msp) => !audits(topology, msp));
  return { outOf, of: of ?? able };
}

/** At how many peers the data of a collection is kept. */
export function copiesOf(topology: Topology, channel: Channel, collection: Collection): number {
  const keepers = keepersOf(topology, channel, collection);
  const peers = topology.organisations
    .filter(({ msp }) => keepers.includes(msp))
    .map((it) => it.peers.length);
  return peers.reduce((sum, count) => sum + count, 0);
}
