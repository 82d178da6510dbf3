import type { Ambient } from './ambient.js';
import { orderingService } from './broadcast/service.js';
import type { ChannelRegistry } from './channel-registry.js';
import { movedClock } from './controls/clock.js';
import type { OrdererParts } from './devnet-parts.js';
import { NodeServers, type NodeServer, type NodeState, type StopManner } from './node-servers.js';
import { haltedChannels } from './operations/halted-channels.js';
import { operations } from './operations/service.js';
import { OrdererMetrics } from './operations/orderer-metrics.js';
import { participation } from './participation/service.js';
import type { Served, Transport } from './transport/transport.js';

export interface OrdererOptions extends OrdererParts {
  readonly registry: ChannelRegistry;
  readonly ambient: Ambient;
  readonly transport: Pick<Transport, 'serve' | 'serveHttp' | 'reserve'>;
}

type GrpcServer = NonNullable<OrdererParts['grpc']>;
type OwnHttpServer = NonNullable<OrdererParts['operations']>;

/** One node of the ordering service, as clients and operators reach it. */
export class Orderer {
  private readonly metrics: OrdererMetrics;
  private readonly servers: NodeServers;

  constructor(private readonly options: OrdererOptions) {
    this.servers = new NodeServers(options.node.name, options.transport, this.serverParts());
    this.metrics = new OrdererMetrics(options.node, options.registry);
  }

  /** Where clients reach it; undefined where only gateways do. */
  get address(): string | undefined {
    return this.options.grpc?.address;
  }

  /** Such as `OrdererA:1`. */
  get name(): string {
    return this.options.node.name;
  }

  get state(): NodeState {
    return this.servers.state;
  }

  /** Serve. */
  async listen(): Promise<void> {
    await this.servers.start();
  }

  /** Serve no more and take no part in ordering; the addresses are kept. Throws NodeRefused. */
  async stop(manner: StopManner): Promise<void> {
    const { registry, node } = this.options;
    await this.servers.stop(manner, () => {
      registry.standBack(node);
    });
  }

  /** Serve and take part again after a stop. Throws NodeRefused. */
  async start(): Promise<void> {
    await this.servers.start();
    this.options.registry.standIn(this.options.node);
  }

  close(): void {
    this.servers.close();
  }

  private serverParts(): NodeServer[] {
    const { grpc, admin, operations: watched } = this.options;
    return [
      ...(grpc === undefined ? [] : [{ ...grpc, serve: () => this.serveClients(grpc) }]),
      ...(admin === undefined ? [] : [{ ...admin, serve: () => this.serveAdministrators(admin) }]),
      ...(watched === undefined ? [] : [{ ...watched, serve: () => this.serveOperators(watched) }]),
    ];
  }

  private serveClients({ address, tls }: GrpcServer): Promise<Served> {
    const { node, registry, ambient, transport } = this.options;
    const service = orderingService({
      node,
      channel: (channelId) => registry.orderedBy(node, channelId),
      now: () => ambient.now(),
      bound: tls.clientAuthorities !== undefined,
      answered: (channelId, { status }) => {
        this.metrics.answered(channelId, status);
      },
    });
    return transport.serve(address, tls, [service]);
  }

  private serveAdministrators(admin: OwnHttpServer): Promise<Served> {
    const { node, registry, transport } = this.options;
    return transport.serveHttp({ ...admin, clientsNeeded: true }, participation(node, registry));
  }

  private serveOperators(server: OwnHttpServer): Promise<Served> {
    const { ambient, node, registry, transport } = this.options;
    const handler = operations({
      isTls: server.tls !== undefined,
      now: () => ambient.now(),
      movedClock: () => movedClock(ambient),
      failedChecks: () =>
        haltedChannels(
          [...registry.all.values()].filter(({ ordering }) => ordering.nodes.has(node)),
        ),
      metrics: () => this.metrics.text(),
    });
    return transport.serveHttp({ ...server, clientsNeeded: false }, handler);
  }
}
