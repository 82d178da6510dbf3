import type { Config, OrganisationConfig } from '@argosy/gateway/config';
import type { KeyPairFiles } from '@argosy/operator/run-folder';
import { indexerName } from '@argosy/operator/pki/plan';
import type { Network } from '@argosy/operator/network';
import type { PeerAddress } from '@argosy/operator/engine/engine';
import type { Organisation } from '@argosy/operator/topology/schema';

/** What the gateway reads, but for what it has a default for. */
export type GatewayConfiguration = Omit<Config, 'logLevel'>;

/** The configuration file of the sandbox gateway, which serves all organisations of a channel in one process. */
export function gatewayConfiguration(network: Network): GatewayConfiguration {
  const { topology, folder, ports, engine } = network;
  const [channel] = topology.channels;
  const [chaincode] = channel?.chaincodes ?? [];
  if (channel === undefined || chaincode === undefined)
    throw new Error('the network has no channel');
  return {
    engine: engine.name,
    listen: { host: '127.0.0.1', port: ports.gateway },
    dataDir: folder.gateway,
    channel: channel.name,
    chaincode,
    genesisBlock: folder.genesisBlock(channel.name),
    organisations: channel.members.flatMap(({ msp, sponsor = msp }) => {
      const organisation = topology.organisations.find((it) => it.msp === msp);
      const peer = engine.peers.find((it) => it.msp === sponsor);
      if (organisation === undefined || peer === undefined) return [];
      return [organisationEntry(organisation, peer, network)];
    }),
  };
}

function organisationEntry(
  organisation: Organisation,
  peer: PeerAddress,
  { folder }: Network,
): OrganisationConfig {
  const { msp, name, people } = organisation;
  const signer = (identity: string): KeyPairFiles => {
    const { certificate, key } = folder.identity(msp, identity);
    return { certificate, key };
  };
  return {
    msp,
    name,
    peer: { endpoint: peer.endpoint, tlsCa: peer.tlsCa, msp: peer.msp },
    people: people.map((person) => ({ ...person, ...signer(person.id) })),
    indexer: signer(indexerName),
  };
}
