import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chanceFor, figure, sampleOf, searchTimeoutMs } from '../../../test/support/long-run.js';
import {
  KeptCourse,
  networkIn,
  requireKept,
  type CoursePoint,
  type Promised,
} from '../test-support/kept-course.js';

const program = fileURLToPath(
  new URL('../test-support/programs/course-until-killed.ts', import.meta.url),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-kept-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NOTHING: Promised = { told: { transactions: [], gone: [], joined: [], snapshots: [] } };

/** Everything that a network can be left with: what stands in its folder at write points, and what was promised until then. */
async function uninterrupted(keep: (number: number) => boolean): Promise<{
  readonly points: readonly CoursePoint[];
  readonly copies: ReadonlyMap<number, { readonly copy: string; readonly promised: Promised }>;
}> {
  const place = join(folder, 'whole');
  const points: CoursePoint[] = [];
  const copies = new Map<number, { copy: string; promised: Promised }>();
  let promised = NOTHING;
  const { network } = networkIn(place, (point) => {
    const number = points.push(point) - 1;
    if (!keep(number)) return;
    const copy = join(folder, String(number));
    cpSync(place, copy, { recursive: true });
    copies.set(number, { copy, promised });
  });
  await new KeptCourse(place, network, (one) => {
    promised = one;
  }).run();
  await requireKept(place, promised);
  return { points, copies };
}

describe('a devnet that is killed wherever it writes', () => {
  test(
    'goes on with all that anybody was told',
    async () => {
      const chance = chanceFor('kept copies');
      const { points: all } = await uninterrupted(() => false);
      rmSync(join(folder, 'whole'), { recursive: true });
      const share = sampleOf(12, all.length) / all.length;
      const { points, copies } = await uninterrupted(() => chance.next() < share);
      expect(points).toEqual(all);
      expect(new Set(points).size).toBe(20);
      for (const [number, { copy, promised }] of copies) {
        const left = await requireKept(copy, promised).then(
          () => 'all',
          (error: unknown) => error,
        );
        expect([number, points[number], left]).toEqual([number, points[number], 'all']);
        rmSync(copy, { recursive: true });
      }
      figure(`kept: ${copies.size} of ${points.length} write points of a whole network`);
    },
    searchTimeoutMs,
  );

  test(
    'by SIGKILL, in a process of its own',
    async () => {
      const chance = chanceFor('kept killed');
      const { points } = await uninterrupted(() => false);
      const runs = sampleOf(2, 150);
      for (let run = 0; run < runs; run++) {
        const number = chance.below(points.length);
        const place = join(folder, `run${run}`);
        const promised = await killedAt(number, place);
        const left = await requireKept(place, promised).then(
          () => 'all',
          (error: unknown) => error,
        );
        expect([number, points[number], left]).toEqual([number, points[number], 'all']);
        rmSync(place, { recursive: true });
      }
      figure(`kept: ${runs} processes of a whole network killed by SIGKILL at a write point`);
    },
    searchTimeoutMs,
  );
});

/** What the program had promised before it was killed. */
async function killedAt(number: number, place: string): Promise<Promised> {
  const words = ['--no-warnings', program, place, String(number)];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  const complained: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => said.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => complained.push(bytes));
  await once(child, 'close');
  if (child.signalCode !== 'SIGKILL') throw new Error(Buffer.concat(complained).toString());
  const lines = Buffer.concat(said).toString().split('\n');
  const last = lines.at(-2);
  if (last === undefined) return NOTHING;
  const revive = (_: string, value: unknown): unknown =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
  return JSON.parse(last, revive) as Promised;
}
