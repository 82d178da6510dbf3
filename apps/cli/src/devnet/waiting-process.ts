import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { sockets } from '@argosy/devnet/transport/sockets';
import type { ChaincodeService } from '@argosy/operator/engine/devnet';
import type { ProcessSpec } from '@argosy/operator/process/child';
import type { Begun } from '@argosy/operator/process/process-group';
import { ChaincodeRelay } from './relay/chaincode-relay.js';
import type { CodeVersions } from './relay/code-versions.js';

const host = '127.0.0.1';

/** A process that has loaded all but the chaincode. */
export type Spare = {
  readonly service: ChaincodeService;
  readonly spec: ProcessSpec;
  readonly begun: Begun;
};

/** The relay that serves an organisation's peer where it looks for the chaincode. */
export function relayFor(
  { msp, packageId, process }: ChaincodeService,
  versions: CodeVersions,
): ChaincodeRelay {
  const { environment } = process;
  const read = (name: string): string => readFileSync(environment[name] ?? '', 'utf8');
  return new ChaincodeRelay({
    msp,
    packageId,
    versions,
    transport: sockets,
    address: addressOf(process),
    tls: {
      certificate: read('CHAINCODE_TLS_CERT_FILE'),
      key: read('CHAINCODE_TLS_KEY_FILE'),
      clientAuthorities: read('CHAINCODE_TLS_CLIENT_CACERT_FILE'),
    },
  });
}

/** Tell a process to serve. Refuses where it cannot, with what it says. */
export async function serving({ begun }: Spare): Promise<void> {
  const refused = begun.said('refused').then(({ why }) => {
    throw new Error(String(why));
  });
  await Promise.race([begun.ready, refused]);
  begun.tell('serve');
  await Promise.race([begun.said('serving'), refused]);
}

export const addressOf = (process: ProcessSpec): string =>
  process.environment['CHAINCODE_SERVER_ADDRESS'] ?? '';

/** The same process on a port of its own, under a name of its own; the log goes on. */
export async function elsewhere(process: ProcessSpec, count: number): Promise<ProcessSpec> {
  const port = await freePort();
  return {
    ...process,
    name: `${process.name}-${count}`,
    environment: {
      ...process.environment,
      CHAINCODE_SERVER_ADDRESS: `${host}:${port}`,
      ARGOSY_CHAINCODE_WAITS: '1',
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('there is no free port'));
      });
    });
  });
}
