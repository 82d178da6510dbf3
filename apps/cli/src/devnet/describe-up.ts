import { join } from 'node:path';
import type { Network } from '@argosy/operator/network';
import type { Up } from './happenings.js';
import type { DevnetPlan } from './options.js';

/** What a person and a program are told of the network that is up: with the files of the samples' layout. */
export function describeUp(
  { topology, engine, ports, folder }: Network,
  { plan, organizations }: { readonly plan: DevnetPlan; readonly organizations: string },
): Omit<Up, 'watched' | 'milliseconds'> {
  const of = (domain: string, ...rest: string[]): string =>
    join(organizations, 'peerOrganizations', domain, ...rest);
  const { controls } = engine;
  return {
    channel: plan.channel,
    chaincode: plan.name,
    peers: topology.organisations.flatMap(({ msp, domain, peers }) =>
      peers.map((peer) => ({
        msp,
        name: `${peer}.${domain}`,
        endpoint: `localhost:${ports.peerPorts(msp, peer).grpc}`,
        tlsCa: of(domain, 'peers', `${peer}.${domain}`, 'tls', 'ca.crt'),
      })),
    ),
    orderer: { endpoint: `localhost:${ports.ordererPorts('').grpc}` },
    authorities: engine.authorities.flatMap(({ msp, url, tlsCa }) => [
      { msp, endpoint: url, tlsCa },
    ]),
    users: topology.organisations.flatMap(({ msp, domain }) =>
      ['Admin', 'User1'].map((name) => {
        const identity = of(domain, 'users', `${name}@${domain}`, 'msp');
        return {
          msp,
          name,
          certificate: join(identity, 'signcerts', `${name}@${domain}-cert.pem`),
          key: join(identity, 'keystore', 'priv_sk'),
        };
      }),
    ),
    organizations,
    home: folder.home,
    logs: join(folder.home, 'logs'),
    network: folder.network,
    ...(controls === undefined ? {} : { controls }),
  };
}

/** What a command that is run against the network finds in its environment: the names are those that Fabric's samples read. */
export function environmentOf(up: Omit<Up, 'watched' | 'milliseconds'>): Record<string, string> {
  const [peer] = up.peers;
  const network = {
    CHANNEL_NAME: up.channel,
    CHAINCODE_NAME: up.chaincode,
    ARGOSY_NETWORK: up.network,
    ARGOSY_HOME: up.home,
  };
  if (peer === undefined) return network;
  const domain = peer.name.replace(/^[^.]*\./, '');
  return {
    ...network,
    MSP_ID: peer.msp,
    PEER_ENDPOINT: peer.endpoint,
    PEER_HOST_ALIAS: peer.name,
    CRYPTO_PATH: join(up.organizations, 'peerOrganizations', domain),
    TLS_CERT_PATH: peer.tlsCa,
  };
}
