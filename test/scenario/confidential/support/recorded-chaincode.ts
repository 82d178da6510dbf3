import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { duplex } from '@argosy/devnet/grpc/service';
import type { Outgoing } from '@argosy/devnet/grpc/outgoing';
import { sockets } from '@argosy/devnet/transport/sockets';
import type { ChaincodeLink, Served } from '@argosy/devnet/transport/transport';
import type { ChaincodeService } from '@argosy/operator/engine/chaincode-services';
import { chaincodeClientName } from '@argosy/operator/pki/plan';
import { ProcessGroup } from '@argosy/operator/process/process-group';
import { runFolder } from '@argosy/operator/run-folder';
import type { RunFolder } from '@argosy/operator/run-folder';
import { freePorts } from '../../../../network/devnet/test-support/ports.js';

/**
 * The chaincode's own processes, each behind somebody who writes down all that its peer and it tell each other. A peer hands its
 * chaincode every proposal that it simulates, whole and with its transient data, so that this is also what the peer's endorser got.
 */
export class RecordedChaincode {
  readonly #folder: RunFolder;
  readonly #processes: ProcessGroup;
  readonly #messages = new Map<string, Buffer[]>();
  readonly #open: (Served | ChaincodeLink)[] = [];

  constructor(home: string) {
    this.#folder = runFolder(home);
    const record = join(home, 'chaincode-processes.json');
    this.#processes = new ProcessGroup({ record, onDeath: () => undefined });
  }

  /** Serve in place of the engine. */
  readonly serve = async (wanted: readonly ChaincodeService[]): Promise<void> => {
    const ports = await freePorts(wanted.length);
    await Promise.all(wanted.map((service, index) => this.#serve(service, ports[index] ?? 0)));
  };

  /** What an organisation's peer and its chaincode have told each other so far. */
  messagesOf(msp: string): Buffer {
    return Buffer.concat(this.#messages.get(msp) ?? []);
  }

  async stop(graceMilliseconds: number): Promise<void> {
    for (const one of this.#open) one.close();
    await this.#processes.stop(graceMilliseconds);
  }

  async #serve({ msp, process }: ChaincodeService, port: number): Promise<void> {
    const { environment } = process;
    const hidden = {
      ...environment,
      CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${port}`,
      // As an operator would have it who looks for a fault: whatever it can say, it says.
      CORE_CHAINCODE_LOGGING_LEVEL: 'debug',
      CORE_CHAINCODE_LOGGING_SHIM: 'debug',
    };
    await this.#processes.start({ ...process, environment: hidden }, { restart: false });
    const link = sockets.chaincode({
      address: `localhost:${port}`,
      dialTimeoutMs: 3_000,
      tls: this.#peersSide(msp),
    });
    const pem = (name: string): string => readFileSync(environment[name] ?? '', 'utf8');
    const tls = {
      certificate: pem('CHAINCODE_TLS_CERT_FILE'),
      key: pem('CHAINCODE_TLS_KEY_FILE'),
      clientAuthorities: pem('CHAINCODE_TLS_CLIENT_CACERT_FILE'),
    };
    const Connect = duplex((requests, out) => this.#relay(msp, link, requests, out));
    const services = [{ name: 'protos.Chaincode', methods: { Connect } }];
    const address = environment['CHAINCODE_SERVER_ADDRESS'] ?? '';
    this.#open.push(await sockets.serve(address, tls, services), link);
  }

  /** With what the peer goes to its chaincode. */
  #peersSide(msp: string) {
    const { certificate, key } = this.#folder.identity(msp, chaincodeClientName('peer0')).tls;
    const read = (file: string): string => readFileSync(file, 'utf8');
    return {
      ca: read(this.#folder.authority(msp, 'chaincode').certificate),
      client: { certificate: read(certificate), key: read(key) },
      serverName: undefined,
    };
  }

  async #relay(
    msp: string,
    link: ChaincodeLink,
    requests: AsyncIterable<Buffer>,
    out: Outgoing,
  ): Promise<void> {
    const messages = this.#messages.get(msp) ?? [];
    this.#messages.set(msp, messages);
    const raw = link.open();
    const ended = new Promise<void>((resolve) => {
      raw.on('end', resolve);
      raw.on('error', () => {
        resolve();
      });
    });
    raw.on('data', (bytes) => {
      messages.push(bytes);
      void out.send(bytes).catch(() => undefined);
    });
    const asked = async (): Promise<void> => {
      for await (const bytes of requests) {
        messages.push(bytes);
        raw.write(bytes);
      }
    };
    await Promise.race([ended, asked().catch(() => undefined)]);
    raw.cancel();
  }
}
