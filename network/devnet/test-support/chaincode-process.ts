import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChaincodeFiles {
  readonly key: string;
  readonly certificate: string;
  readonly clientCa: string;
}

const script = fileURLToPath(new URL('./chaincode-server.ts', import.meta.url));

/** The test chaincode as a process of its own. It ends with its parent. */
export class ChaincodeProcess {
  private child: ChildProcess | undefined;
  private output = '';

  constructor(
    readonly address: string,
    private readonly packageId: string,
    private readonly mspId: string,
    private readonly files: ChaincodeFiles,
  ) {}

  /** Resolves when the server accepts connections. */
  async start(): Promise<void> {
    const { key, certificate, clientCa } = this.files;
    const args = [script, this.address, this.packageId, key, certificate, clientCa];
    const env = {
      ...process.env,
      CORE_PEER_LOCALMSPID: this.mspId,
      CORE_CHAINCODE_LOGGING_SHIM: 'critical',
      NODE_NO_WARNINGS: '1',
      NODE_OPTIONS: '',
    };
    const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    this.output = '';
    const note = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    await this.printed('listening');
  }

  /** Resolves when the process has printed a text. */
  async printed(text: string): Promise<string> {
    for (let tries = 0; tries < 1_200; tries++) {
      if (this.output.includes(text)) return this.output;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`the chaincode did not print "${text}": ${this.output}`);
  }

  /** Kill the process and wait for its end. */
  async kill(): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
