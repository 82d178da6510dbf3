import { headerOf } from '@argosy/protocol/block';
import type { Ledger } from '../ledger.js';
import { commitAhead } from '../pipeline.js';
import { BlockRejected, VALID } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import { BlockRecords, requireBeginning } from './block-records.js';
import { compareForm, compareOutcome } from './compare-block.js';
import type { BlockRecord } from './compare-block.js';
import { compareEndState } from './compare-end-state.js';
import type { Difference } from './difference.js';
import { RecordFault } from './record-fault.js';
import { companionFiles } from './recorded-folder.js';
import type { CompanionFile, RecordedFolder } from './recorded-folder.js';
import { beginLedger } from './replayed-ledger.js';
import type { ReplayedLedger } from './replayed-ledger.js';
import { emptyTally } from './tally.js';
import type { Tally } from './tally.js';

export interface ReplayOptions {
  /** An empty folder to keep the ledger in; in memory if not given. */
  readonly database?: string;
  /** The last block to replay. What the folder says of the end is not compared then. */
  readonly until?: bigint;
  /** Told after each block. */
  readonly onBlock?: (tally: Readonly<Tally>) => void;
  /** How many differences are looked for; one if not given, since most that follow come of the first. */
  readonly mostDifferences?: number;
}

export interface ReplayReport {
  readonly channel: string;
  readonly tally: Readonly<Tally>;
  /** Empty if everything that was compared is equal. */
  readonly differences: readonly Difference[];
  /** What could not be compared, each with why. */
  readonly notCompared: readonly string[];
}

/**
 * Judge a recorded ledger anew from block 0 on, and compare what it comes to with all that was recorded. Throws RecordFault where
 * a file of the record cannot be read, and FolderNotEmpty.
 */
export async function replay(
  folder: RecordedFolder,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  const records = new BlockRecords(folder);
  try {
    const first = await records.next();
    if (first === undefined) throw new RecordFault(folder.blocks.name, 0, 'it holds no block');
    requireBeginning(first);
    const begun = await beginLedger(first.bytes, { folder: options.database });
    try {
      return await new Replay(folder, records, begun, options).run(first);
    } finally {
      await begun.close();
    }
  } finally {
    await records.close();
  }
}

class Replay {
  readonly #tally = emptyTally();
  readonly #ledger: Ledger;
  #verdicts: readonly Verdict[] = [];
  readonly #compared = new Set<CompanionFile>(['expected.json']);
  /** Why the end was not reached. */
  #stopped: string | undefined;

  constructor(
    private readonly folder: RecordedFolder,
    private readonly records: BlockRecords,
    private readonly begun: ReplayedLedger,
    private readonly options: ReplayOptions,
  ) {
    this.#ledger = begun.ledger;
    this.#ledger.onCommit((_, verdicts) => {
      this.#verdicts = verdicts;
    });
  }

  async run(first: BlockRecord): Promise<ReplayReport> {
    const differences: Difference[] = [];
    for await (const difference of this.#differences(first)) {
      differences.push(difference);
      if (differences.length >= (this.options.mostDifferences ?? 1)) break;
    }
    const channel = this.#ledger.channelId;
    return { channel, tally: this.#tally, differences, notCompared: this.#notCompared() };
  }

  async *#differences(first: BlockRecord): AsyncGenerator<Difference, undefined> {
    yield* this.#compareForm(first);
    // Block 0 is what the ledger trusts: it is not judged, so it does not count.
    const outcome = { verdicts: [VALID], commitHash: new Uint8Array(0) };
    yield* compareOutcome(first, outcome, emptyTally());
    this.#count(first);
    yield* this.#followingBlocks();
    if (this.#stopped !== undefined) return undefined;
    const left = await this.records.nextExpected();
    if (left !== undefined) yield missingBlock(left);
    for (const name of companionFiles) {
      const file = this.folder.companions[name];
      if (file === undefined) continue;
      this.#compared.add(name);
      yield* compareEndState(name, file, this.begun.reading, this.#tally);
    }
    return undefined;
  }

  async *#followingBlocks(): AsyncGenerator<Difference, undefined> {
    /** Read, and not yet committed. */
    const waiting: BlockRecord[] = [];
    try {
      for await (const { commitHash } of commitAhead(this.#ledger, this.#wantedBlocks(waiting))) {
        const record = waiting.shift();
        if (record === undefined) return undefined;
        this.#count(record);
        yield* this.#compareForm(record);
        yield* compareOutcome(record, { verdicts: this.#verdicts, commitHash }, this.#tally);
      }
    } catch (error) {
      const [record] = waiting;
      if (!(error instanceof BlockRejected) || record === undefined) throw error;
      this.#stopped = `block ${headerOf(record.block).number} was refused`;
      yield* this.#compareForm(record);
      yield refusedBlock(record, error.message);
    }
    return undefined;
  }

  async *#wantedBlocks(waiting: BlockRecord[]): AsyncGenerator<Uint8Array, undefined> {
    const { until } = this.options;
    for (let record = await this.records.next(); record !== undefined;) {
      if (until !== undefined && headerOf(record.block).number > until) {
        this.#stopped = `stopped after block ${until}`;
        return undefined;
      }
      waiting.push(record);
      yield record.bytes;
      record = await this.records.next();
    }
    return undefined;
  }

  *#compareForm(record: BlockRecord): Generator<Difference, undefined> {
    const file = this.folder.companions['expected.json']?.name;
    if (file !== undefined && record.expected === undefined) yield furtherBlock(record, file);
    return yield* compareForm(record, this.#tally);
  }

  #count({ block }: BlockRecord): void {
    this.#tally.blocks++;
    const { number } = headerOf(block);
    if (number > 0n) this.#tally.transactions += block.data?.data.length ?? 0;
    this.#tally.signatures = this.begun.checks.verified;
    this.options.onBlock?.(this.#tally);
  }

  #notCompared(): string[] {
    const { companions, blocks } = this.folder;
    const files = companionFiles.flatMap((name) => {
      if (companions[name] === undefined) return [`${name}: it is not in the folder`];
      if (this.#compared.has(name)) return [];
      return [`${name}: ${this.#stopped ?? 'the differences above came first'}`];
    });
    const unflagged = this.#tally.storedCodes === 0;
    return unflagged ? [...files, `flags in ${blocks.name}: it holds none`] : files;
  }
}

const furtherBlock = ({ block, file }: BlockRecord, expectedBy: string): Difference => ({
  what: 'block',
  file: expectedBy,
  place: { block: headerOf(block).number },
  expected: 'no such block',
  found: `one in ${file}`,
});

const missingBlock = ({ block, file }: NonNullable<BlockRecord['expected']>): Difference => ({
  what: 'block',
  file,
  place: { block: block.number },
  expected: `one with hash ${block.headerHash}`,
  found: 'no such block',
});

const refusedBlock = ({ block, expected, file }: BlockRecord, reason: string): Difference => ({
  what: 'block',
  file: expected?.file ?? file,
  place: { block: headerOf(block).number },
  expected: 'a block that peers committed',
  found: 'one that must be refused',
  reason,
});
