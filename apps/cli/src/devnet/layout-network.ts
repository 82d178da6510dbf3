import type { Engine } from '@argosy/operator/engine/engine';
import type { Network } from '@argosy/operator/network';
import { adminName, consenterName } from '@argosy/operator/pki/plan';
import type { LayoutIdentity, LayoutNetwork, LayoutOrganisation } from './samples-layout.js';
import { sampleOrderer, sampleUser } from './test-network.js';

/** The material of a network that runs, by the names of the samples. */
export function layoutNetwork({ topology, folder, ports, engine }: Network): LayoutNetwork {
  const authority = (msp: string, kind: 'enrolment' | 'tls'): string =>
    folder.authority(msp, kind).certificate;
  const identity = (msp: string, of: string, name: string): LayoutIdentity => ({
    name,
    signing: folder.identity(msp, of),
  });
  const node = (msp: string, of: string, name: string) => ({
    ...identity(msp, of, name),
    tls: folder.identity(msp, of).tls,
  });
  const { msp: orderers, domain } = sampleOrderer;
  return {
    organisations: topology.organisations.map(({ msp, name, domain, peers }) => ({
      msp,
      name,
      domain,
      authority: authority(msp, 'enrolment'),
      tlsAuthority: authority(msp, 'tls'),
      users: [identity(msp, adminName, 'Admin'), identity(msp, sampleUser.id, sampleUser.name)],
      peers: peers.map((peer) => ({
        ...node(msp, peer, peer),
        port: ports.peerPorts(msp, peer).grpc,
      })),
      ca: {
        ...addressOf(engine, msp, authority(msp, 'tls')),
        port: ports.authorityPort(msp),
      },
    })),
    orderers: {
      msp: orderers,
      domain,
      authority: authority(orderers, 'enrolment'),
      tlsAuthority: authority(orderers, 'tls'),
      users: [identity(orderers, adminName, 'Admin')],
      orderers: [
        {
          ...node(orderers, consenterName, sampleOrderer.host),
          port: ports.ordererPorts(orderers).grpc,
        },
      ],
    },
  };
}

/** By which name requests mean the authority for enrolment, and who certified its listener. */
function addressOf(
  { authorities }: Pick<Engine, 'authorities'>,
  msp: string,
  otherwise: string,
): Pick<LayoutOrganisation['ca'], 'name' | 'tlsAuthority'> {
  const address = authorities.find((it) => it.msp === msp);
  return { name: address?.names.enrolment ?? '', tlsAuthority: address?.tlsCa ?? otherwise };
}
