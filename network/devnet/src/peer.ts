import type { Signer } from '@argosy/protocol/signer';
import type { Channel } from './channel.js';
import { deliverService } from './deliver/service.js';
import { Endorser } from './endorser/endorser.js';
import { endorserService } from './endorser/service.js';
import type { SystemChaincode } from './endorser/system-chaincode.js';
import type { GatewayPeer } from './gateway/context.js';
import { gatewayService } from './gateway/service.js';
import type { TlsMaterial } from './grpc/endpoint.js';
import type { HttpOptions } from './http/server.js';
import { ApprovedDefinitions } from './lifecycle/approved-definitions.js';
import { lifecycle } from './lifecycle/lifecycle.js';
import type { LocalMsp } from './local-msp.js';
import { peerMetrics } from './operations/peer-metrics.js';
import { operations } from './operations/service.js';
import type { InstalledPackages } from './packages/installed-packages.js';
import { cscc } from './queries/cscc.js';
import { qscc } from './queries/qscc.js';
import type { Served, Transport } from './transport/transport.js';

export interface PeerOptions {
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
  readonly transport: Pick<Transport, 'serve' | 'serveHttp'>;
  readonly now: () => number;
  readonly warn: (text: string) => void;
}

/** One organisation's peer: its identity, its endpoint and its chaincodes. The ledgers are shared. */
export class Peer implements GatewayPeer {
  readonly address: string;
  readonly endorser: Endorser;
  private readonly system: ReadonlyMap<string, SystemChaincode>;
  private readonly approved: ApprovedDefinitions;
  private endpoint: Served | undefined;
  /** The serialized identities of the other peers. */
  private others: readonly Uint8Array[] = [];
  private watched: Served | undefined;

  constructor(private readonly options: PeerOptions) {
    const { address, signer, packages, localMsp, channels, warn } = options;
    const { mspId } = signer;
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
  }

  /** Serve clients, as one peer of these. */
  async listen(peers: readonly GatewayPeer[]): Promise<void> {
    const { tls, channels, now, localMsp } = this.options;
    this.others = peers.filter((peer) => peer !== this).map(({ endorser }) => endorser.identity);
    for (const channel of channels.values()) this.approved.warmUp(channel);
    this.endpoint = await this.options.transport.serve(this.address, tls, [
      gatewayService({ home: this, peers, channels, now }),
      endorserService({ endorser: this.endorser, system: this.system, localMsp, channels, now }),
      deliverService(
        {
          channel: (channelId) => channels.get(channelId),
          now,
          bound: tls.clientAuthorities !== undefined,
        },
        this.endorser.mspId,
      ),
    ]);
    await this.serveOperators();
  }

  close(): void {
    this.endpoint?.close();
    this.watched?.close();
    this.options.packages.close();
  }

  /** What is kept was replaced: have what stands there now. */
  async reload(): Promise<void> {
    await this.options.packages.reload();
    for (const channel of this.channels.values()) this.approved.warmUp(channel);
  }

  /** The channels that the peer has joined. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.options.channels;
  }

  private async join(genesisBlock: Uint8Array): Promise<void> {
    const channel = await this.options.join(genesisBlock);
    this.approved.warmUp(channel);
  }

  private async serveOperators(): Promise<void> {
    const { operations: server, channels, now, transport } = this.options;
    if (server === undefined) return;
    const metrics = (): string => peerMetrics(channels);
    const handler = operations({ isTls: server.tls !== undefined, now, metrics });
    this.watched = await transport.serveHttp({ ...server, clientsNeeded: false }, handler);
  }
}
