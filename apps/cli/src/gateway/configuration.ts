import type { ChannelConfig, Config, OrganisationConfig } from '@argosy/gateway/config';
import type { KeyPairFiles } from '@argosy/operator/run-folder';
import { indexerName } from '@argosy/operator/pki/plan';
import type { Network } from '@argosy/operator/network';
import type { PortPlan } from '@argosy/operator/ports';
import type { Channel, Organisation } from '@argosy/operator/topology/schema';
import { organisationUrl } from './local-http.js';
import { systemSecretHash } from './system-secrets.js';

/** Where the gateway answers without naming an organisation. */
export const gatewayUrl = ({ gateway }: PortPlan): string => `http://localhost:${gateway}`;

/** What the gateway reads, but for what it has a default for. */
export type GatewayConfiguration = Omit<Config, 'logLevel'>;

/** The configuration file of the sandbox gateway, which serves all organisations on all their channels in one process. */
export function gatewayConfiguration(network: Network): GatewayConfiguration {
  const { topology, folder, ports, engine } = network;
  return {
    engine: engine.name,
    listen: { host: '127.0.0.1', port: ports.gateway },
    dataDir: folder.gateway,
    channels: topology.channels.map((channel) => channelEntry(channel, network)),
    ...(engine.name === 'devnet' ? { clock: folder.clock } : {}),
    organisations: topology.organisations
      .filter(({ people }) => people.length > 0)
      .map((organisation) => organisationEntry(organisation, network)),
  };
}

function channelEntry({ name, chaincodes }: Channel, { folder }: Network): ChannelConfig {
  const [chaincode] = chaincodes;
  if (chaincode === undefined) throw new Error(`${name} has no chaincode`);
  return { name, chaincode, genesisBlock: folder.genesisBlock(name) };
}

function organisationEntry(
  organisation: Organisation,
  { topology, folder, ports, engine }: Network,
): OrganisationConfig {
  const { msp, name, people, systems = [] } = organisation;
  const signer = (identity: string): KeyPairFiles => {
    const { certificate, key } = folder.identity(msp, identity);
    return { certificate, key };
  };
  return {
    msp,
    name,
    origin: organisationUrl(gatewayUrl(ports), name),
    channels: topology.channels.flatMap(({ name: channel, members }) => {
      const member = members.find((it) => it.msp === msp);
      const peer = engine.peers.find((it) => it.msp === (member?.sponsor ?? member?.msp));
      if (peer === undefined) return [];
      const { endpoint, tlsCa } = peer;
      return [{ name: channel, peer: { endpoint, tlsCa, msp: peer.msp } }];
    }),
    issuer: { kind: 'sandbox' },
    people: people.map((person) => ({ ...person, ...signer(person.id) })),
    systems: systems.map((system) => ({
      ...system,
      ...signer(system.id),
      secretHash: systemSecretHash(folder, system.id),
    })),
    indexer: signer(indexerName),
  };
}
