import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { sockets } from '@argosy/devnet/transport/sockets';
import type { ChaincodeService } from '@argosy/operator/engine/devnet';
import { chaincodeClientName } from '@argosy/operator/pki/plan';
import type { Network } from '@argosy/operator/network';
import type { ProcessSpec } from '@argosy/operator/process/child';
import { ChaincodeRelay } from './relay/chaincode-relay.js';
import { CodeVersion, CodeVersions } from './relay/code-versions.js';
import { ProcessLine } from './relay/process-line.js';

type Means = Pick<Network, 'processes' | 'folder'>;

/** How long processes of the code before are kept for endorsements that come late. */
const lingerMilliseconds = 2_000;
const graceMilliseconds = 1_000;
const host = '127.0.0.1';

/** A version with the processes that run it, by name. */
type Running = { readonly version: CodeVersion; readonly processes: readonly string[] };

/** Chaincode that is replaced while the network runs: behind one stream to each peer, processes with new code take over. */
export class WatchedChaincode {
  readonly #means: Promise<Means>;
  #wanted: readonly ChaincodeService[] = [];
  readonly #relays = new Map<string, ChaincodeRelay>();
  #versions: CodeVersions | undefined;
  #running: Running | undefined;
  #count = 0;

  constructor(means: Promise<Means>) {
    this.#means = means;
  }

  /** Serve the chaincode of each organisation where its peer looks for it. */
  readonly serve = async (wanted: readonly ChaincodeService[]): Promise<void> => {
    this.#wanted = wanted;
    const running = await this.#start();
    const versions = new CodeVersions(running.version);
    this.#running = running;
    this.#versions = versions;
    for (const service of wanted) this.#relays.set(service.msp, relayFor(service, versions));
    await Promise.all([...this.#relays.values()].map((relay) => relay.listen()));
  };

  /** Start the code as it is now, and let it take over. Refuses, and leaves the code before, when it does not start.
   *  Requires: to be served. Not to be called again before it has resolved. */
  async replace(): Promise<void> {
    const before = this.#running;
    if (this.#versions === undefined || before === undefined) throw new Error('not served yet');
    const next = await this.#start();
    this.#versions.switchTo(next.version);
    this.#running = next;
    void this.#retire(before, this.#versions);
  }

  close(): void {
    for (const relay of this.#relays.values()) relay.close();
    this.#running?.version.close();
  }

  async #start(): Promise<Running> {
    const { processes } = await this.#means;
    this.#count += 1;
    const specs = await Promise.all(this.#wanted.map((it) => elsewhere(it.process, this.#count)));
    const names = specs.map(({ name }) => name);
    try {
      await Promise.all(specs.map((spec) => processes.start(spec, { restart: true })));
      const lines = await Promise.all(
        this.#wanted.map(async ({ msp }, index): Promise<[string, ProcessLine]> => {
          const address = addressOf(specs[index]);
          return [msp, await this.#lineTo(msp, address)];
        }),
      );
      const version = new CodeVersion(new Map(lines));
      await version.registered();
      return { version, processes: names };
    } catch (failure) {
      await Promise.all(names.map((name) => processes.end(name, 0)));
      throw failure;
    }
  }

  async #lineTo(msp: string, address: string): Promise<ProcessLine> {
    const { folder } = await this.#means;
    const { certificate, key } = folder.identity(msp, chaincodeClientName).tls;
    const tls = {
      ca: readFileSync(folder.authority(msp, 'chaincode').certificate, 'utf8'),
      client: { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') },
      // The certificate's own name: addresses are no names in TLS.
      serverName: 'localhost',
    };
    const link = sockets.chaincode({ address, dialTimeoutMs: 0, tls });
    return new ProcessLine(link, this.#relays.get(msp)?.parameters);
  }

  async #retire({ version, processes: names }: Running, versions: CodeVersions): Promise<void> {
    const { processes } = await this.#means;
    await delay(lingerMilliseconds, undefined, { ref: false });
    await version.idle();
    versions.retire(version);
    version.close();
    await Promise.all(names.map((name) => processes.end(name, graceMilliseconds)));
  }
}

function relayFor({ msp, packageId, process }: ChaincodeService, versions: CodeVersions) {
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

const addressOf = (process: ProcessSpec | undefined): string =>
  process?.environment['CHAINCODE_SERVER_ADDRESS'] ?? '';

/** The same process on a port of its own, under a name of its own; the log goes on. */
async function elsewhere(process: ProcessSpec, count: number): Promise<ProcessSpec> {
  const port = await freePort();
  return {
    ...process,
    name: `${process.name}-${count}`,
    environment: { ...process.environment, CHAINCODE_SERVER_ADDRESS: `${host}:${port}` },
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
