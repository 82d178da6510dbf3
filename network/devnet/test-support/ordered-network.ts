import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGenesisBlock, type ChannelSpec } from '@argosy/protocol/genesis';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import { systemAmbient } from '../src/ambient.js';
import type { Channel } from '../src/channel.js';
import type { DevnetConfig } from '../src/config.js';
import { Devnet } from '../src/devnet.js';
import { Authority, type Pair } from './certificates.js';
import { freePorts } from './ports.js';
import { TestClient } from './test-client.js';

interface Organisation {
  readonly ca: Authority;
  readonly tlsCa: Authority;
}

export interface OrderedOptions {
  readonly consensus?: 'BFT' | 'etcdraft';
  readonly orderers?: number;
  readonly batch?: ChannelSpec['batch'];
  readonly acls?: ChannelSpec['acls'];
  readonly blockProduction?: DevnetConfig['blockProduction'];
  /** Whether all have joined the channel from the beginning. */
  readonly joined?: boolean;
  /** Whether peers and orderers ask their clients for certificates. */
  readonly mutualTls?: boolean;
}

const time = () => ({ seconds: BigInt(Math.floor(Date.now() / 1000)), nanos: 0 });
export const ambient = () => ({ time: time(), nonce: randomBytes(24) });

const PORTS_OF_ORDERER = 3;

/**
 * A network for tests of ordering: BankA and BankB with a peer each, Trader without, and orderers of one organisation each that
 * serve on endpoints of their own. There is no chaincode.
 */
export class OrderedNetwork {
  readonly warnings: string[] = [];
  private readonly clients: TestClient[] = [];
  private running: Devnet | undefined;

  private constructor(
    readonly folder: string,
    readonly config: DevnetConfig,
    readonly organisations: ReadonlyMap<string, Organisation>,
    readonly genesis: Buffer,
    readonly spec: ChannelSpec,
  ) {}

  static async start(options: OrderedOptions = {}): Promise<OrderedNetwork> {
    const network = await OrderedNetwork.prepare(options);
    await network.open();
    return network;
  }

  static async prepare(options: OrderedOptions = {}): Promise<OrderedNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'devnet-ordered-'));
    const { consensus = 'etcdraft', orderers: count = 1, joined = true } = options;
    const orderers = Array.from({ length: count }, (_, i) => `Orderer${i + 1}`);
    const members = ['BankA', 'BankB', 'Trader'];
    const organisations = new Map<string, Organisation>();
    for (const mspId of [...members, ...orderers]) {
      const [ca, tlsCa] = await Promise.all([
        Authority.make(`ca.${mspId}`),
        Authority.make(`tlsca.${mspId}`),
      ]);
      organisations.set(mspId, { ca, tlsCa });
    }
    const of = (mspId: string): Organisation => organisations.get(mspId)!;
    const save = async (name: string, content: string | Uint8Array): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, content, { mode: 0o600 });
      return path;
    };
    const savePair = async (name: string, pair: Pair) => ({
      certificate: await save(`${name}.pem`, pair.certificate),
      key: await save(`${name}.key`, pair.key),
    });
    const clientAuthorities = [
      await save(
        'clients.pem',
        [...organisations.values()].map(({ tlsCa }) => tlsCa.certificate).join('\n'),
      ),
    ];
    const bound = options.mutualTls === true ? { clientAuthorities } : {};
    const ports = await freePorts(2 * 2 + count * PORTS_OF_ORDERER);
    const address = (): string => `localhost:${ports.pop()!}`;
    const peers: DevnetConfig['peers'] = [];
    for (const msp of ['BankA', 'BankB']) {
      const peer = {
        msp,
        name: `peer0.${msp}`,
        endpoint: address(),
        ...(await savePair(`${msp}-peer`, await of(msp).ca.enrol('peer', 'peer'))),
        tls: await savePair(`${msp}-tls`, await of(msp).tlsCa.certifyTls('peer')),
        authority: await save(`${msp}-ca.pem`, of(msp).ca.certificate),
        operations: { endpoint: address() },
        ...bound,
      };
      peers.push(peer);
    }
    const consenters: DevnetConfig['consenters'] = [];
    const ordererSpecs: ChannelSpec['orderers'][number][] = [];
    for (const [index, msp] of orderers.entries()) {
      const pair = await of(msp).ca.enrol('orderer', 'orderer');
      const tlsPair = await of(msp).tlsCa.certifyTls('orderer');
      const tls = await savePair(`${msp}-tls`, tlsPair);
      const endpoint = address();
      consenters.push({
        msp,
        id: index + 1,
        ...(await savePair(msp, pair)),
        endpoint,
        tls,
        ...bound,
        admin: { endpoint: address(), tls, clientAuthorities },
        operations: { endpoint: address(), tls, clientAuthorities },
      });
      ordererSpecs.push({
        mspId: msp,
        rootCertificate: of(msp).ca.certificate,
        tlsRootCertificate: of(msp).tlsCa.certificate,
        consenters: [
          {
            id: index + 1,
            host: 'localhost',
            port: Number(endpoint.split(':')[1]),
            certificate: pair.certificate,
            tlsCertificate: tlsPair.certificate,
          },
        ],
      });
    }
    const spec: ChannelSpec = {
      channelId: 'trade',
      consensus,
      members: members.map((mspId) => ({
        mspId,
        rootCertificate: of(mspId).ca.certificate,
        tlsRootCertificate: of(mspId).tlsCa.certificate,
      })),
      orderers: ordererSpecs,
      ...(options.batch && { batch: options.batch }),
      ...(options.acls && { acls: options.acls }),
    };
    const genesis = buildGenesisBlock(spec, ambient());
    const genesisBlock = await save('trade.block', genesis);
    const config: DevnetConfig = {
      dataDir: join(folder, 'data'),
      channels: joined ? [{ name: 'trade', genesisBlock }] : [],
      peers,
      consenters,
      blockProduction: options.blockProduction ?? { mode: 'instant' },
    };
    return new OrderedNetwork(folder, config, organisations, genesis, spec);
  }

  /** Start the devnet on what is stored. */
  async open(): Promise<void> {
    this.running = await Devnet.start(this.config, systemAmbient, {
      warn: (text) => this.warnings.push(text),
    });
  }

  get devnet(): Devnet {
    if (this.running === undefined) throw new Error('the devnet is not started');
    return this.running;
  }

  get channel(): Channel {
    return this.devnet.channels.get('trade')!;
  }

  async enrol(mspId: string, unit = 'client', days = 30): Promise<Signer> {
    const pair = await this.organisations.get(mspId)!.ca.enrol(`${unit}.${mspId}`, unit, days);
    return pemSigner(mspId, pair.certificate, pair.key);
  }

  /** A client of an organisation, connected to a peer or an orderer; with a certificate of its own on the connection if wanted. */
  async client(
    mspId: string,
    unit = 'client',
    node: { readonly peer?: number; readonly orderer?: number; readonly days?: number } = {},
    tls?: Pair,
  ): Promise<TestClient> {
    const pair = await this.organisations.get(mspId)!.ca.enrol(`${unit}.${mspId}`, unit, node.days);
    const { endpoint, msp } =
      node.peer === undefined
        ? this.config.consenters[node.orderer ?? 0]!
        : this.config.peers[node.peer]!;
    const { certificate } = this.organisations.get(msp)!.tlsCa;
    const client = new TestClient(mspId, pair, endpoint!, certificate, tls);
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.running?.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
