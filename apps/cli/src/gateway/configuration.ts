import type { Config, OrganisationConfig } from '@argosy/gateway/config';
import type { KeyPairFiles } from '@argosy/operator/run-folder';
import { indexerName } from '@argosy/operator/pki/plan';
import type { Network } from '@argosy/operator/network';
import type { PeerAddress } from '@argosy/operator/engine/engine';
import type { Channel, Organisation, Topology } from '@argosy/operator/topology/schema';

/** What the gateway reads, but for what it has a default for. */
export type GatewayConfiguration = Omit<Config, 'logLevel'>;

/** The channel that the sandbox gateway serves, and its members: the first of the network. */
export function servedChannel({ channels, organisations }: Topology): {
  readonly channel: Channel;
  readonly members: readonly Organisation[];
} {
  const [channel] = channels;
  if (channel === undefined) throw new Error('the network has no channel');
  const msps = channel.members.map(({ msp }) => msp);
  return { channel, members: organisations.filter(({ msp }) => msps.includes(msp)) };
}

/** The configuration file of the sandbox gateway, which serves all organisations of a channel in one process. */
export function gatewayConfiguration(network: Network): GatewayConfiguration {
  const { topology, folder, ports, engine } = network;
  const { channel, members } = servedChannel(topology);
  const [chaincode] = channel.chaincodes;
  if (chaincode === undefined) throw new Error(`${channel.name} has no chaincode`);
  return {
    engine: engine.name,
    listen: { host: '127.0.0.1', port: ports.gateway },
    dataDir: folder.gateway,
    channel: channel.name,
    chaincode,
    genesisBlock: folder.genesisBlock(channel.name),
    ...(engine.name === 'devnet' ? { clock: folder.clock } : {}),
    organisations: channel.members.flatMap(({ msp, sponsor = msp }) => {
      const organisation = members.find((it) => it.msp === msp);
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
