import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedChaincode } from '@argosy/operator/deployed-chaincode';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { planPorts } from '@argosy/operator/ports';
import { readTopology } from '@argosy/operator/topology/read';
import type { Topology } from '@argosy/operator/topology/schema';
import { programs, topologyFile } from 'argosy/places';
import { freePortBase } from '../../support/ports.js';
import { Clients } from './clients.js';
import { posers } from './people.js';

/** The network of ten members for a test, and everybody's client. */
export interface Harbour {
  readonly network: Network;
  readonly clients: Clients;
  readonly stop: () => Promise<void>;
}

/** Start the network of the profile `starter`. Some members have people more: who does what is not theirs to do. */
export async function startHarbour(): Promise<Harbour> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-documents-'));
  const topology = withPosers(readTopology(topologyFile, 'starter'));
  const starting = startNetwork({
    home,
    given: {
      topology,
      chaincodes: topology.chaincodes.map((it) => deployedChaincode(it, topologyFile)),
      ports: planPorts(topology, await freePortBase()),
    },
    devnetProgram: programs.devnet,
    onStep: () => undefined,
    onDeath: () => undefined,
    onRestart: () => undefined,
  });
  const network = await starting.network;
  const clients = new Clients(network);
  return {
    network,
    clients,
    stop: async () => {
      clients.close();
      await starting.stop(3_000);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function withPosers(topology: Topology): Topology {
  const organisations = topology.organisations.map((organisation) => {
    const more = posers
      .filter(({ msp }) => msp === organisation.msp)
      .map(({ person, role }) => ({ id: person, name: `Posing as ${role}`, role }));
    return { ...organisation, people: [...organisation.people, ...more] };
  });
  return { ...topology, organisations };
}
