import type { Signer } from '@argosy/protocol/signer';
import type { Channel } from './channel.js';
import type { ClockReading } from './controls/clock.js';
import { deliverService } from './deliver/service.js';
import { Endorser } from './endorser/endorser.js';
import { endorserService } from './endorser/service.js';
import type { SystemChaincode } from './endorser/system-chaincode.js';
import type { GatewayPeer } from './gateway/context.js';
import { gatewayService } from './gateway/service.js';
import type { TlsMaterial } from './grpc/endpoint.js';
import type { Handler, HttpOptions } from './http/server.js';
import { ApprovedDefinitions } from './lifecycle/approved-definitions.js';
import { lifecycle } from './lifecycle/lifecycle.js';
import type { LocalMsp } from './local-msp.js';
import { NodeServers, type NodeServer, type NodeState, type StopManner } from './node-servers.js';
import { peerMetrics } from './operations/peer-metrics.js';
import { haltedChannels } from './operations/halted-channels.js';
import { operations } from './operations/service.js';
import type { InstalledPackages } from './packages/installed-packages.js';
import { cscc } from './queries/cscc.js';
import { qscc } from './queries/qscc.js';
import type { Served, Transport } from './transport/transport.js';

export interface PeerOptions {
  /** By what it is named to operators, such as `BankA:peer0`. */
  readonly name: string;
  readonly address: string;
  readonly signer: Signer;
  readonly tls: TlsMaterial;
  readonly packages: InstalledPackages;
  readonly localMsp: LocalMsp;
  /** The channels that the peer has joined. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Join the channel that begins with this block. */
  readonly join: (genesisBlock: Uint8Array) => Promise<Channel>;
  /** Where its state can be watched. */
  readonly operations: Pick<HttpOptions, 'address' | 'tls'> | undefined;
  readonly transport: Pick<Transport, 'serve' | 'serveHttp' | 'reserve'>;
  readonly now: () => number;
  /** The network's clock, where it shows anything but the machine's time. */
  readonly movedClock: () => ClockReading | undefined;
  readonly warn: (text: string) => void;
}

/** One organisation's peer: its identity, its endpoint and its chaincodes. The ledgers are shared. */
export class Peer implements GatewayPeer {
  readonly name: string;
  readonly address: string;
  readonly endorser: Endorser;
  private readonly system: ReadonlyMap<string, SystemChaincode>;
  private readonly approved: ApprovedDefinitions;
  private readonly servers: NodeServers;
  /** The peers of the network. */
  private all: readonly GatewayPeer[] = [];

  constructor(private readonly options: PeerOptions) {
    const { address, signer, packages, localMsp, channels, warn } = options;
    const { mspId } = signer;
    this.name = options.name;
    this.address = address;
    const approved = new ApprovedDefinitions({ mspId, packages, channels, warn });
    const chaincodes = [
      lifecycle({ mspId, packages, approved, localMsp }),
      qscc(channels),
      cscc({ localMsp, channels, join: (block) => this.join(block) }),
    ];
    this.approved = approved;
    this.system = new Map(chaincodes.map((system) => [system.name, system]));
    this.endorser = new Endorser(
      signer,
      {
        system: this.system,
        resolve: (channel, state, name) => approved.resolve(channel, state, name),
        runs: (channel, name) => approved.runs(channel, name),
        others: () => this.others,
      },
      channels,
    );
    this.servers = new NodeServers(options.name, options.transport, this.serverParts());
  }

  /** Serve clients, as one peer of these. */
  async listen(peers: readonly GatewayPeer[]): Promise<void> {
    this.all = peers;
    this.warmUp();
    await this.servers.start();
  }

  /** Whether it was stopped, or does not serve yet. */
  get isAway(): boolean {
    return this.servers.state !== 'serves';
  }

  get state(): NodeState {
    return this.servers.state;
  }

  /** Serve no more, and let go of the chaincodes; the addresses are kept. Throws NodeRefused. */
  async stop(manner: StopManner): Promise<void> {
    await this.servers.stop(manner, () => {
      this.options.packages.letGo();
    });
  }

  /** Serve again after a stop. Throws NodeRefused. */
  async start(): Promise<void> {
    await this.servers.start();
    this.warmUp();
  }

  close(): void {
    this.servers.close();
    this.options.packages.close();
  }

  /** What is kept was replaced: have what stands there now. */
  async reload(): Promise<void> {
    await this.options.packages.reload();
    this.warmUp();
  }

  /** The channels that the peer has joined. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.options.channels;
  }

  /** The serialized identities of the other peers that are there. */
  private get others(): readonly Uint8Array[] {
    const others = this.all.filter((peer) => peer !== this && !peer.isAway);
    return others.map(({ endorser }) => endorser.identity);
  }

  /** Dial the chaincodes ahead of the first call. */
  private warmUp(): void {
    for (const channel of this.channels.values()) this.approved.warmUp(channel);
  }

  private async join(genesisBlock: Uint8Array): Promise<void> {
    const channel = await this.options.join(genesisBlock);
    this.approved.warmUp(channel);
  }

  private serverParts(): NodeServer[] {
    const { operations: server, transport } = this.options;
    const clients = { address: this.address, serve: () => this.serveClients() };
    if (server === undefined) return [clients];
    const options = { ...server, clientsNeeded: false };
    const handler = this.operationsHandler(server.tls !== undefined);
    return [clients, { ...server, serve: () => transport.serveHttp(options, handler) }];
  }

  private serveClients(): Promise<Served> {
    const { tls, channels, now, localMsp, transport } = this.options;
    const { endorser, system } = this;
    return transport.serve(this.address, tls, [
      gatewayService({ home: this, peers: this.all, channels, now }),
      endorserService({ endorser, system, localMsp, channels, now }),
      deliverService(
        {
          name: this.name,
          channel: (channelId) => channels.get(channelId),
          now,
          bound: tls.clientAuthorities !== undefined,
        },
        endorser.mspId,
      ),
    ]);
  }

  private operationsHandler(isTls: boolean): Handler {
    const { channels, now, movedClock } = this.options;
    return operations({
      isTls,
      now,
      movedClock,
      failedChecks: () => haltedChannels(channels.values()),
      metrics: () => peerMetrics(channels),
    });
  }
}
