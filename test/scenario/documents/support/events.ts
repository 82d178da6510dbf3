import type { LedgerEvent } from '@argosy/domain/events';
import type { Network as Channel } from '@hyperledger/fabric-gateway';

/** What the first event announced that has a change of this type. */
export async function changesOn(channel: Channel, type: string): Promise<LedgerEvent['changes']> {
  const events = await channel.getChaincodeEvents('argosy', { startBlock: 0n });
  try {
    for await (const { payload } of events) {
      const { changes } = JSON.parse(Buffer.from(payload).toString()) as LedgerEvent;
      if (changes.some((change) => change.type === type)) return changes;
    }
    return [];
  } finally {
    events.close();
  }
}
