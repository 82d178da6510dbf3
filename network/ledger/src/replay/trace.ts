import { headerHash, headerOf, metadataOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { blockSignatures } from '@argosy/protocol/block-signature';
import type { BlockSigning } from '@argosy/protocol/block-signature';
import { explain } from '../explain/explain.js';
import type { EndorsementSeen, Explanation } from '../explain/explanation.js';
import { endorsementSeen } from '../explain/parties.js';
import type { Judges } from '../explain/parties.js';
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
  /** The block that it stands in, and the orderers that signed it: none signs block 0. */
  readonly ordered: OrderedBlock;
  /** What whoever made it intended, where the record says it. */
  readonly label?: string;
  /** The code that was recorded, where there is one: in expected.json, else in the block. */
  readonly recordedCode?: number;
}

export interface OrderedBlock {
  readonly headerHash: string;
  readonly dataHash: string;
  readonly transactions: number;
  readonly signatures: readonly EndorsementSeen[];
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
    return await traceIn(recordsIn(records), place);
  } finally {
    await records.close();
  }
}

async function* recordsIn(records: BlockRecords): AsyncGenerator<FiledBlock, undefined> {
  for (let record = await records.next(); record !== undefined; record = await records.next())
    yield record;
  return undefined;
}

/**
 * Judge blocks from block 0 on, which is trusted, up to a transaction, and explain it; behind its block nothing is read. Undefined
 * when they have no such place. Throws RecordFault where no channel begins with the first, and BlockRejected as `traceTransaction`.
 */
export async function traceIn(
  blocks: AsyncIterable<FiledBlock>,
  place: Place,
): Promise<Trace | undefined> {
  const source = blocks[Symbol.asyncIterator]();
  try {
    const first = await source.next();
    if (first.done === true) throw new RecordFault('the ledger', 0, 'it holds no block');
    requireBeginning(first.value);
    const begun = await beginLedger(first.value.bytes);
    try {
      return await traceFrom(first.value, place, { source, begun });
    } finally {
      await begun.close();
    }
  } finally {
    await source.return?.(undefined);
  }
}

/** Whoever judges a block's signatures also has to know its consenters. */
type BlockJudges = Judges & { readonly bundle: BlockSigning };

interface Going {
  readonly source: AsyncIterator<FiledBlock>;
  readonly begun: ReplayedLedger;
}

async function traceFrom(
  first: FiledBlock,
  place: Place,
  { source, begun }: Going,
): Promise<Trace | undefined> {
  const { ledger, checks } = begun;
  if (place.block === 0n) return traceOf(first, place, [VALID], { bundle: ledger.bundle, checks });
  let verdicts: readonly Verdict[] = [];
  ledger.onCommit((_, judged) => {
    verdicts = judged;
  });
  let last: FiledBlock | undefined;
  const following = async function* (): AsyncGenerator<Uint8Array, undefined> {
    while (last === undefined || headerOf(last.block).number < place.block) {
      const next = await source.next();
      if (next.done === true) return undefined;
      last = next.value;
      yield last.bytes;
    }
    return undefined;
  };
  // Those who are asked are asked under the configuration before the block.
  let { bundle } = ledger;
  for await (const { number } of commitAhead(ledger, following())) {
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
  judges: BlockJudges,
): Trace | undefined {
  const entry = entriesOf(record)[index];
  const verdict = verdicts[index];
  if (entry === undefined || verdict === undefined) return undefined;
  const explanation = explain({ block, index, entry, verdict }, judges);
  const recorded = record.expected?.block.transactions[index];
  const recordedCode = recorded?.code ?? metadataOf(record.block, 'transactionsFilter')[index];
  return {
    explanation,
    ordered: orderedBlock(record.block, judges),
    ...(recorded === undefined || recorded.label === '' ? {} : { label: recorded.label }),
    ...(recordedCode === undefined ? {} : { recordedCode }),
  };
}

function orderedBlock(block: BlockMessage, judges: BlockJudges): OrderedBlock {
  const header = headerOf(block);
  return {
    headerHash: headerHash(header).toString('hex'),
    dataHash: Buffer.from(header.dataHash).toString('hex'),
    transactions: block.data?.data.length ?? 0,
    signatures:
      header.number === 0n
        ? []
        : blockSignatures(block, judges.bundle).map((it) => endorsementSeen(it, judges)),
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
