import { checkCollections } from './check-collections.js';
import { checkMember } from './check-member.js';
import { checkChannelPolicy } from './check-policy.js';
import { oneOf, repeated } from './mistake.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Channel, Topology } from './schema.js';

/** Members, policies, consenters, chaincodes and collections of one channel. */
export function checkChannel(topology: Topology, channel: Channel, index: number): Mistake[] {
  const at: Path = ['channels', index];
  const { name, members, consenters, chaincodes } = channel;
  const mentions = (part: string, names: readonly string[], more: Path = []) =>
    names.map((it, nth) => ({ name: it, path: [...at, part, nth, ...more] }));
  const msps = members.map(({ msp }) => msp);
  return [
    ...repeated(mentions('members', msps, ['msp']), twice('a member of', name)),
    ...members.flatMap((_, nth) => checkMember(topology, channel, [...at, 'members', nth], nth)),
    ...checkChannelPolicy(topology, channel, { part: 'endorsement', at }),
    ...checkChannelPolicy(topology, channel, { part: 'lifecycle', at }),
    ...repeated(mentions('consenters', consenters), twice('a consenter of', name)),
    ...checkConsenters(topology, channel, at),
    ...repeated(mentions('chaincodes', chaincodes), twice('a chaincode of', name)),
    ...checkChaincodes(topology, channel, at),
    ...checkCollections(topology, channel, at),
  ];
}

const twice = (as: string, channel: string) => (name: string) => ({
  what: `${name} is named twice as ${as} ${channel}`,
  why: 'Once says it.',
  fix: 'Remove one of them.',
});

/** With fewer than 3f + 1 consenters, f of them cannot be faulty; below four that means none. */
const leastByzantine = 4;

function checkConsenters(topology: Topology, channel: Channel, at: Path): Mistake[] {
  const { name, consensus, consenters } = channel;
  const known = topology.orderers.map(({ msp }) => msp);
  const unknown = consenters.flatMap((msp, nth) =>
    known.includes(msp)
      ? []
      : [
          {
            path: [...at, 'consenters', nth],
            what: `${msp} cannot order ${name}`,
            why: `No orderer organisation is described with this MSP id: ${oneOf(known)}.`,
            fix: 'Name one of these, or describe it under orderers.',
          },
        ],
  );
  if (consensus !== 'BFT' || consenters.length >= leastByzantine) return unknown;
  const few = {
    path: [...at, 'consenters'],
    what: `${name} is ordered by BFT with ${consenters.length} of at least ${leastByzantine} consenters`,
    why: 'Below four consenters BFT survives no faulty one, and costs more than Raft, which survives as many.',
    fix: 'Name four consenters or more, or order the channel with `consensus: etcdraft`.',
  };
  return [...unknown, few];
}

function checkChaincodes(topology: Topology, { name, chaincodes }: Channel, at: Path): Mistake[] {
  const known = topology.chaincodes.map((it) => it.name);
  return chaincodes.flatMap((chaincode, nth) =>
    known.includes(chaincode)
      ? []
      : [
          {
            path: [...at, 'chaincodes', nth],
            what: `${name} cannot run the chaincode ${chaincode}`,
            why: `No chaincode of this name is described: ${oneOf(known)}.`,
            fix: 'Name one of these, or describe it under chaincodes.',
          },
        ],
  );
}
