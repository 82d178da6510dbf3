import type { HistoryEntry } from '../indexer/reads.js';
import { inOrderOfTime } from '../indexer/in-order-of-time.js';
import { dealKinds, isDealKind, type Deal, type DealChannel, type DealKind } from './deal.js';
import { partsOf } from './deal-draft.js';
import type { DealRecords } from './records.js';
import { whatHappened } from './words.js';

/** One change of one document of a deal. */
export interface DealEvent {
  /** As the transaction's client claims it, UTC. */
  readonly time: string;
  readonly channel: DealChannel;
  readonly block: number;
  readonly index: number;
  readonly transactionId: string;
  /** Whose client sent the transaction. */
  readonly byMsp: string;
  readonly document: DealKind;
  readonly parts: readonly string[];
  readonly version: number;
  readonly status: string;
  /** What was announced of it. */
  readonly events: readonly string[];
  readonly what: string;
}

/** What happened in each deal: the events of a channel in the order of its ledger, those of several by their times. */
export async function timelinesOf(
  deals: readonly Deal[],
  { trade, border }: DealRecords,
): Promise<readonly (readonly DealEvent[])[]> {
  const [ofTrade, ofBorder] = await Promise.all([
    trade.histories(keysOn('trade', deals)),
    border?.histories(keysOn('border', deals)) ?? [],
  ]);
  const events = [ofTrade, ofBorder].map((entries) => byDocument(entries.flatMap(eventOf)));
  return deals.map((deal) => {
    const own = deal.documents.map(({ record }) => ({
      name: nameOf(record.kind, partsOf(record)),
      version: record.version,
    }));
    // A block may have come in between: what the documents do not show yet is left to the next reading.
    const channels = events.map((found) =>
      own
        .flatMap(({ name, version }) =>
          (found.get(name) ?? []).filter((it) => it.version <= version),
        )
        .sort(inOrderOfLedger),
    );
    return [...inOrderOfTime(channels)];
  });
}

function keysOn(
  channel: DealChannel,
  deals: readonly Deal[],
): { readonly kind: DealKind; readonly parts: readonly string[] }[] {
  const records = deals.flatMap(({ documents }) => documents.map(({ record }) => record));
  const own = records.filter(({ kind }) => dealKinds[kind] === channel);
  const keys = new Map(own.map((record) => [nameOf(record.kind, partsOf(record)), record]));
  return [...keys.values()].map((record) => ({ kind: record.kind, parts: partsOf(record) }));
}

function eventOf({ kind, ...entry }: HistoryEntry): DealEvent[] {
  if (!isDealKind(kind)) return [];
  const { time, block, index, transactionId, byMsp, parts, version, status, events } = entry;
  const place = { time, channel: dealKinds[kind], block, index, transactionId, byMsp };
  const what = whatHappened(kind, events);
  return [{ ...place, document: kind, parts, version, status, events, what }];
}

function byDocument(events: readonly DealEvent[]): ReadonlyMap<string, readonly DealEvent[]> {
  return Map.groupBy(events, ({ document, parts }) => nameOf(document, parts));
}

function nameOf(kind: DealKind, parts: readonly string[]): string {
  return JSON.stringify([kind, ...parts]);
}

/** Of one transaction, in the order in which documents are listed: sorting keeps it. */
function inOrderOfLedger(one: DealEvent, other: DealEvent): number {
  return one.block - other.block || one.index - other.index;
}
