import { caName } from '@argosy/devnet/ca/names';
import { join } from 'node:path';
import { consenterName, planMaterial } from '../pki/plan.js';
import { authorityName, peerName } from './devnet-config.js';
import type { ConfigPlan } from './devnet-config.js';
import type { AuthorityAddress, OperatorAddress, OrdererAddress, PeerAddress } from './engine.js';

/** Where the authorities of every organisation answer. */
export const authorityAddresses = ({ topology, folder, ports }: ConfigPlan): AuthorityAddress[] =>
  planMaterial(topology).map(({ msp, domain, authorities }) => ({
    msp,
    url: `https://localhost:${ports.authorityPort(msp)}`,
    tlsCa: join(folder.authorityHome(msp), 'tls', 'ca-cert.pem'),
    names: Object.fromEntries(
      authorities.map((kind) => [kind, caName(authorityName(domain), kind)]),
    ),
  }));

export const peerAddresses = (plan: ConfigPlan): PeerAddress[] =>
  plan.topology.organisations.flatMap((organisation) =>
    organisation.peers.map((peer) => {
      const { msp } = organisation;
      const { grpc, operations } = plan.ports.peerPorts(msp, peer);
      const at = operatorAddress(plan, msp);
      return {
        msp,
        name: peerName(organisation, peer),
        endpoint: `localhost:${grpc}`,
        tlsCa: at(grpc).tlsCa,
        operations: at(operations),
      };
    }),
  );

export const ordererAddresses = (plan: ConfigPlan): OrdererAddress[] =>
  plan.topology.orderers.map(({ msp, domain, host = consenterName }) => {
    const { grpc, admin, operations } = plan.ports.ordererPorts(msp);
    const at = operatorAddress(plan, msp);
    return {
      msp,
      name: peerName({ domain }, host),
      endpoint: `localhost:${grpc}`,
      tlsCa: at(grpc).tlsCa,
      admin: at(admin),
      operations: at(operations),
    };
  });

const operatorAddress =
  ({ folder }: ConfigPlan, msp: string) =>
  (port: number): OperatorAddress => ({
    url: `https://localhost:${port}`,
    tlsCa: folder.authority(msp, 'tls').certificate,
  });
