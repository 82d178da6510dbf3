import { headerOf, metadataOf } from '@argosy/protocol/block';
import { explain } from '../explain/explain.js';
import type { Explanation } from '../explain/explanation.js';
import { commitAhead } from '../pipeline.js';
import { readHeaders } from '../validation/structure.js';
import { txIdOf } from '../committed-block.js';
import { VALID } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import { BlockRecords, requireBeginning } from './block-records.js';
import type { FiledBlock } from './block-records.js';
import { RecordFault } from './record-fault.js';
import type { RecordedFolder } from './recorded-folder.js';
import type { Place } from './recorded-values.js';
import { beginLedger } from './replayed-ledger.js';
import type { ReplayedLedger } from './replayed-ledger.js';

/** An explanation, and what was recorded of the transaction. */
export interface Trace {
  readonly explanation: Explanation;
  /** What whoever made it intended, where the record says it. */
  readonly label?: string;
  /** The code that was recorded, where there is one: in expected.json, else in the block. */
  readonly recordedCode?: number;
}

/** Where a transaction id stands in a record: once, unless it was used again. */
export async function findTransaction(folder: RecordedFolder, txId: string): Promise<Place[]> {
  const records = new BlockRecords(folder);
  const places: Place[] = [];
  try {
    for (let record = await records.next(); record !== undefined; record = await records.next()) {
      const { number } = headerOf(record.block);
      for (const [index, entry] of entriesOf(record).entries()) {
        if (idOf(entry) === txId) places.push({ block: number, index });
      }
    }
    return places;
  } finally {
    await records.close();
  }
}

/**
 * Judge a record up to a transaction, and explain it. Undefined when the record has no such place. Throws RecordFault, and
 * BlockRejected where a block before it, or its own, must be refused.
 */
export async function traceTransaction(
  folder: RecordedFolder,
  place: Place,
): Promise<Trace | undefined> {
  const records = new BlockRecords(folder);
  try {
    const first = await records.next();
    if (first === undefined) throw new RecordFault(folder.blocks.name, 0, 'it holds no block');
    requireBeginning(first);
    const begun = await beginLedger(first.bytes);
    try {
      return await traceFrom(first, place, { records, begun });
    } finally {
      await begun.close();
    }
  } finally {
    await records.close();
  }
}

interface Going {
  readonly records: BlockRecords;
  readonly begun: ReplayedLedger;
}

async function traceFrom(
  first: FiledBlock,
  place: Place,
  { records, begun }: Going,
): Promise<Trace | undefined> {
  const { ledger, checks } = begun;
  if (place.block === 0n) return traceOf(first, place, [VALID], { bundle: ledger.bundle, checks });
  let verdicts: readonly Verdict[] = [];
  ledger.onCommit((_, judged) => {
    verdicts = judged;
  });
  let last: FiledBlock | undefined;
  const blocks = async function* (): AsyncGenerator<Uint8Array, undefined> {
    while (last === undefined || headerOf(last.block).number < place.block) {
      const record = await records.next();
      if (record === undefined) return undefined;
      last = record;
      yield record.bytes;
    }
    return undefined;
  };
  // Those who are asked are asked under the configuration before the block.
  let { bundle } = ledger;
  for await (const { number } of commitAhead(ledger, blocks())) {
    if (number === place.block && last !== undefined)
      return traceOf(last, place, verdicts, { bundle, checks });
    bundle = ledger.bundle;
  }
  return undefined;
}

function traceOf(
  record: FiledBlock,
  { block, index }: Place,
  verdicts: readonly Verdict[],
  judges: Parameters<typeof explain>[1],
): Trace | undefined {
  const entry = entriesOf(record)[index];
  const verdict = verdicts[index];
  if (entry === undefined || verdict === undefined) return undefined;
  const explanation = explain({ block, index, entry, verdict }, judges);
  const recorded = record.expected?.block.transactions[index];
  const recordedCode = recorded?.code ?? metadataOf(record.block, 'transactionsFilter')[index];
  return {
    explanation,
    ...(recorded === undefined || recorded.label === '' ? {} : { label: recorded.label }),
    ...(recordedCode === undefined ? {} : { recordedCode }),
  };
}

const entriesOf = ({ block }: FiledBlock): readonly Uint8Array[] => block.data?.data ?? [];

function idOf(entry: Uint8Array): string {
  try {
    return txIdOf(readHeaders(entry));
  } catch {
    return '';
  }
}
