import { jsonEntries } from './json-entries.js';
import type { RecordedFile } from './recorded-file.js';
import { RecordedValue } from './recorded-values.js';

/** What a peer said of a block. */
export interface RecordedBlock {
  readonly number: bigint;
  /** Hex; '' for none. */
  readonly headerHash: string;
  readonly previousHash: string;
  readonly dataHash: string;
  readonly commitHash: string;
  readonly transactions: readonly RecordedTransaction[];
}

export interface RecordedTransaction {
  readonly index: number;
  /** As its header has it, '' where it has none. */
  readonly txId: string;
  /** Beyond 2^53 for a negative one, whose digits are lost: a recorder wrote it without its sign. */
  readonly type: number;
  /** What whoever made it intended. */
  readonly label: string;
  readonly code: number;
  readonly name: string;
}

/** expected.json: what the peer said of each block, in their order. */
export async function* recordedBlocks(
  file: RecordedFile,
): AsyncGenerator<RecordedBlock, undefined> {
  const enters = (path: readonly string[]): boolean =>
    path.length === 0 || (path.length === 1 && path[0] === 'blocks');
  for await (const entry of jsonEntries(file, enters)) {
    if (entry.path[0] === 'blocks') yield blockOf(new RecordedValue(file.name, entry));
  }
  return undefined;
}

const blockOf = (value: RecordedValue): RecordedBlock => ({
  number: BigInt(value.number('number')),
  headerHash: value.hash('headerHash'),
  previousHash: value.hash('previousHash'),
  dataHash: value.hash('dataHash'),
  commitHash: value.hash('commitHash'),
  transactions: value.list('txs').map((it) => ({
    index: it.number('i'),
    txId: it.text('txId'),
    type: it.anyNumber('type'),
    label: it.has('label') ? it.text('label') : '',
    code: it.number('code'),
    name: it.text('name'),
  })),
});
