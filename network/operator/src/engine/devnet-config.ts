import type { AuthorityConfig, DevnetConfig, HttpServerConfig } from '@argosy/devnet/config';
import type { DevnetChoices } from './devnet.js';
import { addressValue } from '../package.js';
import { chaincodeClientName, consenterName, planMaterial } from '../pki/plan.js';
import { registrarName } from '../pki/known-identities.js';
import { chaincodesOf } from '../ports.js';
import type { PortPlan } from '../ports.js';
import type { RunFolder } from '../run-folder.js';
import type { OrdererOrganisation, Organisation, Topology } from '../topology/schema.js';

export type ConfigPlan = {
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly devnet?: DevnetChoices;
};

/** The configuration file of the devnet process. Its nodes begin without channels: they are told which to join, as on real Fabric. */
export function devnetConfig(plan: ConfigPlan): DevnetConfig {
  const { topology, folder } = plan;
  return {
    dataDir: folder.devnet,
    channels: [],
    authorities: authorityConfigs(plan),
    peers: topology.organisations.flatMap((organisation) =>
      organisation.peers.map((peer) => peerConfig(plan, organisation, peer)),
    ),
    consenters: topology.orderers.map((orderer, index) => ordererConfig(plan, orderer, index + 1)),
    blockProduction: { mode: 'instant' },
    control: { endpoint: `127.0.0.1:${plan.ports.control}`, tokenFile: folder.controlToken },
    ...plan.devnet,
  };
}

export const peerName = ({ domain }: Pick<Organisation, 'domain'>, peer: string): string =>
  `${peer}.${domain.replace(/\.test$/, '')}`;

/** The name of an organisation's first authority; those of the others begin with what they certify. */
export const authorityName = (domain: string): string => `ca.${domain}`;

const authorityConfigs = ({ topology, folder, ports }: ConfigPlan): AuthorityConfig[] =>
  planMaterial(topology).map(({ msp, domain, authorities }) => ({
    msp,
    name: authorityName(domain),
    organisation: domain,
    endpoint: `localhost:${ports.authorityPort(msp)}`,
    folder: folder.authorityHome(msp),
    bootstrap: { id: registrarName, secretFile: folder.registrarSecret(msp) },
    identitiesFile: folder.knownIdentities(msp),
    certifiesChaincode: authorities.includes('chaincode'),
  }));

function peerConfig(
  { topology, folder, ports }: ConfigPlan,
  organisation: Organisation,
  peer: string,
): DevnetConfig['peers'][number] {
  const { msp } = organisation;
  const { grpc, operations } = ports.peerPorts(msp, peer);
  const identity = folder.identity(msp, peer);
  return {
    msp,
    name: peerName(organisation, peer),
    endpoint: `localhost:${grpc}`,
    ...identity,
    authority: folder.authority(msp, 'enrolment').certificate,
    operations: operatorServer(folder, { msp, port: operations, tls: identity.tls }),
    packageValues: chaincodeLink(organisation, peer, { topology, folder, ports }),
  };
}

function ordererConfig(
  { folder, ports }: ConfigPlan,
  { msp }: OrdererOrganisation,
  id: number,
): DevnetConfig['consenters'][number] {
  const { grpc, admin, operations } = ports.ordererPorts(msp);
  const identity = folder.identity(msp, consenterName);
  const { tls } = identity;
  return {
    msp,
    id,
    endpoint: `localhost:${grpc}`,
    ...identity,
    admin: operatorServer(folder, { msp, port: admin, tls }),
    operations: operatorServer(folder, { msp, port: operations, tls }),
  };
}

/** For people and programs of the organisation itself: they show a certificate of its TLS authority. */
const operatorServer = (
  folder: RunFolder,
  of: {
    readonly msp: string;
    readonly port: number;
    readonly tls: { readonly certificate: string; readonly key: string };
  },
): HttpServerConfig => ({
  endpoint: `localhost:${of.port}`,
  tls: of.tls,
  clientAuthorities: [folder.authority(of.msp, 'tls').certificate],
});

/** What a peer fills into a package: where its organisation's chaincode serves, and with which keys the two meet. */
function chaincodeLink(
  { msp }: Organisation,
  peer: string,
  { topology, folder, ports }: ConfigPlan,
): Record<string, string | { file: string }> {
  const { certificate, key } = folder.identity(msp, chaincodeClientName(peer)).tls;
  return {
    ...Object.fromEntries(
      chaincodesOf(msp, topology.channels).map((name) => [
        addressValue(name),
        `localhost:${ports.chaincodePort(msp, name)}`,
      ]),
    ),
    root_cert: { file: folder.authority(msp, 'chaincode').certificate },
    client_cert: { file: certificate },
    client_key: { file: key },
  };
}
