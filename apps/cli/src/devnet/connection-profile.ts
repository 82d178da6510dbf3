import { stringify } from 'yaml';
import type { LayoutOrganisation } from './samples-layout.js';

/** What applications before the gateway read to find their organisation's peers and certificate authority. */
export type ConnectionProfile = Readonly<Record<string, unknown>>;

/** The connection profile of an organisation, in the form and with the names of the samples' test network. */
export function connectionProfile(
  { name, msp, domain, peers, ca, tlsAuthority }: LayoutOrganisation,
  read: (file: string) => string,
): ConnectionProfile {
  const peerName = (peer: string): string => `${peer}.${domain}`;
  const caName = `ca.${domain}`;
  const tlsCaPem = read(tlsAuthority);
  return {
    name: `test-network-${name.toLowerCase()}`,
    version: '1.0.0',
    client: {
      organization: name,
      connection: { timeout: { peer: { endorser: '300' } } },
    },
    organizations: {
      [name]: {
        mspid: msp,
        peers: peers.map((peer) => peerName(peer.name)),
        certificateAuthorities: [caName],
      },
    },
    peers: Object.fromEntries(
      peers.map((peer) => [
        peerName(peer.name),
        {
          url: `grpcs://localhost:${peer.port}`,
          tlsCACerts: { pem: tlsCaPem },
          grpcOptions: {
            'ssl-target-name-override': peerName(peer.name),
            hostnameOverride: peerName(peer.name),
          },
        },
      ]),
    ),
    certificateAuthorities: {
      [caName]: {
        url: `https://localhost:${ca.port}`,
        caName: ca.name,
        tlsCACerts: { pem: [read(ca.tlsAuthority)] },
        httpOptions: { verify: false },
      },
    },
  };
}

export const profileYaml = (profile: ConnectionProfile): string => stringify(profile);
