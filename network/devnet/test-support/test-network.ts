import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { systemAmbient } from '../src/ambient.js';
import type { Channel } from '../src/channel.js';
import type { DevnetConfig } from '../src/config.js';
import { Devnet } from '../src/devnet.js';
import type { DevnetOptions } from '../src/devnet-parts.js';
import { Authority, type Pair } from './certificates.js';
import { ChaincodeProcess } from './chaincode-process.js';
import { servicePackage } from '../src/packages/chaincode-package.js';
import { approve, commit, install, type Definition } from './deploy.js';
import { freePorts } from './ports.js';
import { TestClient } from './test-client.js';

/** How a bank's chaincode is reached: each peer fills in its own address and keys. */
export const kvConnection = {
  address: '{{.address}}',
  tls_required: true,
  client_auth_required: true,
  root_cert: '{{.root_cert}}',
  client_key: '{{.client_key}}',
  client_cert: '{{.client_cert}}',
};

/** The package of the chaincode `kv`. */
export const kvPackage = servicePackage('kv_1', kvConnection);

interface Organisation {
  readonly mspId: string;
  readonly ca: Authority;
  readonly tlsCa: Authority;
}

const now = (): { seconds: bigint; nanos: number } => ({
  seconds: BigInt(Math.floor(Date.now() / 1000)),
  nanos: 0,
});

/**
 * A network for tests: BankA and BankB with a peer each, Trader without one, sponsored by BankA. Two banks must endorse.
 * The chaincode `kv` runs in a process per bank; `ghost` is defined but not installed.
 */
export class TestNetwork {
  readonly warnings: string[] = [];
  private readonly clients: TestClient[] = [];
  private running: Devnet | undefined;

  private constructor(
    readonly folder: string,
    readonly config: DevnetConfig,
    readonly organisations: Readonly<Record<string, Organisation>>,
    readonly chaincodes: readonly ChaincodeProcess[],
  ) {}

  static async start(options: DevnetOptions = {}): Promise<TestNetwork> {
    const network = await TestNetwork.prepare();
    await network.open(options);
    await network.deploy();
    return network;
  }

  /** Make identities, channel and configuration, and start the chaincodes; the devnet is not started. */
  static async prepare(): Promise<TestNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'devnet-test-'));
    const network = await TestNetwork.write(folder);
    await Promise.all(network.chaincodes.map((chaincode) => chaincode.start()));
    return network;
  }

  /** Install and define the chaincode `kv`. */
  async deploy(): Promise<void> {
    for (const admin of await this.administrators()) await install(admin, kvPackage.bytes);
    await this.define({ name: 'kv', sequence: 1n, version: '1.0' }, kvPackage.id);
  }

  /** Have both banks approve a definition, with the package that they run for it, and commit it. */
  async define(definition: Definition, packageId?: string): Promise<void> {
    const admins = await this.administrators();
    for (const admin of admins) await approve(admin, definition, packageId);
    await commit(admins[0]!, definition);
  }

  /** An administrator of each bank, at its own peer. */
  administrators(): Promise<TestClient[]> {
    return Promise.all([this.client('BankA', 'admin', 0), this.client('BankB', 'admin', 1)]);
  }

  private static async write(folder: string): Promise<TestNetwork> {
    const organisations: Record<string, Organisation> = {};
    const orderers = ['OrdererA', 'OrdererB', 'OrdererC', 'OrdererD'];
    for (const mspId of ['BankA', 'BankB', 'Trader', ...orderers]) {
      const [ca, tlsCa] = await Promise.all([
        Authority.make(`ca.${mspId}`),
        Authority.make(`tlsca.${mspId}`),
      ]);
      organisations[mspId] = { mspId, ca, tlsCa };
    }
    const of = (mspId: string): Organisation => organisations[mspId]!;
    const save = async (name: string, content: string | Uint8Array): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, content, { mode: 0o600 });
      return path;
    };
    const savePair = async (name: string, pair: Pair) => ({
      certificate: await save(`${name}.pem`, pair.certificate),
      key: await save(`${name}.key`, pair.key),
    });
    const ports = await freePorts(8);
    const consenterPairs = await Promise.all(
      orderers.map((mspId) => of(mspId).ca.enrol('orderer', 'orderer')),
    );
    const spec = (mspId: string) => ({
      mspId,
      rootCertificate: of(mspId).ca.certificate,
      tlsRootCertificate: of(mspId).tlsCa.certificate,
    });
    const banks = { n: 2, mspIds: ['BankA', 'BankB'] };
    const genesis = buildGenesisBlock(
      {
        channelId: 'trade',
        members: ['BankA', 'BankB', 'Trader'].map(spec),
        orderers: await Promise.all(
          orderers.map(async (mspId, i) => ({
            ...spec(mspId),
            consenters: [
              {
                id: i + 1,
                host: 'localhost',
                port: ports[4 + i]!,
                certificate: consenterPairs[i]!.certificate,
                tlsCertificate: (await of(mspId).tlsCa.certifyTls('orderer')).certificate,
              },
            ],
          })),
        ),
        endorsement: banks,
        lifecycleEndorsement: banks,
      },
      { time: now(), nonce: randomBytes(24) },
    );
    const chaincodes: ChaincodeProcess[] = [];
    const peers: DevnetConfig['peers'] = [];
    for (const [i, mspId] of ['BankA', 'BankB'].entries()) {
      const { ca, tlsCa } = of(mspId);
      const tlsCaFile = await save(`${mspId}-tlsca.pem`, tlsCa.certificate);
      const server = await savePair(`${mspId}-chaincode`, await tlsCa.certifyTls('chaincode'));
      const address = `localhost:${ports[2 + i]!}`;
      chaincodes.push(
        new ChaincodeProcess(address, kvPackage.id, mspId, { ...server, clientCa: tlsCaFile }),
      );
      const tls = await savePair(`${mspId}-tls`, await tlsCa.certifyTls('peer'));
      peers.push({
        msp: mspId,
        name: `peer0.${mspId}`,
        endpoint: `localhost:${ports[i]!}`,
        ...(await savePair(`${mspId}-peer`, await ca.enrol('peer', 'peer'))),
        tls,
        packageValues: {
          address,
          root_cert: { file: tlsCaFile },
          client_cert: { file: tls.certificate },
          client_key: { file: tls.key },
        },
      });
    }
    const consenters = await Promise.all(
      orderers.map(async (msp, i) => ({
        msp,
        id: i + 1,
        ...(await savePair(msp, consenterPairs[i]!)),
      })),
    );
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    const config: DevnetConfig = {
      dataDir,
      channels: [{ name: 'trade', genesisBlock: await save('trade.block', genesis) }],
      peers,
      consenters,
      blockProduction: { mode: 'instant' },
    };
    return new TestNetwork(folder, config, organisations, chaincodes);
  }

  /** Start the devnet on what is stored. */
  async open(options: DevnetOptions = {}): Promise<void> {
    const warn = (text: string): void => {
      this.warnings.push(text);
    };
    this.running = await Devnet.start(this.config, systemAmbient, { warn, ...options });
  }

  /** The same network, kept elsewhere: same material, other folder or memory. It is not started. */
  elsewhere(where: Partial<Pick<DevnetConfig, 'dataDir' | 'storage'>>): TestNetwork {
    const config = { ...this.config, ...where };
    return new TestNetwork(this.folder, config, this.organisations, []);
  }

  /** A new client of an organisation, connected to BankA's peer unless another is named. */
  async client(
    mspId: string,
    unit: 'client' | 'admin' | 'peer' | 'orderer' = 'client',
    peer: 0 | 1 | 2 = 0,
    days = 30,
  ): Promise<TestClient> {
    const pair = await this.organisations[mspId]!.ca.enrol(`${unit}.${mspId}`, unit, days);
    const { endpoint, msp } = this.config.peers[peer]!;
    const { certificate } = this.organisations[msp]!.tlsCa;
    const client = new TestClient(mspId, pair, endpoint, certificate);
    this.clients.push(client);
    return client;
  }

  get devnet(): Devnet {
    if (this.running === undefined) throw new Error('the devnet is not started');
    return this.running;
  }

  get channel(): Channel {
    return this.devnet.channels.get('trade')!;
  }

  /** End clients and devnet; what is stored stays, and so do the chaincodes. */
  async stop(): Promise<void> {
    for (const client of this.clients.splice(0)) client.close();
    await this.running?.close();
    this.running = undefined;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.running?.close();
    await Promise.all(this.chaincodes.map((chaincode) => chaincode.kill()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
