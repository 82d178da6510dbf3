import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedChaincode } from '@argosy/operator/deployed-chaincode';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { planPorts } from '@argosy/operator/ports';
import { readTopology } from '@argosy/operator/topology/read';
import { programs, topologyFile } from 'argosy/places';
import { Clients } from '../../documents/support/clients.js';
import { freePortBase } from '../../support/ports.js';
import { RecordedChaincode } from './recorded-chaincode.js';

/** The network of the profile `starter`, whose peers and chaincodes are listened to. */
export interface RecordedNetwork {
  readonly network: Network;
  readonly clients: Clients;
  readonly chaincode: RecordedChaincode;
  /** End all processes, and leave what they wrote. */
  readonly halt: () => Promise<void>;
  readonly remove: () => void;
}

export async function startRecordedNetwork(): Promise<RecordedNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-confidential-'));
  const chaincode = new RecordedChaincode(home);
  const topology = readTopology(topologyFile, 'starter');
  const starting = startNetwork({
    home,
    given: {
      topology,
      chaincodes: topology.chaincodes.map((it) => deployedChaincode(it, topologyFile)),
      ports: planPorts(topology, await freePortBase()),
      serveChaincode: chaincode.serve,
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
    chaincode,
    halt: async () => {
      clients.close();
      await starting.stop(3_000);
      await chaincode.stop(3_000);
    },
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}
