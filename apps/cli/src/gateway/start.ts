import { writeFileAtomically } from '@argosy/operator/files';
import type { Network } from '@argosy/operator/network';
import { programs } from '../places.js';
import { gatewayConfiguration } from './configuration.js';

/** Start the sandbox gateway beside a network. Resolves with its base URL when it serves. */
export async function startGateway(network: Network): Promise<string> {
  const { folder, ports, processes } = network;
  const configuration = gatewayConfiguration(network);
  writeFileAtomically(folder.gatewayConfig, `${JSON.stringify(configuration, undefined, 2)}\n`);
  const spec = {
    name: 'gateway',
    script: programs.gateway,
    arguments: [folder.gatewayConfig],
    environment: { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? folder.compileCache },
    log: folder.log('gateway'),
  };
  await processes.start(spec, { restart: false });
  return `http://localhost:${ports.gateway}`;
}
