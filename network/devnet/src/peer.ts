import type { Signer } from '@argosy/protocol/signer';
import { ChaincodeHost, type ChaincodeTarget, type ChaincodeTimeouts } from './chaincode/host.js';
import type { Channel } from './channel.js';
import { deliverService } from './deliver/service.js';
import { Endorser } from './endorser/endorser.js';
import { endorserService } from './endorser/service.js';
import type { GatewayPeer } from './gateway/context.js';
import { gatewayService } from './gateway/service.js';
import { Endpoint, type TlsMaterial } from './grpc/endpoint.js';
import { HttpServer, type HttpOptions } from './http/server.js';
import { lifecycle } from './lifecycle/lifecycle.js';
import { peerMetrics } from './operations/peer-metrics.js';
import { operations } from './operations/service.js';
import { cscc } from './queries/cscc.js';
import { qscc } from './queries/qscc.js';

export interface PeerOptions {
  readonly address: string;
  readonly signer: Signer;
  readonly tls: TlsMaterial;
  readonly chaincodes: readonly ChaincodeTarget[];
  /** The channels that the peer has joined. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Join the channel that begins with this block. */
  readonly join: (genesisBlock: Uint8Array) => Promise<void>;
  /** Where its state can be watched. */
  readonly operations: Pick<HttpOptions, 'address' | 'tls'> | undefined;
  readonly timeouts: ChaincodeTimeouts;
  readonly now: () => number;
  readonly warn: (text: string) => void;
}

/** One organisation's peer: its identity, its endpoint and its chaincodes. The ledgers are shared. */
export class Peer implements GatewayPeer {
  readonly address: string;
  readonly endorser: Endorser;
  private readonly hosts: readonly ChaincodeHost[];
  private endpoint: Endpoint | undefined;
  /** The serialized identities of the other peers. */
  private others: readonly Uint8Array[] = [];
  private watched: HttpServer | undefined;

  constructor(private readonly options: PeerOptions) {
    const { address, signer, chaincodes, channels, timeouts, warn } = options;
    this.address = address;
    this.hosts = chaincodes.map((target) => new ChaincodeHost(target, timeouts, warn));
    this.endorser = new Endorser(
      signer,
      {
        system: new Map(
          [lifecycle, qscc(channels), cscc(channels)].map((system) => [system.name, system]),
        ),
        installed: (name) => this.installed(name),
        others: () => this.others,
      },
      channels,
    );
  }

  /** Serve clients, as one peer of these. */
  async listen(peers: readonly GatewayPeer[]): Promise<void> {
    const { tls, channels, now } = this.options;
    this.others = peers.filter((peer) => peer !== this).map(({ endorser }) => endorser.identity);
    for (const host of this.hosts) host.warmUp();
    this.endpoint = await Endpoint.listen(this.address, tls, [
      gatewayService({ home: this, peers, channels, now }),
      endorserService(this.endorser, channels, now),
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
    for (const host of this.hosts) host.close();
  }

  private async serveOperators(): Promise<void> {
    const { operations: server, channels, now } = this.options;
    if (server === undefined) return;
    const metrics = (): string => peerMetrics(channels);
    const handler = operations({ isTls: server.tls !== undefined, now, metrics });
    this.watched = await HttpServer.listen({ ...server, clientsNeeded: false }, handler);
  }

  /** Which package a definition uses would be in an organisation's approval. There are none yet: the label names it. */
  private installed(name: string): ChaincodeHost | undefined {
    return this.hosts.find(({ packageId }) => packageId.startsWith(`${name}_`));
  }
}
