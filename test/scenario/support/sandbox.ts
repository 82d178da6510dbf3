import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { startGateway } from 'argosy/gateway/start';
import { programs, topologyFile } from 'argosy/places';
import { foundRegisters } from 'argosy/register/found';
import { freePortBase } from './ports.js';

/** A network and its gateway for a test: its registers are founded, and there is no deal. */
export interface Sandbox {
  readonly network: Network;
  readonly gatewayUrl: string;
  readonly stop: () => Promise<void>;
}

export async function startSandbox({ gateway = true, registers = true } = {}): Promise<Sandbox> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-sandbox-'));
  const starting = startNetwork({
    home,
    topologyFile,
    portBase: await freePortBase(),
    devnetProgram: programs.devnet,
    onStep: () => undefined,
    onDeath: () => undefined,
    onRestart: () => undefined,
  });
  const network = await starting.network;
  if (registers) await foundRegisters(network);
  return {
    network,
    gatewayUrl: gateway ? (await startGateway(network)).url : '',
    stop: async () => {
      await starting.stop(3_000);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
