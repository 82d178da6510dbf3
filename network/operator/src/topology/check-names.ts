import { addressValue } from '../package.js';
import { repeated } from './mistake.js';
import type { Mistake, Named } from './mistake.js';
import type { Topology } from './schema.js';

/** Names that may stand for one thing only. */
export const checkNames = (topology: Topology): Mistake[] => [
  ...checkMsps(topology),
  ...checkDomains(topology),
  ...checkOrganisationNames(topology),
  ...checkPeople(topology),
  ...checkPeers(topology),
  ...checkChannelNames(topology),
  ...checkChaincodeNames(topology),
];

function checkMsps({ organisations, orderers }: Topology): Mistake[] {
  const members = organisations.map(({ msp }, index) => at(msp, 'organisations', index, 'msp'));
  const ordering = orderers.map(({ msp }, index) => at(msp, 'orderers', index, 'msp'));
  const names = new Set(members.map(({ name }) => name));
  const twice = (msp: string) => ({
    what: `${msp} is described twice`,
    why: 'Certificates and policies know an organisation by its MSP id alone.',
    fix: 'Give each its own, or remove one.',
  });
  const shared = ordering.filter(({ name }) => names.has(name));
  return [
    ...repeated(members, twice),
    ...repeated(ordering, twice),
    ...shared.map(({ name, path }) => ({
      path,
      what: `${name} is an organisation with peers and clients, and orders, too`,
      why: "An orderer's key must never endorse, and peers would refuse each other on channels that the organisation orders only.",
      fix: `Order under an MSP of its own, such as ${name.replace(/MSP$/, 'OrdererMSP')}.`,
    })),
  ];
}

function checkDomains({ organisations, orderers }: Topology): Mistake[] {
  const domains = [
    ...organisations.map(({ domain }, index) => at(domain, 'organisations', index, 'domain')),
    ...orderers.map(({ domain }, index) => at(domain, 'orderers', index, 'domain')),
  ];
  return repeated(domains, (domain) => ({
    what: `the domain ${domain} is given twice`,
    why: 'Nodes and certificates are named by it.',
    fix: 'Give each organisation and each orderer organisation its own, such as orderer.bank.test beside bank.test.',
  }));
}

function checkOrganisationNames({ organisations }: Topology): Mistake[] {
  const names = organisations.map(({ name }, index) =>
    at(name.toLowerCase(), 'organisations', index, 'name'),
  );
  return repeated(names, (name) => ({
    what: `two organisations are named ${name}, capital letters apart`,
    why: 'Processes and their logs are named by it.',
    fix: 'Give each its own name.',
  }));
}

/** Identities that every organisation has; their files lie beside those of its people and systems. */
const identities: readonly string[] = ['admin', 'indexer', 'registrar'];
/** As what the gateway and the command line themselves ask for tokens. */
const clients: readonly string[] = ['argosy-gateway', 'argosy-cli'];
const reserved = [...identities, ...clients];

/** People and systems: whoever signs in. */
function checkPeople({ organisations }: Topology): Mistake[] {
  const callers = organisations.flatMap(({ peers, people, systems = [] }, index) => [
    ...people.map(({ id }, nth) => ({
      ...at(id, 'organisations', index, 'people', nth, 'id'),
      peers,
    })),
    ...systems.map(({ id }, nth) => ({
      ...at(id, 'organisations', index, 'systems', nth, 'id'),
      peers,
    })),
  ]);
  const taken = callers.filter(
    ({ name, peers }) => reserved.includes(name) || peers.includes(name),
  );
  return [
    ...repeated(callers, (id) => ({
      what: `${id} is the id of two people or systems`,
      why: 'They sign in by it.',
      fix: 'Give each an id of their own.',
    })),
    ...taken.map(({ name, path }) => ({
      path,
      what: `nobody can have the id ${name}`,
      why: 'An identity of the organisation itself, or a program of the network, is named so.',
      fix: 'Choose another id.',
    })),
  ];
}

const checkPeers = ({ organisations }: Topology): Mistake[] =>
  organisations.flatMap(({ msp, peers }, index) =>
    repeated(
      peers.map((peer, nth) => at(peer, 'organisations', index, 'peers', nth)),
      (peer) => ({
        what: `${msp} has two peers named ${peer}`,
        why: 'A peer is known by this name and the domain.',
        fix: 'Give each its own name, such as peer0 and peer1.',
      }),
    ),
  );

const checkChannelNames = ({ channels }: Topology): Mistake[] =>
  repeated(
    channels.map(({ name }, index) => at(name, 'channels', index, 'name')),
    (name) => ({
      what: `two channels are named ${name}`,
      why: 'A channel is known by its name alone.',
      fix: 'Give each its own name.',
    }),
  );

const checkChaincodeNames = ({ chaincodes }: Topology): Mistake[] =>
  // Peers find a chaincode's process by a name that is made of this one.
  repeated(
    chaincodes.map(({ name }, index) => at(addressValue(name), 'chaincodes', index, 'name')),
    (name) => ({
      what: `two chaincodes are named ${name.replace(/_address$/, '')}, dashes and underscores taken for the same`,
      why: 'A chaincode is known by its name.',
      fix: 'Give each its own name.',
    }),
  );

const at = (name: string, ...path: readonly PropertyKey[]): Named => ({ name, path });
