import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SubmittedTransaction } from '@hyperledger/fabric-gateway';
import { ControlClient } from '../src/controls/client.js';
import { install } from './deploy.js';
import { freePorts } from './ports.js';
import type { TestClient } from './test-client.js';
import { kvPackage, TestNetwork } from './test-network.js';
import { until } from './until.js';

type Ledger = TestNetwork['channel']['ledger'];

/** A network for tests with a control server, and with a second peer for BankB; its four orderers have no endpoints. */
export class ControlledNetwork {
  private constructor(
    readonly network: TestNetwork,
    readonly control: ControlClient,
    /** A client of BankA, connected to its peer. */
    readonly client: TestClient,
    /** Where the controls are served. */
    readonly url: string,
    readonly tokenFile: string,
  ) {}

  static async start(): Promise<ControlledNetwork> {
    const network = await TestNetwork.prepare();
    const [peerPort, controlPort] = await freePorts(2);
    await addPeer(network, `localhost:${peerPort!}`);
    const endpoint = `127.0.0.1:${controlPort!}`;
    const tokenFile = join(network.folder, 'control.token');
    network.config.control = { endpoint, tokenFile };
    await network.open();
    await network.deploy();
    await install(await network.client('BankB', 'admin', 2), kvPackage.bytes);
    const url = `http://${endpoint}`;
    const control = await ControlClient.open({ url, tokenFile });
    const client = await network.client('BankA');
    return new ControlledNetwork(network, control, client, url, tokenFile);
  }

  get height(): bigint {
    return this.network.channel.ledger.height;
  }

  /** Where a transaction stands on the ledger, and its code; undefined where it does not. */
  place(transactionId: string): ReturnType<Ledger['transaction']> {
    return this.network.channel.ledger.transaction(transactionId);
  }

  /** The transactions of a block, each with its code. */
  codesOf(block: bigint): [string, number][] {
    const { transactions } = this.network.channel.ledger.summary(block);
    return transactions.map(({ txId, code }) => [txId, code]);
  }

  /** The transactions of a block and of all after it, each with its code. */
  codesFrom(block: bigint): [string, number][] {
    const count = Number(this.height - block);
    return Array.from({ length: count }, (_, i) => this.codesOf(block + BigInt(i))).flat();
  }

  /** Submit a transaction that sets a key. */
  put(key: string, value = 'v'): Promise<SubmittedTransaction> {
    return this.client.contract().submitAsync('put', { arguments: [key, value] });
  }

  /** What a key is set to, as a client's peer has it. */
  async get(key: string, from = this.client): Promise<string> {
    return Buffer.from(await from.contract().evaluateTransaction('get', key)).toString();
  }

  /** Take all rules away, and have what they held back ordered. */
  async withoutRules(): Promise<void> {
    await this.control.removeRules();
    await this.control.release();
    await until(() => this.network.channel.ordering.waiting === 0);
  }

  /** Start every node that is stopped. */
  async startStopped(): Promise<void> {
    for (const { name, state } of await this.control.nodes())
      if (state === 'stopped') await this.control.start(name);
  }

  close(): Promise<void> {
    return this.network.close();
  }
}

/** Configure a second peer for BankB. */
async function addPeer(
  { folder, config, organisations }: TestNetwork,
  endpoint: string,
): Promise<void> {
  const pair = await organisations['BankB']!.ca.enrol('peer1', 'peer');
  const certificate = join(folder, 'peer1.pem');
  const key = join(folder, 'peer1.key');
  await writeFile(certificate, pair.certificate, { mode: 0o600 });
  await writeFile(key, pair.key, { mode: 0o600 });
  config.peers.push({ ...config.peers[1]!, name: 'peer1.BankB', endpoint, certificate, key });
}
