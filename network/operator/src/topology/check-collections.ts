import { hasPeerOn } from './check-member.js';
import { checkPolicy } from './check-policy.js';
import { copiesOf, endorsementOf, keepersOf } from './collections.js';
import { oneOf, repeated } from './mistake.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Channel, Collection, Topology } from './schema.js';

/** The collections of private data of one channel, by the chaincodes that they belong to. */
export function checkCollections(topology: Topology, channel: Channel, at: Path): Mistake[] {
  const { name, chaincodes, collections = {} } = channel;
  return Object.entries(collections).flatMap(([chaincode, all]) => {
    const path = [...at, 'collections', chaincode];
    if (!chaincodes.includes(chaincode)) {
      const what = `${name} has collections of the chaincode ${chaincode}, which it does not run`;
      const why = `A collection belongs to one chaincode of its channel: ${oneOf(chaincodes)}.`;
      return [{ path, what, why, fix: 'Name one of these, or remove its collections.' }];
    }
    const names = all.map((it, nth) => ({ name: it.name, path: [...path, nth, 'name'] }));
    return [
      ...repeated(names, (twice) => ({
        what: `two collections of ${chaincode} on ${name} are named ${twice}`,
        why: 'The chaincode knows a collection by its name alone.',
        fix: 'Give each its own name.',
      })),
      ...all.flatMap((collection, nth) =>
        checkCollection({ topology, channel, collection, path: [...path, nth] }),
      ),
    ];
  });
}

type Placed = {
  readonly topology: Topology;
  readonly channel: Channel;
  readonly collection: Collection;
  readonly path: Path;
};

function checkCollection(of: Placed): Mistake[] {
  const { topology, channel, collection, path } = of;
  const { name, members } = collection;
  const mentions = members.map((msp, nth) => ({ name: msp, path: [...path, 'members', nth] }));
  return [
    ...repeated(mentions, (msp) => ({
      what: `${msp} is named twice as a member of the collection ${name}`,
      why: 'Once says it.',
      fix: 'Remove one of them.',
    })),
    ...mentions.flatMap((it) =>
      checkMember(of, it.name).map((mistake) => ({ path: it.path, ...mistake })),
    ),
    ...(keepersOf(topology, channel, collection).length === 0
      ? [{ path: [...path, 'members'], ...keptByNobody(of) }]
      : [...checkEndorsement(of), ...checkCopies(of)]),
  ];
}

/** Who takes part in a collection is on the channel, and keeps its data or goes through somebody who does. */
function checkMember({ channel, collection }: Placed, msp: string): Omit<Mistake, 'path'>[] {
  const { name } = collection;
  const member = channel.members.find((it) => it.msp === msp);
  if (member === undefined) {
    const what = `${msp} cannot be a member of the collection ${name}`;
    const why = `${channel.name} has no such member: ${oneOf(channel.members.map((it) => it.msp))}.`;
    return [{ what, why, fix: 'Name some of these, or make it a member of the channel.' }];
  }
  const { sponsor } = member;
  if (sponsor === undefined || collection.members.includes(sponsor)) return [];
  const what = `${msp} is a member of the collection ${name} and ${sponsor}, its sponsor on ${channel.name}, is not`;
  const why = 'It reads and writes through the peer of its sponsor, which would not have the data.';
  return [{ what, why, fix: `Make ${sponsor} a member, too, or leave ${msp} out.` }];
}

const keptByNobody = ({ channel, collection: { name } }: Placed): Omit<Mistake, 'path'> => ({
  what: `no member of the collection ${name} has a peer on ${channel.name}`,
  why: 'Nobody would keep its data.',
  fix: 'Add a member that has a peer, or remove the collection.',
});

function checkEndorsement({ topology, channel, collection, path }: Placed): Mistake[] {
  const { name, members } = collection;
  const policy = `the endorsement policy of the collection ${name}`;
  const unable = (msp: string): Omit<Mistake, 'path'> | undefined => {
    const fix = `Leave ${msp} out, or everybody: whoever keeps the data may sign then.`;
    const why = 'Only who keeps the data can say what becomes of it.';
    if (!members.includes(msp))
      return { what: `${policy} names ${msp}, which is no member of it`, why, fix };
    if (hasPeerOn(topology, channel, msp)) return undefined;
    return { what: `${policy} names ${msp}, which has no peer on ${channel.name}`, why, fix };
  };
  const wanted = endorsementOf(topology, channel, collection);
  return checkPolicy(topology, { ...wanted, policy, path: [...path, 'endorsement'], unable });
}

/** A peer that endorses hands the data to others: it cannot be one of them. */
function checkCopies({ topology, channel, collection, path }: Placed): Mistake[] {
  const { name, requiredPeerCount = 0 } = collection;
  const peers = copiesOf(topology, channel, collection);
  if (requiredPeerCount < peers) return [];
  const what = `the collection ${name} wants its data at ${requiredPeerCount} other peers before a peer endorses`;
  const why = `Its members have ${peers} on ${channel.name}, and the one that endorses is not counted.`;
  const fix = `Ask for ${peers - 1} or fewer, or leave it out.`;
  return [{ path: [...path, 'requiredPeerCount'], what, why, fix }];
}
