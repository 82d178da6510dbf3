import { OperatorError } from '@argosy/operator/operator-error';
import type { Listener, PortPlan } from '@argosy/operator/ports';
import type { Topology } from '@argosy/operator/topology/schema';

/** The orderer's port in the samples' test network: from it the others follow. */
export const samplesPortBase = 7050;

const highestPort = 65_535;
/** How far apart the organisations' ports are; Fabric's own numbers leave as much. */
const between = 2_000;

/** Ports where Fabric's samples expect them: peers on 7051, 9051, 11051, …, the orderer on 7050, authorities on 7054, 8054, 11054, …
 *  Another base moves all of them alike. Refuses a base without room for all of them. */
export function samplesPorts(
  { organisations, orderers }: Pick<Topology, 'organisations' | 'orderers'>,
  base = samplesPortBase,
): PortPlan {
  const index = (msp: string): number => organisations.findIndex((it) => it.msp === msp);
  const peer = (msp: string): number => base + 1 + between * index(msp);
  const authority = (msp: string): number => base + authorityAt(index(msp), orderers, msp);
  const orderer = { grpc: base, admin: base + 3, operations: base + 2_393 };
  const control = base - 1;
  const operations = (msp: string): number => orderer.operations + 1 + index(msp);
  const listeners: Listener[] = [
    { port: control, use: 'control server' },
    { port: orderer.grpc, use: 'orderer' },
    { port: orderer.admin, use: 'administration of the orderer' },
    { port: orderer.operations, use: 'operations of the orderer' },
    ...organisations.flatMap(({ msp, domain }) => [
      { port: peer(msp), use: `peer of ${domain}` },
      { port: peer(msp) + 1, use: `chaincode of ${domain}` },
      { port: operations(msp), use: `operations of the peer of ${domain}` },
      { port: authority(msp), use: `certificate authority of ${domain}` },
    ]),
    ...orderers.map(({ msp, domain }) => ({
      port: authority(msp),
      use: `certificate authority of ${domain}`,
    })),
  ];
  requireRoom(listeners, base);
  return {
    base,
    // There is no REST gateway: whoever has a chaincode folder has a client of its own.
    gateway: base - 2,
    control,
    peerPorts: (msp) => ({ grpc: peer(msp), operations: operations(msp) }),
    ordererPorts: () => orderer,
    chaincodePort: (msp) => peer(msp) + 1,
    authorityPort: authority,
    listeners,
  };
}

/** The samples have the authorities of the first two organisations and of the orderers on 7054, 8054 and 9054. */
function authorityAt(index: number, orderers: Topology['orderers'], msp: string): number {
  if (orderers.some((it) => it.msp === msp)) return 2_004;
  return index === 1 ? 1_004 : 4 + between * index;
}

function requireRoom(listeners: readonly Listener[], base: number): void {
  const ports = listeners.map(({ port }) => port);
  const lowest = Math.min(...ports);
  const highest = Math.max(...ports);
  if (Number.isInteger(base) && lowest >= 1_024 && highest <= highestPort) return;
  throw new OperatorError({
    what: `${base} cannot be the port of the orderer`,
    why: `The network's ports would go from ${lowest} to ${highest}; they must lie between 1024 and ${highestPort}.`,
    fix: `Choose a --port-base from 1025 to ${highestPort - (highest - base)}, or fewer organisations.`,
  });
}
