import { OperatorError } from './operator-error.js';
import type { Topology } from './topology/schema.js';

/** Every listener's port, counted from one base. Consenters have an address, though devnet opens none for them. */
export type PortPlan = {
  readonly base: number;
  readonly gateway: number;
  readonly peer: ReadonlyMap<string, number>;
  readonly chaincode: ReadonlyMap<string, number>;
  readonly consenter: ReadonlyMap<string, number>;
};

const highestPort = 65_535;
const span = 100;

export function planPorts(topology: Topology, base: number): PortPlan {
  if (!Number.isInteger(base) || base < 1024 || base + span > highestPort) {
    throw new OperatorError({
      what: `${base} cannot be the base port`,
      why: `The network needs ${span} ports above 1023.`,
      fix: 'Choose a base port from 1024 to 65435, such as 17000.',
    });
  }
  const withPeer = topology.organisations.filter(({ peers }) => peers.length > 0);
  const counted = (items: readonly { readonly msp: string }[], from: number) =>
    new Map(items.map(({ msp }, index) => [msp, base + from + index + 1]));
  return {
    base,
    gateway: base,
    peer: counted(withPeer, 10),
    chaincode: counted(withPeer, 20),
    consenter: counted(topology.orderers, 30),
  };
}

export function portOf(ports: ReadonlyMap<string, number>, msp: string): number {
  const port = ports.get(msp);
  if (port === undefined) throw new Error(`no port is planned for ${msp}`);
  return port;
}
