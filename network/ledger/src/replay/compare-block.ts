import { dataHash, headerHash, headerOf, metadataOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { Metadata } from '@argosy/protocol/messages/common';
import { validationCodeName } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import { readHeaders } from '../validation/structure.js';
import type { Verdict } from '../verdict.js';
import { shownHash } from './difference.js';
import type { ComparedThing, Difference, DifferencePlace } from './difference.js';
import type { RecordedBlock, RecordedTransaction } from './recorded-block.js';
import type { Tally } from './tally.js';

/** A block as it was recorded: its bytes, and what a peer said of it where the folder says it. */
export interface BlockRecord {
  readonly block: BlockMessage;
  /** The file that holds the block. */
  readonly file: string;
  readonly expected?: { readonly block: RecordedBlock; readonly file: string } | undefined;
}

/** What judging the block came to. */
export interface BlockOutcome {
  readonly verdicts: readonly Verdict[];
  /** Empty for block 0. */
  readonly commitHash: Uint8Array;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Compare what follows from a block's bytes alone: the chain, and what stands in the headers of its transactions. */
export function* compareForm(
  { block, expected }: BlockRecord,
  tally: Tally,
): Generator<Difference, undefined> {
  if (expected === undefined) return undefined;
  const header = headerOf(block);
  const entries = block.data?.data ?? [];
  const place = { block: header.number };
  const { file } = expected;
  const facts = [
    ['number', String(expected.block.number), String(header.number)],
    ['header hash', expected.block.headerHash, hex(headerHash(header))],
    ['previous hash', expected.block.previousHash, hex(header.previousHash)],
    ['data hash', expected.block.dataHash, hex(dataHash(entries))],
    ['transaction count', String(expected.block.transactions.length), String(entries.length)],
  ] as const;
  for (const [what, wanted, found] of facts) {
    if (wanted !== found)
      yield { what, file, place, expected: shownHash(wanted), found: shownHash(found) };
  }
  tally.hashes += 3;
  for (const [index, recorded] of expected.block.transactions.entries()) {
    const entry = entries[index];
    if (entry !== undefined) yield* compareHeader(recorded, entry, { file, place }, tally);
  }
  return undefined;
}

function* compareHeader(
  recorded: RecordedTransaction,
  entry: Uint8Array,
  { file, place }: Said,
  tally: Tally,
): Generator<Difference, undefined> {
  // A recorder that could not put a header together has neither; what it says of the transaction counts all the same.
  if (recorded.txId === '' && recorded.type === 0) {
    tally.unreadHeaders++;
    return undefined;
  }
  const { txId, type } = writtenHeader(entry);
  const said = { file, place: { ...place, transaction: recorded } };
  const [wanted, found] = [shownHash(recorded.txId), shownHash(txId)];
  if (wanted !== found) yield { what: 'transaction id', ...said, expected: wanted, found };
  const negative = recorded.type > Number.MAX_SAFE_INTEGER;
  if (negative ? type >= 0 : recorded.type !== type) {
    const expected = negative ? 'a negative one' : String(recorded.type);
    yield { what: 'header type', ...said, expected, found: String(type) };
  }
  tally.headers++;
  return undefined;
}

/** As they are written; nothing where there is no header. */
function writtenHeader(entry: Uint8Array): { readonly txId: string; readonly type: number } {
  try {
    return readHeaders(entry).channelHeader;
  } catch {
    return { txId: '', type: 0 };
  }
}

/** Compare what judging a block came to with what was recorded of it, in expected.json and in the block's own metadata. */
export function* compareOutcome(
  { block, file, expected }: BlockRecord,
  { verdicts, commitHash }: BlockOutcome,
  tally: Tally,
): Generator<Difference, undefined> {
  const { number } = headerOf(block);
  const stored = metadataOf(block, 'transactionsFilter');
  if (stored.length > 0 && stored.length !== verdicts.length) {
    const found = `${verdicts.length} transactions`;
    const place = { block: number };
    yield { what: 'validation code', file, place, expected: `${stored.length} flags`, found };
  }
  for (const [index, verdict] of verdicts.entries()) {
    const transaction = expected?.block.transactions[index];
    const place = { block: number, transaction: transaction ?? { index, txId: '', label: '' } };
    if (transaction !== undefined && expected !== undefined) {
      yield* compareCode(transaction, verdict, { file: expected.file, place });
      tally.codes++;
    }
    const flag = stored[index];
    if (flag === undefined) continue;
    tally.storedCodes++;
    if (flag !== verdict.code) yield codeDifference(flag, verdict, { file, place });
  }
  yield* compareCommitHash({ block, file, expected }, hex(commitHash), tally);
  return undefined;
}

interface Said {
  readonly file: string;
  readonly place: DifferencePlace;
}

function* compareCode(
  { code, name }: RecordedTransaction,
  verdict: Verdict,
  said: Said,
): Generator<Difference, undefined> {
  if (code !== verdict.code) yield codeDifference(code, verdict, said);
  else if (name !== validationCodeName(code))
    yield { what: 'code name', ...said, expected: name, found: validationCodeName(code) };
  return undefined;
}

const codeDifference = (code: number, verdict: Verdict, said: Said): Difference => ({
  what: 'validation code',
  ...said,
  expected: validationCodeName(code),
  found: validationCodeName(verdict.code),
  reason: verdict.reason,
});

function* compareCommitHash(
  { block, file, expected }: BlockRecord,
  found: string,
  tally: Tally,
): Generator<Difference, undefined> {
  const place = { block: headerOf(block).number };
  const what: ComparedThing = 'commit hash';
  if (expected !== undefined) {
    const wanted = expected.block.commitHash;
    if (wanted !== found)
      yield {
        what,
        file: expected.file,
        place,
        expected: shownHash(wanted),
        found: shownHash(found),
      };
    if (found !== '') tally.commitHashes++;
  }
  // Blocks as an orderer delivers them have none; a peer's have one.
  const stored = storedCommitHash(block);
  if (stored === '') return undefined;
  if (stored !== found)
    yield { what, file, place, expected: shownHash(stored), found: shownHash(found) };
  tally.storedCommitHashes++;
  return undefined;
}

function storedCommitHash(block: BlockMessage): string {
  const slot = metadataOf(block, 'commitHash');
  try {
    return hex(decode(Metadata, slot).value);
  } catch {
    return hex(slot);
  }
}
