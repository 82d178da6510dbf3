import type { ChannelRegistry } from '../channel-registry.js';
import type { Channel } from '../channel.js';
import type { StatusName } from '../ordering/broadcast-status.js';
import { isConsenter, type OrdererNode } from '../ordering/orderer-node.js';
import { exposition } from './exposition.js';

/** What an orderer counts. */
export class OrdererMetrics {
  /** How many envelopes had each status, by channel. */
  private readonly processed = new Map<string, Map<StatusName, number>>();

  constructor(
    private readonly node: OrdererNode,
    private readonly registry: ChannelRegistry,
  ) {}

  /** An envelope was answered. */
  answered(channel: string, status: StatusName): void {
    const counts = this.processed.get(channel) ?? new Map<StatusName, number>();
    counts.set(status, (counts.get(status) ?? 0) + 1);
    this.processed.set(channel, counts);
  }

  /** All metrics, in the text format of Prometheus. */
  text(): string {
    const joined = [...this.registry.all.values()].filter(
      ({ id }) => this.registry.orderedBy(this.node, id) !== undefined,
    );
    const each = (value: (channel: Channel) => number) =>
      joined.map((channel) => ({ labels: { channel: channel.id }, value: value(channel) }));
    return exposition([
      {
        name: 'broadcast_processed_count',
        help: 'The number of transactions processed.',
        type: 'counter',
        values: this.processedValues(),
      },
      {
        name: 'ledger_blockchain_height',
        help: 'Height of the chain in blocks.',
        type: 'gauge',
        values: each(({ ledger }) => Number(ledger.height)),
      },
      {
        name: 'participation_status',
        help: 'The channel participation status of the node: 0 if inactive, 1 if active, 2 if onboarding, 3 if failed.',
        type: 'gauge',
        values: each(() => 1),
      },
      {
        name: 'participation_consensus_relation',
        help: 'The channel participation consensus relation of the node: 0 if other, 1 if consenter, 2 if follower, 3 if config-tracker.',
        type: 'gauge',
        values: each(({ bundle }) => (isConsenter(this.node, bundle) ? 1 : 2)),
      },
    ]);
  }

  private processedValues(): { labels: Record<string, string>; value: number }[] {
    return [...this.processed].flatMap(([channel, counts]) =>
      [...counts].map(([status, value]) => ({ labels: { channel, status }, value })),
    );
  }
}
