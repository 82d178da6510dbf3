import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import type { Ambient } from './ambient.js';
import type { DevnetConfig } from './config.js';
import { Devnet } from './devnet.js';
import type { DevnetOptions } from './devnet-parts.js';

// grpc-js would print its own words beside ours.
setLogVerbosity(logVerbosity.NONE);

/** Start the peers and orderers of the process. */
export const startNodes = (
  config: DevnetConfig,
  ambient: Ambient,
  options: DevnetOptions,
): Promise<Devnet> =>
  Devnet.start(config, ambient, { timeouts: config.chaincodeTimeouts, ...options });

/** What is said of them when they serve. */
export function describeNodes({ channels, endpoints, orderers, controlUrl }: Devnet): object {
  const heights = [...channels.values()].map(({ id, ledger }) => ({
    name: id,
    height: ledger.height.toString(),
  }));
  return { ready: true, pid: process.pid, endpoints, orderers, controlUrl, channels: heights };
}
