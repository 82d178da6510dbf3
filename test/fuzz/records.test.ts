/** Blocks, private data, stored entries, and the folder of a recorded ledger. */
import { beforeAll, expect, test } from '@jest/globals';
import { readCommittedBlock } from '@argosy/ledger/committed-block';
import { decodeEntry, encodeEntry } from '@argosy/ledger/database/entry';
import {
  clearWrites,
  namedKeyHashes,
  privateSetsOf,
  trimmed,
} from '@argosy/ledger/private-data/private-set';
import { readable } from '@argosy/ledger/private-data/accept';
import { delimitedMessages } from '@argosy/ledger/replay/delimited';
import { recordedBlocks as blocksOf } from '@argosy/ledger/replay/recorded-block';
import type { RecordedFile } from '@argosy/ledger/replay/recorded-file';
import { recordedHistory, recordedPlaces } from '@argosy/ledger/replay/recorded-history';
import {
  recordedAnswers,
  recordedClearValues,
  recordedHashes,
  recordedState,
} from '@argosy/ledger/replay/recorded-state';
import { requireSuccessor } from '@argosy/ledger/successor';
import { openTransactions, signatureChecks } from '@argosy/ledger/validator';
import { blockSignatures } from '@argosy/protocol/block-signature';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Envelope } from '@argosy/protocol/messages/common';
import { SignedProposal } from '@argosy/protocol/messages/proposal';
import { KVRWSet, TxPvtReadWriteSet } from '@argosy/protocol/messages/rwset';
import { openProposal, signProposal } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { Chance } from '../support/chance.js';
import { Corpus } from '../support/corpus.js';
import { fuzz, target } from '../support/fuzzing.js';
import { generate } from '../support/generate.js';
import { sampleOf, searchTimeoutMs } from '../support/long-run.js';
import type { Table } from '../support/message-tables.js';
import { mutate } from '../support/mutations.js';
import { recordedBlocks } from '../support/recorded.js';
import { refusedAs } from '../support/refusals.js';

let corpus: Corpus;
let blocks: readonly Buffer[];
let bundle: ChannelBundle;

beforeAll(() => {
  corpus = Corpus.ofRecorded('e-bft-mixed');
  blocks = recordedBlocks('e-bft-mixed')
    .slice(1)
    .filter(({ length }) => length < 40_000);
  bundle = ChannelBundle.fromBlock(recordedBlocks('e-bft-mixed')[0] ?? Buffer.of());
});

const nothing = (): boolean => false;
const unreadable = refusedAs('WireError');

/** A block without header or metadata is said to be one. */
const incomplete = (error: unknown): boolean =>
  unreadable(error) || /the block has no (header|metadata)/.test(String(error));

const inputOf =
  (table: Table) =>
  (chance: Chance): Buffer =>
    chance.once(3) || corpus.of(table).length === 0
      ? generate(table, chance)
      : mutate(chance.pick(corpus.of(table)), chance);
const block = (chance: Chance): Buffer => mutate(chance.pick(blocks), chance);

const targets = () => [
  target('transaction', {
    input: inputOf(Envelope),
    read: (bytes) => signatureChecks(openTransactions([bytes]), bundle),
    refuses: nothing,
  }),
  target('private sets', {
    input: inputOf(TxPvtReadWriteSet),
    read: (bytes) => privateSetsOf({ block: 1n, index: 0 }, bytes),
    refuses: unreadable,
  }),
  target('private set', {
    input: inputOf(KVRWSet),
    read: (bytes) => [clearWrites(bytes), namedKeyHashes(bytes), trimmed(bytes, () => true)],
    refuses: unreadable,
  }),
  target('private set, offered', { input: inputOf(KVRWSet), read: readable, refuses: nothing }),
  target('proposal', {
    input: (chance) => {
      const sample = encode(SignedProposal, { proposalBytes: proposalOf(chance) });
      return chance.once(3) ? generate(SignedProposal, chance) : mutate(sample, chance);
    },
    read: (bytes) => openProposal(decode(SignedProposal, bytes)),
    refuses: refusedAs('WireError', 'Error'),
  }),
  target('stored entry', {
    input: (chance) => {
      const version = { blockNum: BigInt(chance.below(300)), txNum: 1n };
      const metadata = [{ name: 'a', value: chance.bytes(3) }];
      return mutate(encodeEntry({ value: chance.bytes(9), metadata, version }), chance);
    },
    read: decodeEntry,
    // Only this node writes entries: one that is cut off is damage, and Node's own words for it do.
    refuses: (error) => String(error).startsWith('RangeError'),
  }),
];

/** The bytes of a proposal to a chaincode. */
const proposalOf = (chance: Chance): Uint8Array =>
  signProposal(
    {
      channelId: 'trade',
      chaincodeName: 'cc',
      args: [Buffer.from('run')],
      transient: { secret: Buffer.of(1) },
      time: { seconds: 1n, nanos: 0 },
      nonce: chance.bytes(24),
    },
    { mspId: 'O1MSP', creator: Buffer.from('creator'), sign: () => Buffer.of() },
  ).signed.proposalBytes;

const blockTargets = () => [
  target('stored block', {
    input: block,
    read: readCommittedBlock,
    refuses: incomplete,
  }),
  target('signatures of a block', {
    input: block,
    read: (bytes) => blockSignatures(decode(Block, bytes), bundle),
    refuses: incomplete,
  }),
  target('next block', {
    input: block,
    read: (bytes) => {
      const decoded = decode(Block, bytes);
      const height = decoded.header?.number ?? 1n;
      const lastHeaderHash = decoded.header?.previousHash ?? Buffer.of();
      requireSuccessor(decoded, { bundle, height, lastHeaderHash });
    },
    refuses: refusedAs('WireError', 'BlockRejected'),
  }),
];

/** A file that arrives in pieces of any length. */
function inPieces(bytes: Buffer, chance: Chance): RecordedFile {
  return {
    name: 'file',
    async *content() {
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + 1 + chance.below(bytes.length));
        yield piece;
        at += piece.length;
      }
      return undefined;
    },
  };
}

async function countOf(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count++;
  return count;
}

const hash = 'ab'.repeat(32);
const documents = {
  blocks: {
    blocks: [
      {
        number: 1,
        headerHash: hash,
        previousHash: hash,
        dataHash: hash,
        commitHash: null,
        txs: [{ i: 0, txId: hash, type: 3, label: 'put', code: 0, name: 'VALID' }],
      },
    ],
  },
  state: {
    cc: { k: { value: 'AQ==', version: [1, 0], metadata: { VALIDATION_PARAMETER: 'AQ==' } } },
  },
  private: {
    fromStateDb: {
      cc: {
        secret: {
          hashes: { [hash]: { valueHash: hash, version: [1, 0], metadata: {} } },
          clear: { Org1MSP: { k: { value: 'AQ==', version: [1, 0] } } },
        },
      },
    },
    asReadByChaincode: { secret: { k: { hash, clear: { Org1: 'AQ==' } } } },
  },
  history: {
    cc: {
      k: [{ txId: hash, isDelete: false, value: 'AQ==', timestamp: { seconds: '1', nanos: 5 } }],
    },
  },
  places: {
    cc: {
      k: [
        [1, 0],
        [2, 5],
      ],
    },
  },
};

/** A document of JSON with a value, a name or some bytes changed. */
const json =
  (document: unknown) =>
  (chance: Chance): RecordedFile => {
    const text = JSON.stringify(chance.once(3) ? document : changed(document, chance));
    const bytes = Buffer.from(text);
    return inPieces(chance.once(3) ? mutate(bytes, chance) : bytes, chance);
  };

const VALUES = [
  null,
  true,
  -1,
  1.5,
  1e300,
  2 ** 53,
  '',
  'x',
  '1',
  'ab',
  [],
  [[]],
  {},
  { __proto__: 1 },
  [1, 2],
  ['1', '2'],
];

function changed(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.once(6)) return chance.pick(VALUES);
  const entries = Object.entries(value);
  if (entries.length === 0) return chance.pick(VALUES);
  const at = chance.below(entries.length);
  const [name, inner] = entries[at]!;
  if (Array.isArray(value)) return value.with(at, changed(inner, chance));
  const renamed = chance.once(8) ? chance.pick(['', 'x', '__proto__', hash]) : name;
  return Object.fromEntries(entries.with(at, [renamed, changed(inner, chance)]));
}

const damaged = refusedAs('RecordFault');
const folderTargets = () => [
  target('recorded blocks', {
    input: (chance) => {
      const [one, two] = [chance.pick(blocks), chance.pick(blocks)].map((it) =>
        it.subarray(0, 3000),
      );
      const bytes = Buffer.concat([Buffer.of(0xb8, 0x17), one!, Buffer.of(0xb8, 0x17), two!]);
      return inPieces(
        chance.once(2) ? mutate(bytes, chance) : bytes.subarray(0, chance.below(7000)),
        chance,
      );
    },
    read: (file) => countOf(delimitedMessages(file)),
    refuses: damaged,
  }),
  target('expected.json', {
    input: json(documents.blocks),
    read: (file) => countOf(blocksOf(file)),
    refuses: damaged,
  }),
  target('state.json', {
    input: json(documents.state),
    read: (file) => countOf(recordedState(file)),
    refuses: damaged,
  }),
  target('private.json, hashes', {
    input: json(documents.private),
    read: (file) => countOf(recordedHashes(file)),
    refuses: damaged,
  }),
  target('private.json, clear', {
    input: json(documents.private),
    read: (file) => countOf(recordedClearValues(file)),
    refuses: damaged,
  }),
  target('private.json, answers', {
    input: json(documents.private),
    read: (file) => countOf(recordedAnswers(file)),
    refuses: damaged,
  }),
  target('history.json', {
    input: json(documents.history),
    read: (file) => countOf(recordedHistory(file)),
    refuses: damaged,
  }),
  target('history-index.json', {
    input: json(documents.places),
    read: (file) => countOf(recordedPlaces(file)),
    refuses: damaged,
  }),
];

const someAccepted = (
  outcomes: readonly { readonly name: string; readonly accepted: number }[],
): void => {
  for (const { name, accepted } of outcomes) expect([name, accepted > 0]).toEqual([name, true]);
};

test(
  'transactions, private data and stored entries',
  async () => {
    someAccepted(await fuzz('transactions and private data', targets(), sampleOf(150, 10_000)));
  },
  searchTimeoutMs,
);

test(
  'blocks',
  async () => {
    const outcomes = await fuzz('blocks', blockTargets(), sampleOf(60, 5_000));
    expect(outcomes.map(({ accepted, runs }) => accepted < runs)).toEqual([true, true, true]);
  },
  searchTimeoutMs,
);

test(
  'the folder of a recorded ledger',
  async () => {
    someAccepted(await fuzz('recorded folders', folderTargets(), sampleOf(150, 10_000)));
  },
  searchTimeoutMs,
);
