import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedChaincode } from '@argosy/operator/deployed-chaincode';
import { startNetwork } from '@argosy/operator/network';
import { planPorts } from '@argosy/operator/ports';
import { readTopology } from '@argosy/operator/topology/read';
import { programs } from 'argosy/places';
import settings from './settings.json' with { type: 'json' };

const PORT_BASE = 28_000;

const topologyFile = join(import.meta.dirname, 'topology.yaml');

/** The engines that the suite starts by itself; any other network is up before it comes. */
export const engines = ['devnet'] as const;

/** A network of the suite's own: its run folder, and how to end it and remove that. */
export interface SuiteRun {
  readonly home: string;
  readonly stop: () => Promise<void>;
}

/** Bring up the suite's network on the development network, in a folder that is removed afterwards. */
export async function startSuiteNetwork(say: (line: string) => void): Promise<SuiteRun> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-conformance-'));
  const topology = readTopology(topologyFile);
  const { executeMilliseconds: executeMs, startupMilliseconds: startupMs } = settings;
  const starting = startNetwork({
    home,
    given: {
      topology,
      chaincodes: topology.chaincodes.map((it) => deployedChaincode(it, topologyFile)),
      ports: planPorts(topology, PORT_BASE),
      // Blocks as real orderers cut them: by the channel's own batch rules.
      devnet: {
        blockProduction: { mode: 'interval' },
        chaincodeTimeouts: { executeMs, startupMs },
      },
    },
    devnetProgram: programs.devnet,
    onStep: ({ detail }) => {
      say(detail);
    },
    onRestart: ({ name, how }) => {
      say(`${name} ended (${how}) and is started again`);
    },
    onDeath: (failure) => {
      say(String(failure));
    },
  });
  const stop = async (): Promise<void> => {
    await starting.stop(3_000);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await starting.network;
    return { home, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}
