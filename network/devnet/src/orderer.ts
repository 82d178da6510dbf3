import type { Ambient } from './ambient.js';
import { orderingService } from './broadcast/service.js';
import type { ChannelRegistry } from './channel-registry.js';
import type { OrdererParts } from './devnet-parts.js';
import { operations } from './operations/service.js';
import { OrdererMetrics } from './operations/orderer-metrics.js';
import { participation } from './participation/service.js';
import type { Served, Transport } from './transport/transport.js';

export interface OrdererOptions extends OrdererParts {
  readonly registry: ChannelRegistry;
  readonly ambient: Ambient;
  readonly transport: Pick<Transport, 'serve' | 'serveHttp'>;
}

/** One node of the ordering service, as clients and operators reach it. */
export class Orderer {
  private readonly metrics: OrdererMetrics;
  private readonly open: Served[] = [];

  constructor(private readonly options: OrdererOptions) {
    this.metrics = new OrdererMetrics(options.node, options.registry);
  }

  /** Where clients reach it; undefined where only gateways do. */
  get address(): string | undefined {
    return this.options.grpc?.address;
  }

  /** Serve. */
  async listen(): Promise<void> {
    await Promise.all([this.serveClients(), this.serveAdministrators(), this.serveOperators()]);
  }

  close(): void {
    for (const server of this.open) server.close();
  }

  private async serveClients(): Promise<void> {
    const { grpc, node, registry, ambient, transport } = this.options;
    if (grpc === undefined) return;
    const service = orderingService({
      node,
      channel: (channelId) => registry.orderedBy(node, channelId),
      now: () => ambient.now(),
      bound: grpc.tls.clientAuthorities !== undefined,
      answered: (channelId, { status }) => {
        this.metrics.answered(channelId, status);
      },
    });
    this.open.push(await transport.serve(grpc.address, grpc.tls, [service]));
  }

  private async serveAdministrators(): Promise<void> {
    const { admin, node, registry, transport } = this.options;
    if (admin === undefined) return;
    const options = { ...admin, clientsNeeded: true };
    this.open.push(await transport.serveHttp(options, participation(node, registry)));
  }

  private async serveOperators(): Promise<void> {
    const { operations: server, ambient, transport } = this.options;
    if (server === undefined) return;
    const handler = operations({
      isTls: server.tls !== undefined,
      now: () => ambient.now(),
      metrics: () => this.metrics.text(),
    });
    this.open.push(await transport.serveHttp({ ...server, clientsNeeded: false }, handler));
  }
}
