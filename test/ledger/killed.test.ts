import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { openDatabase, stateDigest } from '@argosy/ledger/database';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { collectionPackage } from '../support/chaincode-definition.js';
import { memberGroup } from '../support/channel.js';
import { TestChannel } from '../support/channel.js';
import { collected } from '../support/collected.js';
import { addGroup, configure, groupAt } from '../support/configurations.js';
import { goOn, writeCourse } from '../support/deliveries.js';
import type { Course, Delivery } from '../support/deliveries.js';
import { chanceFor, figure, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import { TestOrganisation } from '../support/organisation.js';
import { guardedBy, privateSet } from '../support/read-write-sets.js';
import type { CollectionDraft } from '../support/read-write-sets.js';
import { recordedBlocks } from '../support/recorded.js';
import { Stage } from '../support/stage.js';
import { writingWithPoints } from '@argosy/ledger/write-points';
import type { WritePoint } from '@argosy/ledger/write-points';

const program = fileURLToPath(new URL('programs/commit-until-killed.ts', import.meta.url));

let folder: string;
let course: Course;
let channel: TestChannel;

beforeAll(async () => {
  channel = new TestChannel();
  course = await ownCourse();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-killed-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Blocks with all that a ledger keeps: values, metadata, deletions, collections, purges, an expiry, a new configuration. */
async function ownCourse(): Promise<Course> {
  const { genesisBlock, members } = channel;
  const memberOf = ['O1MSP'];
  const ledger = await Ledger.open({ genesisBlock, store: new MemoryBlockStore(), memberOf });
  const stage = Stage.over(channel, ledger);
  const deliveries: Delivery[] = [];
  type Drafts = Readonly<Record<string, CollectionDraft>>;
  const deliver = async (
    entries: readonly Uint8Array[],
    clear: readonly (readonly [number, Drafts])[] = [],
  ): Promise<void> => {
    const block = stage.block(entries);
    const privateData = clear.flatMap(([index, drafts]) =>
      Object.entries(drafts).map(([collection, draft]) => ({
        block: ledger.height,
        index,
        chaincode: 'cc',
        collection,
        rwset: privateSet(draft),
      })),
    );
    await ledger.commit(block, { privateData });
    deliveries.push({ block, privateData });
  };
  const collections = collectionPackage(
    { name: 'secret', members },
    { name: 'brief', members, blockToLive: 1n },
  );
  const hidden = (drafts: Drafts): Buffer => stage.transaction({ cc: { collections: drafts } });
  const both = { secret: { writes: [['k', '1'] as const, ['l', '1'] as const] } };
  const brief = { brief: { writes: [['k', '1'] as const] } };
  const purge = { secret: { purges: ['k'] } };

  await deliver([stage.definition('cc', { collections })]);
  await deliver(
    [hidden(both), hidden(brief), stage.put('a', '1')],
    [
      [0, both],
      [1, brief],
    ],
  );
  const guard = { cc: { metadata: [['a', guardedBy(Buffer.of())] as const] } };
  const stale = { cc: { reads: [['a', undefined] as const], writes: [['z', '9'] as const] } };
  await deliver([stage.transaction(guard), stage.transaction(stale), stage.put('b', '1')]);
  await deliver(
    [hidden(purge), stage.transaction({ cc: { writes: [['b', undefined]] } })],
    [[0, purge]],
  );
  const newcomer = new TestOrganisation('New');
  const change = (root: Parameters<typeof groupAt>[0]): void =>
    addGroup(groupAt(root, 'Application'), 'New', memberGroup(newcomer));
  await deliver([configure(stage, { change })]);
  await deliver([
    stage.put('c', '1', { creator: newcomer.client, by: channel.members }),
    hidden(both),
  ]);
  // With a fourth member two endorsements are no majority.
  expect(ledger.height).toBe(7n);
  expect(ledger.summary(5n).transactions.map(({ code }) => code)).toEqual([0]);
  expect(ledger.summary(6n).transactions.map(({ code }) => code)).toEqual([0, 10]);
  expect(ledger.summary(3n).transactions.map(({ code }) => code)).toEqual([0, 11, 0]);
  return { genesisBlock, memberOf, deliveries };
}

/** What a recorded ledger was given. */
function recordedCourse(name: Parameters<typeof recordedBlocks>[0]): Course {
  const [first = Buffer.of(), ...rest] = recordedBlocks(name);
  const deliveries = rest.map((bytes) => ({ block: decode(Block, bytes), privateData: [] }));
  return { genesisBlock: first, memberOf: ['Org1MSP'], deliveries };
}

interface Opened {
  readonly ledger: Ledger;
  readonly database: LedgerDatabase;
}

async function openIn(
  place: string,
  { genesisBlock, memberOf }: Course,
  reached: (point: WritePoint) => void = () => undefined,
): Promise<Opened> {
  const writing = writingWithPoints(reached);
  const store = FileBlockStore.open(place, writing.file);
  const database = await openDatabase(join(place, 'state'), writing.database);
  return { ledger: await Ledger.open({ genesisBlock, memberOf, store, database }), database };
}

/** Open what is left in a folder, go on to the end, and return the digest of what stands there then. */
async function recovered(place: string, of: Course): Promise<string> {
  const { ledger, database } = await openIn(place, of);
  try {
    await goOn(ledger, of);
    return await stateDigest(database);
  } finally {
    await ledger.close();
  }
}

/**
 * Commit a course without interruption. Where `keep` says so, the folder is copied: what the system has taken at that moment is
 * what a process leaves that is killed then.
 */
async function uninterrupted(
  of: Course,
  keep: (number: number) => boolean = () => false,
): Promise<{ digest: string; points: WritePoint[]; copies: Map<number, string> }> {
  const place = join(folder, 'whole');
  const points: WritePoint[] = [];
  const copies = new Map<number, string>();
  const { ledger, database } = await openIn(place, of, (point) => {
    const number = points.push(point) - 1;
    if (!keep(number)) return;
    const copy = join(folder, String(number));
    cpSync(place, copy, { recursive: true });
    copies.set(number, copy);
  });
  await goOn(ledger, of);
  const digest = await stateDigest(database);
  await ledger.close();
  return { digest, points, copies };
}

test(
  'what is left at every write point of a ledger goes on to the same end',
  async () => {
    const { digest, points, copies } = await uninterrupted(course, () => true);
    // Seven blocks with four points each, and as many batches with two; clear data came with two of them, ahead of the block.
    expect(points).toHaveLength(7 * 4 + 7 * 2 + 2 * 2);
    expect(new Set(points).size).toBe(6);
    for (const [number, copy] of copies) {
      const found = await recovered(copy, course);
      expect([number, points[number], found]).toEqual([number, points[number], digest]);
    }
    figure(`killed: ${copies.size} write points of a ledger with everything in it, one end`);
  },
  searchTimeoutMs,
);

test(
  'what is left at write points of a recorded ledger goes on to the same end',
  async () => {
    const chance = chanceFor('recorded write points');
    const whole = recordedCourse('c-keylevel-private');
    const length = sampleOf(12, 60);
    const of = { ...whole, deliveries: whole.deliveries.slice(0, length) };
    const total = (length + 1) * 6;
    const share = sampleOf(6, total) / total;
    const { digest, points, copies } = await uninterrupted(of, () => chance.next() < share);
    expect(points).toHaveLength(total);
    for (const [number, copy] of copies) {
      const found = await recovered(copy, of);
      expect([number, points[number], found]).toEqual([number, points[number], digest]);
      rmSync(copy, { recursive: true });
    }
    figure(`killed: ${copies.size} of ${total} write points of a recorded ledger, one end`);
  },
  searchTimeoutMs,
);

describe('a process that is killed', () => {
  let file: string;
  let shared: string;

  beforeAll(() => {
    shared = mkdtempSync(join(tmpdir(), 'argosy-course-'));
    file = join(shared, 'course.json');
    writeCourse(file, course);
  });
  afterAll(() => {
    rmSync(shared, { recursive: true });
  });

  test(
    'leaves what goes on to the same end, also where that is killed again',
    async () => {
      const { digest, points } = await uninterrupted(course);
      const chance = chanceFor('killed');
      const runs = sampleOf(3, 200);
      let kills = 0;
      for (let run = 0; run < runs; run++) {
        const place = join(folder, `run${run}`);
        for (let again = chance.below(3); again >= 0; again--) {
          const number = chance.below(points.length);
          if ((await killedAt(number, place)) === 'SIGKILL') kills++;
        }
        expect([run, await recovered(place, course)]).toEqual([run, digest]);
        rmSync(place, { recursive: true });
      }
      expect(kills).toBeGreaterThanOrEqual(runs);
      figure(`killed: ${kills} processes by SIGKILL at a write point, one end`);
    },
    searchTimeoutMs,
  );

  /** How the program ended: by the signal, or by itself where fewer writes were left. */
  async function killedAt(number: number, place: string): Promise<NodeJS.Signals | null> {
    const words = ['--no-warnings', program, file, place, String(number)];
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const said: Buffer[] = [];
    child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
    await once(child, 'close');
    const { exitCode: code, signalCode: signal } = child;
    if (signal === null && code !== 0) throw new Error(Buffer.concat(said).toString());
    return signal;
  }
});

test(
  'a database whose log is torn at any byte is made up for from the blocks',
  async () => {
    const chance = chanceFor('torn log');
    const { digest } = await uninterrupted({ ...course, deliveries: withoutClear(course) });
    const place = join(folder, 'whole');
    const log = logOf(place);
    const { size } = statSync(log);
    const tries = sampleOf(12, 3_000);
    for (let i = 0; i < tries; i++) {
      const copy = join(folder, 'torn');
      cpSync(place, copy, { recursive: true });
      const left = i === 0 ? 0 : i === 1 ? size - 1 : chance.below(size);
      truncateSync(logOf(copy), left);
      const of = { ...course, deliveries: withoutClear(course) };
      expect([left, await recovered(copy, of)]).toEqual([left, digest]);
      rmSync(copy, { recursive: true });
    }
    figure(`killed: a log of ${size} bytes torn at ${tries} of them, one end`);
  },
  searchTimeoutMs,
);

/** Clear data is made durable before its block is stored: a log that loses it is not one that a machine leaves. */
const withoutClear = ({ deliveries }: Course): Delivery[] =>
  deliveries.map(({ block }) => ({ block, privateData: [] }));

function logOf(place: string): string {
  const [log = 'none'] = readdirSync(join(place, 'state')).filter((name) => name.endsWith('.log'));
  return join(place, 'state', log);
}

describe('clear data that was stored before its block', () => {
  /** What is left when the first block with clear data was begun and not stored. */
  async function begun(): Promise<{ copy: string; index: number; digest: string }> {
    const index = course.deliveries.findIndex(({ privateData }) => privateData.length > 0);
    const { digest, points, copies } = await uninterrupted(course, () => true);
    const batches = [...points.keys()].filter((number) => points[number] === 'after the batch');
    // Before it there is a batch for block 0 and one for each delivery.
    const copy = copies.get(batches[index + 1] ?? -1);
    if (copy === undefined) throw new Error('no such batch');
    return { copy, index, digest };
  }

  const setsOf = async (ledger: Ledger, block: bigint): Promise<number> => {
    const found = await Promise.all([0, 1].map((i) => collected(ledger.privateData(block, i))));
    return found.flat().length;
  };

  test('is there when the block comes again without it', async () => {
    const { copy, index, digest } = await begun();
    const deliveries = course.deliveries.map((delivery, i) =>
      i === index ? { ...delivery, privateData: [] } : delivery,
    );
    expect(await recovered(copy, { ...course, deliveries })).toBe(digest);
  });

  test('is forgotten when another block comes instead', async () => {
    const { copy, index } = await begun();
    const { ledger } = await openIn(copy, course);
    const number = BigInt(index) + 1n;
    expect([ledger.height, await setsOf(ledger, number)]).toEqual([number, 2]);
    const stage = Stage.over(channel, ledger);
    const { transactions } = await ledger.commit(stage.block([stage.put('x', '1')]));
    expect(transactions.map(({ code }) => code)).toEqual([0]);
    expect(await setsOf(ledger, number)).toBe(0);
    await ledger.close();
  });

  test('gives way to that of another block at the same place', async () => {
    const { copy, index } = await begun();
    const { ledger } = await openIn(copy, course);
    const block = BigInt(index) + 1n;
    const stage = Stage.over(channel, ledger);
    const draft = { writes: [['other', '1'] as const] };
    const rwset = privateSet(draft);
    const place = { block, index: 0, chaincode: 'cc', collection: 'secret' };
    const entry = stage.transaction({ cc: { collections: { secret: draft } } });
    await ledger.commit(stage.block([entry]), { privateData: [{ ...place, rwset }] });
    expect(await collected(ledger.privateData(block, 0))).toEqual([{ ...place, rwset }]);
    expect(await collected(ledger.missingPrivateData())).toEqual([]);
    await ledger.close();
  });
});
