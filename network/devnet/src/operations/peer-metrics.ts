import type { Channel } from '../channel.js';
import { exposition } from './exposition.js';

/** What a peer counts, in the text format of Prometheus. */
export function peerMetrics(channels: ReadonlyMap<string, Channel>): string {
  return exposition([
    {
      name: 'ledger_blockchain_height',
      help: 'Height of the chain in blocks.',
      type: 'gauge',
      values: [...channels.values()].map(({ id, ledger }) => ({
        labels: { channel: id },
        value: Number(ledger.height),
      })),
    },
  ]);
}
