import { hashedSpace } from '@argosy/ledger/spaces';
import type { StateEntry } from '@argosy/ledger/state';
import { VALIDATION_PARAMETER } from '@argosy/ledger/validation/key-policies';
import type { NamespaceSet } from '@argosy/ledger/validation/read-write-set';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { expect, test } from '@jest/globals';
import { Chance } from '../../../../test/support/chance.js';
import type { Execution } from './execution.js';
import { valueHashOf } from './hashes.js';
import { peers, randomOperations, scriptOf } from './random-operations.js';
import { channel, ScriptedLedger } from './scripted.js';
import type { Entry, StateTable } from './state-table.js';
import { ValidatingNode } from './validating-node.js';
import type { Version } from './version.js';

interface Pending {
  readonly execution: Execution;
  readonly namespaces: readonly NamespaceSet[];
}

const blocks = 300;

/** Random blocks on both; some transactions wait for a later block, and some lack signatures. */
async function compare(seed: number): Promise<Map<number, number>> {
  const chance = new Chance(seed);
  const [scripted, node] = [new ScriptedLedger(), new ValidatingNode(channel)];
  const counts = new Map<number, number>();
  let pending: Pending[] = [];
  for (let block = 0; block < blocks; block++) {
    for (let i = chance.below(5); i >= 0; i--) pending.push(await execute(chance, scripted, node));
    const [now, later]: [Pending[], Pending[]] = [[], []];
    for (const one of pending) (chance.once(5) ? later : now).push(one);
    pending = later;
    const codes = scripted.ledger.commit(now.map(({ execution }) => execution));
    const theirs = now.map(({ namespaces, execution: { endorsedBy } }) => ({
      namespaces,
      endorsedBy,
    }));
    expect(codes).toEqual(await node.commit(theirs));
    codes.forEach((code) => counts.set(code, (counts.get(code) ?? 0) + 1));
    if (block % 10 === 0) expectSameState(scripted, node);
  }
  expectSameState(scripted, node);
  return counts;
}

async function execute(
  chance: Chance,
  scripted: ScriptedLedger,
  node: ValidatingNode,
): Promise<Pending> {
  const operations = randomOperations(chance);
  const endorsedBy = chance.once(3) ? peers.filter(() => chance.once(2)) : peers;
  const execution = await scripted.endorse(scriptOf(operations), { endorsedBy, by: member });
  expect(execution.message).toBe('');
  const namespaces = await node.simulate(operations);
  expect(readWriteSetOf(execution)).toEqual(namespaces.map(setOf)[0] ?? nothing);
  return { execution, namespaces };
}

const member = { mspid: 'ImportBankMSP', idBytes: Buffer.alloc(0) };

test.each([1, 2, 3])(
  'random blocks are simulated, judged and applied as by the validating node: seed %i',
  async (seed) => {
    const counts = await compare(seed);
    // Each code was met often enough to mean something.
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 10, 11, 12]);
    counts.forEach((count) => expect(count).toBeGreaterThan(10));
  },
);

/** What of a read-write set decides, in one form for both, in the order of keys. */
interface PlainSet {
  readonly reads: unknown[];
  readonly ranges: unknown[];
  readonly writes: unknown[];
  readonly policies: unknown[];
}
const nothing: PlainSet = { reads: [], ranges: [], writes: [], policies: [] };

function readWriteSetOf(execution: Execution): PlainSet {
  const { reads, privateReads, writes, privateWrites, metadataWrites, rangeReads } = execution;
  const byRange = new Map(
    rangeReads.map(({ start, end, found }) => [
      JSON.stringify([start, end]),
      found.map(({ key, version }) => [key, ...numbers(version)]),
    ]),
  );
  return sorted({
    reads: [
      ...reads.map(({ key, version }) => ['', key, ...numbers(version)]),
      ...privateReads.map((it) => [it.collection, it.keyHash, ...numbers(it.version)]),
    ],
    ranges: [...byRange],
    writes: [
      ...writes.map(({ key, value }) => ['', key, text(value)]),
      ...privateWrites.map((it) => [it.collection, it.keyHash, text(it.valueHash), it.purge]),
    ],
    policies: metadataWrites.map((it) => [it.collection ?? '', it.stateKey, text(it.policy)]),
  });
}

function setOf({ set, hashed }: NamespaceSet): PlainSet {
  return sorted({
    reads: [
      ...set.reads.map(({ key, version }) => ['', key, ...bigNumbers(version)]),
      ...hashed.flatMap(({ collection, set: { hashedReads } }) =>
        hashedReads.map((it) => [collection, hex(it.keyHash), ...bigNumbers(it.version)]),
      ),
    ],
    ranges: set.rangeQueriesInfo.map(({ startKey, endKey, rawReads }) => [
      JSON.stringify([startKey, endKey]),
      (rawReads?.kvReads ?? []).map(({ key, version }) => [key, ...bigNumbers(version)]),
    ]),
    writes: [
      ...set.writes.map((it) => ['', it.key, it.isDelete ? '-' : text(it.value)]),
      ...hashed.flatMap(({ collection, set: { hashedWrites } }) =>
        hashedWrites.map((it) => {
          const value = it.isDelete ? '-' : text(it.valueHash);
          return [collection, hex(it.keyHash), value, it.isPurge];
        }),
      ),
    ],
    policies: [
      ...set.metadataWrites.map(({ key, entries }) => ['', key, text(entries[0]?.value)]),
      ...hashed.flatMap(({ collection, set: { metadataWrites } }) =>
        metadataWrites.map((it) => [collection, hex(it.keyHash), text(it.entries[0]?.value)]),
      ),
    ],
  });
}

function sorted({ reads, ranges, writes, policies }: PlainSet): PlainSet {
  const inOrder = (list: unknown[]) =>
    list.sort((a, b) => compareUtf8(JSON.stringify(a), JSON.stringify(b)));
  return {
    reads: inOrder(reads),
    ranges: inOrder(ranges),
    writes: inOrder(writes),
    policies: inOrder(policies),
  };
}

function expectSameState({ ledger }: ScriptedLedger, node: ValidatingNode): void {
  expect(tableOf(ledger.state.public)).toEqual(spaceOf(node, channel.chaincode));
  for (const [name, { hashed, clear }] of ledger.state.collections) {
    expect(tableOf(hashed)).toEqual(spaceOf(node, hashedSpace(channel.chaincode, name)));
    // What members hold is what the hashes say, in the same versions.
    const [values, hashes] = [clear, hashed].map((table) =>
      table.keys().map((key) => describe(table.get(key), table === clear)),
    );
    expect(values?.sort()).toEqual(hashes?.sort());
  }
}

function describe(entry: Entry | undefined, isClear: boolean): string {
  const value = isClear ? valueHashOf(entry?.value ?? Buffer.alloc(0)) : entry?.value;
  return [text(value), ...numbers(entry?.version)].join(' ');
}

function tableOf(table: StateTable): unknown[] {
  return table.keys().map((key) => {
    const entry = table.get(key);
    return [key, text(entry?.value), text(entry?.policy), ...numbers(entry?.version)];
  });
}

function spaceOf({ state }: ValidatingNode, space: string): unknown[] {
  const entries: [string, StateEntry][] = [...(state.get(space) ?? [])];
  return entries
    .sort(([a], [b]) => compareUtf8(a, b))
    .map(([key, { value, metadata, version }]) => {
      const policy = metadata.find(({ name }) => name === VALIDATION_PARAMETER)?.value;
      return [key, text(value), text(policy), ...bigNumbers(version)];
    });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const text = (bytes: Uint8Array | undefined): string => (bytes === undefined ? '-' : hex(bytes));
const numbers = (version: Version | undefined) => [version?.block, version?.transaction];
const bigNumbers = (version: { blockNum: bigint; txNum: bigint } | undefined) =>
  version === undefined
    ? [undefined, undefined]
    : [Number(version.blockNum), Number(version.txNum)];
