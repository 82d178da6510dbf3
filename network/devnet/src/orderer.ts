import type { Ambient } from './ambient.js';
import { orderingService } from './broadcast/service.js';
import type { ChannelRegistry } from './channel-registry.js';
import type { DevnetConfig } from './config.js';
import { httpOptions, tlsMaterial } from './configured-server.js';
import { Endpoint, type TlsMaterial } from './grpc/endpoint.js';
import { HttpServer, type HttpOptions } from './http/server.js';
import { operations } from './operations/service.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import { OrdererMetrics } from './operations/orderer-metrics.js';
import { participation } from './participation/service.js';

export interface OrdererOptions {
  readonly node: OrdererNode;
  readonly registry: ChannelRegistry;
  readonly ambient: Ambient;
  readonly grpc: { readonly address: string; readonly tls: TlsMaterial } | undefined;
  readonly admin: Pick<HttpOptions, 'address' | 'tls'> | undefined;
  readonly operations: Pick<HttpOptions, 'address' | 'tls'> | undefined;
}

/** One node of the ordering service, as clients and operators reach it. */
export class Orderer {
  private readonly metrics: OrdererMetrics;
  private readonly open: { close(): void }[] = [];

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
    const { grpc, node, registry, ambient } = this.options;
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
    this.open.push(await Endpoint.listen(grpc.address, grpc.tls, [service]));
  }

  private async serveAdministrators(): Promise<void> {
    const { admin, node, registry } = this.options;
    if (admin === undefined) return;
    const options = { ...admin, clientsNeeded: true };
    this.open.push(await HttpServer.listen(options, participation(node, registry)));
  }

  private async serveOperators(): Promise<void> {
    const { operations: server, ambient } = this.options;
    if (server === undefined) return;
    const handler = operations({
      isTls: server.tls !== undefined,
      now: () => ambient.now(),
      metrics: () => this.metrics.text(),
    });
    this.open.push(await HttpServer.listen({ ...server, clientsNeeded: false }, handler));
  }
}

/** A node from its entry in the configuration: the files are read. */
export async function configuredOrderer(
  { endpoint, tls, clientAuthorities, admin, operations: own }: DevnetConfig['consenters'][number],
  parts: Pick<OrdererOptions, 'node' | 'registry' | 'ambient'>,
): Promise<Orderer> {
  const reached = endpoint !== undefined && tls !== undefined;
  return new Orderer({
    ...parts,
    grpc: reached
      ? { address: endpoint, tls: await tlsMaterial({ tls, clientAuthorities }) }
      : undefined,
    admin: admin && (await httpOptions(admin)),
    operations: own && (await httpOptions(own)),
  });
}
