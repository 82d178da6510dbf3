import { OperatorError } from './operator-error.js';
import type { Topology } from './topology/schema.js';

export type PeerPorts = { readonly grpc: number; readonly operations: number };
export type OrdererPorts = PeerPorts & { readonly admin: number };
export type Listener = { readonly port: number; readonly use: string };

/** Every listener's port, counted from one base. */
export type PortPlan = {
  readonly base: number;
  readonly gateway: number;
  /** The control server of the development network. */
  readonly control: number;
  readonly peerPorts: (msp: string, peer: string) => PeerPorts;
  readonly ordererPorts: (msp: string) => OrdererPorts;
  /** Where an organisation's process of a chaincode serves. */
  readonly chaincodePort: (msp: string, chaincode: string) => number;
  /** Where the certificate authorities of an organisation, or of an orderer organisation, answer. */
  readonly authorityPort: (msp: string) => number;
  /** All of them, with what they are for. */
  readonly listeners: readonly Listener[];
};

const highestPort = 65_535;

/** How many ports from the base on belong to one network, whatever of them its topology uses. */
export const portSpan = 200;

/** The layout: where each kind of listener begins, counted from the base, and how many there is room for.
 *  The nth peer, orderer and so on of the topology has the nth port of its kind. */
export const portLayout = {
  gateway: { from: 0, room: 1 },
  control: { from: 1, room: 1 },
  peer: { from: 10, room: 30 },
  peerOperations: { from: 40, room: 30 },
  chaincode: { from: 70, room: 30 },
  orderer: { from: 100, room: 20 },
  ordererAdmin: { from: 120, room: 20 },
  ordererOperations: { from: 140, room: 20 },
  authority: { from: 160, room: 40 },
} as const;

/** Plan a port for each listener of the network. Refuses a base without room for all of them. */
export function planPorts(topology: Topology, base: number): PortPlan {
  if (!Number.isInteger(base) || base < 1024 || base + portSpan - 1 > highestPort)
    throw outOfRange(base);
  const needs = portNeeds(topology);
  const at = (kind: keyof typeof portLayout, nth: number): number =>
    base + portLayout[kind].from + nth;
  const nth = (names: readonly string[], name: string): number => {
    const index = names.indexOf(name);
    if (index === -1) throw new Error(`no port is planned for ${name}`);
    return index;
  };
  const peerPorts = (msp: string, peer: string): PeerPorts => {
    const index = nth(needs.peers, named(msp, peer));
    return { grpc: at('peer', index), operations: at('peerOperations', index) };
  };
  const ordererPorts = (msp: string): OrdererPorts => {
    const index = nth(needs.orderers, msp);
    return {
      grpc: at('orderer', index),
      admin: at('ordererAdmin', index),
      operations: at('ordererOperations', index),
    };
  };
  const listeners = [
    { port: at('gateway', 0), use: 'gateway' },
    { port: at('control', 0), use: 'control server' },
    ...needs.peers.flatMap((name, index) => [
      { port: at('peer', index), use: `peer ${name}` },
      { port: at('peerOperations', index), use: `operations of the peer ${name}` },
    ]),
    ...needs.chaincodes.map((name, index) => ({
      port: at('chaincode', index),
      use: `chaincode ${name}`,
    })),
    ...needs.orderers.flatMap((msp, index) => [
      { port: at('orderer', index), use: `orderer of ${msp}` },
      { port: at('ordererAdmin', index), use: `administration of the orderer of ${msp}` },
      { port: at('ordererOperations', index), use: `operations of the orderer of ${msp}` },
    ]),
    ...needs.authorities.map((msp, index) => ({
      port: at('authority', index),
      use: `certificate authorities of ${msp}`,
    })),
  ];
  return {
    base,
    gateway: at('gateway', 0),
    control: at('control', 0),
    peerPorts,
    ordererPorts,
    chaincodePort: (msp, chaincode) =>
      at('chaincode', nth(needs.chaincodes, named(msp, chaincode))),
    authorityPort: (msp) => at('authority', nth(needs.authorities, msp)),
    listeners,
  };
}

export type PortNeeds = Readonly<
  Record<'peers' | 'chaincodes' | 'orderers' | 'authorities', readonly string[]>
>;

/** Who needs a port of each kind, in the topology's order. */
export function portNeeds({ organisations, orderers, channels }: Topology): PortNeeds {
  return {
    peers: organisations.flatMap(({ msp, peers }) => peers.map((peer) => named(msp, peer))),
    chaincodes: organisations
      .filter(({ peers }) => peers.length > 0)
      .flatMap(({ msp }) => chaincodesOf(msp, channels).map((name) => named(msp, name))),
    orderers: orderers.map(({ msp }) => msp),
    authorities: [...organisations, ...orderers].map(({ msp }) => msp),
  };
}

/** The chaincodes that run for an organisation: those of its channels. */
export const chaincodesOf = (msp: string, channels: Topology['channels']): readonly string[] => [
  ...new Set(
    channels
      .filter(({ members }) => members.some((member) => member.msp === msp))
      .flatMap(({ chaincodes }) => chaincodes),
  ),
];

const named = (msp: string, what: string): string => `${what} of ${msp}`;

const outOfRange = (base: number): OperatorError =>
  new OperatorError({
    what: `${base} cannot be the base port`,
    why: `The network's ports are the ${portSpan} from the base on, and lie between 1024 and ${highestPort}.`,
    fix: `Choose a base port from 1024 to ${highestPort - portSpan + 1}, such as 17000.`,
  });
