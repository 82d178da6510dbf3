import { portLayout, portNeeds } from '../ports.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Topology } from './schema.js';

/** Each kind of listener has its place in the network's ports, with room for so many. */
export function checkPorts(topology: Topology): Mistake[] {
  const { peers, chaincodes, orderers, authorities } = portNeeds(topology);
  return [
    ...tooMany('peers', peers.length, portLayout.peer.room, ['organisations']),
    ...tooMany('chaincode processes', chaincodes.length, portLayout.chaincode.room, ['chaincodes']),
    ...tooMany('orderers', orderers.length, portLayout.orderer.room, ['orderers']),
    ...tooMany(
      'organisations and orderer organisations',
      authorities.length,
      portLayout.authority.room,
      ['organisations'],
    ),
  ];
}

const tooMany = (what: string, count: number, room: number, path: Path): Mistake[] =>
  count <= room
    ? []
    : [
        {
          path,
          what: `${count} ${what} are described`,
          why: `The ports of one network have room for ${room}.`,
          fix: 'Describe fewer.',
        },
      ];
