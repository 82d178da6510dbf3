import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { memoryDatabase, stateDigest } from '@argosy/ledger/database';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { stateEntry } from '@argosy/ledger/database/state-table';
import { Ledger } from '@argosy/ledger/ledger';
import { expectedSets, isExpected } from '@argosy/ledger/private-data/expected-sets';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import { clearSpace } from '@argosy/ledger/spaces';
import { Block } from '@argosy/protocol/messages/common';
import { KVRWSet } from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { decode, encode } from '@argosy/protocol/wire';
import { figure, isLong, searchTimeoutMs } from '../support/long-run.js';
import { RECORDED, recordedBlocks, recordedFolder } from '../support/recorded.js';
import type { RecordedName } from '../support/recorded.js';

interface ClearEntry {
  readonly value: string;
  readonly version: readonly [number, number];
}

interface PrivateFile {
  readonly fromStateDb: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly clear: Readonly<Record<string, Record<string, ClearEntry>>> }>
      >
    >
  >;
}

/** A clear entry as a member's peer had it at the end. */
interface Recorded {
  readonly chaincode: string;
  readonly collection: string;
  readonly key: string;
  readonly value: Buffer;
  readonly block: bigint;
  readonly index: number;
}

function recordedClear(name: RecordedName, organisation: string): Recorded[] {
  const path = join(recordedFolder(name), 'private.json');
  const { fromStateDb }: PrivateFile = JSON.parse(readFileSync(path, 'utf8'));
  return Object.entries(fromStateDb).flatMap(([chaincode, collections]) =>
    Object.entries(collections).flatMap(([collection, { clear }]) =>
      Object.entries(clear[organisation] ?? {}).map(([key, { value, version }]) => ({
        chaincode,
        collection,
        key,
        value: Buffer.from(value, 'base64'),
        block: BigInt(version[0]),
        index: version[1],
      })),
    ),
  );
}

/** The write sets that the entries came in, as an endorser makes them: those of one transaction together, in the order of the keys. */
function setsOf(entries: readonly Recorded[]): Map<PrivateSet, Recorded[]> {
  const places = Map.groupBy(entries, ({ block, index, chaincode, collection }) =>
    JSON.stringify([String(block), index, chaincode, collection]),
  );
  return new Map(
    [...places.values()].flatMap((together): [PrivateSet, Recorded[]][] => {
      const [first] = together;
      if (first === undefined) return [];
      const { block, index, chaincode, collection } = first;
      const writes = [...together]
        .sort((a, b) => compareUtf8(a.key, b.key))
        .map(({ key, value }) => ({ key, value }));
      return [
        [{ block, index, chaincode, collection, rwset: encode(KVRWSet, { writes }) }, together],
      ];
    }),
  );
}

interface Replayed {
  readonly ledger: Ledger;
  readonly database: LedgerDatabase;
}

async function replayed(
  name: RecordedName,
  organisation: string,
  privateData: readonly PrivateSet[],
): Promise<Replayed> {
  const [genesisBlock = Buffer.of(), ...blocks] = recordedBlocks(name);
  const database = memoryDatabase();
  const store = new MemoryBlockStore();
  const ledger = await Ledger.open({ genesisBlock, store, database, memberOf: [organisation] });
  for (const [i, bytes] of blocks.entries()) {
    const number = BigInt(i) + 1n;
    const own = privateData.filter(({ block }) => block === number);
    await ledger.commit(decode(Block, bytes), { privateData: own });
  }
  return { ledger, database };
}

const cases: readonly (readonly [RecordedName, string])[] = isLong
  ? RECORDED.flatMap((name) => ['Org1MSP', 'Org2MSP', 'Org3MSP'].map((it) => [name, it] as const))
  : [
      ['c-keylevel-private', 'Org1MSP'],
      ['e-bft-mixed', 'Org2MSP'],
    ];

// Not every clear value can be had again from the end: one whose transaction wrote more, that is no more there, is left out.
test.each(cases)(
  'the clear data in %s of %s comes to the entries that its peer had, whether it comes with its blocks or later',
  async (name, organisation) => {
    const bare = await replayed(name, organisation, []);
    const sets = setsOf(recordedClear(name, organisation));
    const known = [...sets.keys()].filter((set) =>
      expectedSets(bare.ledger.summary(set.block)).some(
        (expected) =>
          expected.index === set.index &&
          expected.chaincode === set.chaincode &&
          expected.collection === set.collection &&
          isExpected(expected, set.rwset),
      ),
    );
    expect(known.length).toBeGreaterThan(0);
    const outcomes = await bare.ledger.supplyPrivateData(known);
    expect(outcomes).toEqual(known.map(() => 'taken'));
    const along = await replayed(name, organisation, known);
    for (const { database } of [bare, along]) {
      for (const { chaincode, collection, key, value, block, index } of known.flatMap(
        (set) => sets.get(set) ?? [],
      )) {
        const entry = stateEntry(database, clearSpace(chaincode, collection), key);
        expect(entry).toEqual({
          value,
          metadata: [],
          version: { blockNum: block, txNum: BigInt(index) },
        });
      }
    }
    expect(await stateDigest(along.database)).toBe(await stateDigest(bare.database));
    figure(
      `clear data: ${known.length} of ${sets.size} sets of ${organisation} in ${name} taken, equal`,
    );
  },
  searchTimeoutMs,
);
