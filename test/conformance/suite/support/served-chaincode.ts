import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { servicePackage } from '@argosy/devnet/packages/chaincode-package';
import { InstallChaincodeArgs } from '@argosy/protocol/messages/lifecycle';
import { encode } from '@argosy/protocol/wire';
import { freePorts } from '../../../../network/devnet/test-support/ports.js';
import { askPeer } from './calls.js';
import type { SuiteNetwork } from './network.js';
import { banks } from './network.js';
import { until } from './waiting.js';

const script = fileURLToPath(new URL('../chaincode/server.js', import.meta.url));

/** The suite's chaincode in one more process, which the suite runs itself: all peers reach it at one address, without TLS. */
export class ServedChaincode {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly label: string,
    readonly packageId: string,
    readonly bytes: Buffer,
    readonly address: string,
  ) {}

  /** Start it. It registers by the id of its package, unless by another. */
  static async start(label: string, { registersAs }: { registersAs?: string } = {}) {
    const served = await ServedChaincode.describe(label);
    await served.open(registersAs);
    return served;
  }

  /** Its package alone: nobody serves it. */
  static async describe(label: string): Promise<ServedChaincode> {
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const connection = { address, dial_timeout: '3s', tls_required: false };
    // A label of its own in each run: a network that is already up may have it from before.
    const { bytes, id } = servicePackage(`${label}_${port}`, connection);
    return new ServedChaincode(label, id, bytes, address);
  }

  /** Start the process; also again after its end. */
  async open(registersAs = this.packageId): Promise<void> {
    const env = {
      PATH: process.env['PATH'],
      CHAINCODE_ID: registersAs,
      CHAINCODE_SERVER_ADDRESS: this.address,
      CORE_PEER_LOCALMSPID: 'Nobody',
      CORE_CHAINCODE_LOGGING_SHIM: 'critical',
      NODE_NO_WARNINGS: '1',
    };
    this.output = '';
    const child = spawn(process.execPath, [script], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    const note = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    await this.printed('"ready"');
  }

  /** Resolves when the process has printed a text, with all that it printed. */
  async printed(text: string): Promise<string> {
    await until(() => this.output.includes(text));
    return this.output;
  }

  get hasEnded(): boolean {
    return (
      this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null
    );
  }

  /** Kill the process and wait for its end. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || this.hasEnded) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Install its package at all peers of some organisations. */
  async install(network: SuiteNetwork, organisations: readonly string[] = banks): Promise<void> {
    const argument = encode(InstallChaincodeArgs, { chaincodeInstallPackage: this.bytes });
    for (const peer of network.peers.filter(({ msp }) => organisations.includes(msp))) {
      const admin = network.client(peer.msp, 'admin', { peer });
      const { status, message } = await askPeer(admin, '_lifecycle', [
        'InstallChaincode',
        argument,
      ]);
      if (status !== 200) throw new Error(`${peer.name} does not install: ${message}`);
    }
  }
}
