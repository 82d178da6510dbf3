import { readFileSync } from 'node:fs';
import { installedModules } from './watch/code-digest.js';
import { setTimeout as delay } from 'node:timers/promises';
import { sockets } from '@argosy/devnet/transport/sockets';
import type { ChaincodeService } from '@argosy/operator/engine/devnet';
import { chaincodeClientName } from '@argosy/operator/pki/plan';
import type { Network } from '@argosy/operator/network';
import type { ChaincodeRelay } from './relay/chaincode-relay.js';
import { CodeVersion, CodeVersions } from './relay/code-versions.js';
import { ProcessLine } from './relay/process-line.js';
import { addressOf, elsewhere, relayFor, serving } from './waiting-process.js';
import type { Spare } from './waiting-process.js';

type Means = Pick<Network, 'processes' | 'folder'>;

/** How long processes of the code before are kept for endorsements that come late. */
const lingerMilliseconds = 2_000;
const graceMilliseconds = 1_000;

/** A version with the processes that run it, by name. */
type Running = { readonly version: CodeVersion; readonly processes: readonly string[] };
/** Chaincode that is replaced while the network runs: behind one stream to each peer, processes with new code take over. */
export class WatchedChaincode {
  readonly #folder: string;
  readonly #means: Promise<Means>;
  #wanted: readonly ChaincodeService[] = [];
  readonly #relays = new Map<string, ChaincodeRelay>();
  #versions: CodeVersions | undefined;
  #running: Running | undefined;
  #spares: { readonly begun: Promise<readonly Spare[]>; readonly modules: string } | undefined;
  #count = 0;

  /** `folder` is where the chaincode lies, with its modules. */
  constructor(folder: string, means: Promise<Means>) {
    this.#folder = folder;
    this.#means = means;
  }

  /** Serve the chaincode of each organisation where its peer looks for it. */
  readonly serve = async (wanted: readonly ChaincodeService[]): Promise<void> => {
    this.#wanted = wanted;
    const running = await this.#start(await this.#begin());
    const versions = new CodeVersions(running.version);
    this.#running = running;
    this.#versions = versions;
    for (const service of wanted) this.#relays.set(service.msp, relayFor(service, versions));
    await Promise.all([...this.#relays.values()].map((relay) => relay.listen()));
  };

  /** Have processes at hand for the next version. */
  async prepare(): Promise<void> {
    this.#spares ??= { begun: this.#begin(), modules: installedModules(this.#folder) };
    await Promise.all((await this.#spares.begun).map(({ begun }) => begun.ready));
  }

  /** Start the code as it is now, and let it take over. Refuses, and leaves the code before, when it does not start.
   *  Requires: to be served. Not to be called again before it has resolved. */
  async replace(): Promise<void> {
    const before = this.#running;
    if (this.#versions === undefined || before === undefined) throw new Error('not served yet');
    const next = await this.#start(await this.#takeSpares());
    this.#versions.switchTo(next.version);
    this.#running = next;
    void this.#retire(before, this.#versions);
  }

  close(): void {
    for (const relay of this.#relays.values()) relay.close();
    this.#running?.version.close();
  }

  /** Processes with the modules as they are now installed. */
  async #takeSpares(): Promise<readonly Spare[]> {
    const spares = this.#spares;
    this.#spares = undefined;
    if (spares?.modules === installedModules(this.#folder)) return spares.begun;
    const { processes } = await this.#means;
    const stale = (await spares?.begun) ?? [];
    await Promise.all(stale.map(({ spec }) => processes.end(spec.name, 0)));
    return this.#begin();
  }

  /** Begin the processes of a version; they wait until they are told to serve. */
  async #begin(): Promise<readonly Spare[]> {
    const { processes } = await this.#means;
    this.#count += 1;
    const specs = await Promise.all(this.#wanted.map((it) => elsewhere(it.process, this.#count)));
    return this.#wanted.map((service, index): Spare => {
      const spec = specs[index] ?? service.process;
      return { service, spec, begun: processes.begin(spec, { restart: true }) };
    });
  }

  async #start(spares: readonly Spare[]): Promise<Running> {
    const { processes } = await this.#means;
    const names = spares.map(({ spec }) => spec.name);
    try {
      await Promise.all(spares.map(serving));
      const lines = await Promise.all(
        spares.map(async ({ service: { msp }, spec }): Promise<[string, ProcessLine]> => [
          msp,
          await this.#lineTo(msp, addressOf(spec)),
        ]),
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
    const { certificate, key } = folder.identity(msp, chaincodeClientName('peer0')).tls;
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
