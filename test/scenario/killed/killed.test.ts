import { afterAll, beforeAll, describe as suite, expect, test } from '@jest/globals';
import { chanceFor, figure, isLong, replayHint, sampleOf } from '../../support/long-run.js';
import { channels } from './acts.js';
import { Client } from './client.js';
import { Course } from './course.js';
import { judged } from './judged.js';
import type { Judgement } from './judged.js';
import { allPoints, describe, labelOf, labels } from './points.js';
import type { Point } from './points.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';
import { writtenIn } from './written.js';

let stage: Stage;
let client: Client;
beforeAll(async () => {
  stage = await openStage();
  client = new Client(stage.gatewayUrl);
}, 120_000);
afterAll(() => stage.close(), 60_000);

const numberOf = ({ block }: { readonly block: number }): number => block;
const ledger = async () =>
  (await Promise.all(channels.map((name) => writtenIn(name, stage.blocksOf(name))))).flat();

suite('gateway and network, killed wherever a request is under way', () => {
  test(
    'lose nothing that they acknowledged, do nothing twice, and tell the truth of it',
    async () => {
      const since = performance.now();
      const points = chosenPoints();
      const course = new Course(stage, client);
      await course.begin(sampleOf(4, 20));
      const missed: string[] = [];
      for (const point of points) {
        if (!(await course.at(point))) missed.push(describe(point));
      }
      for (const request of client.requests) await client.finish(request);
      const { lost, doubled, untrue, ...counted } = await judged(client, await ledger());
      expect([replayHint, { missed, lost, doubled, untrue }]).toEqual([
        replayHint,
        { missed: [], lost: [], doubled: [], untrue: [] },
      ]);
      requireCourse(points, counted);
      const seconds = Math.round((performance.now() - since) / 1_000);
      const kills = `${stage.gateway.kills} of the gateway and ${stage.devnet.kills} of the network`;
      figure(
        `killed: ${points.length} points, ${kills}; ${counted.requests} requests, ${counted.unanswered} of them unanswered at first, ` +
          `${counted.conflicts} transactions in conflict; lost 0, doubled 0; ${seconds} s`,
      );
    },
    sampleOf(240_000, 3_600_000),
  );

  test('leave read models that are those which the ledger alone makes', async () => {
    await stage.caughtUp();
    await stage.gateway.stop();
    const kept = await stage.digests();
    expect(kept.size).toBeGreaterThan(channels.length);
    await stage.rebuild();
    expect(await stage.digests()).toEqual(kept);
  }, 120_000);

  test('and find their own transactions on the ledger, where the database was lost', async () => {
    await stage.gateway.start();
    const again = new Client(stage.gatewayUrl);
    const requests = client.requests.filter(({ answers }) => answers.at(-1)?.state === 'committed');
    for (const { key, act, answers } of requests.slice(0, 4)) {
      const repeated = again.begin(act, key);
      await again.finish(repeated);
      const [told] = answers;
      expect(repeated.answers).toEqual([{ ...told, operation: expect.any(String) }]);
    }
    const { lost, doubled, untrue } = await judged(again, await ledger());
    expect({ lost, doubled, untrue }).toEqual({ lost: [], doubled: [], untrue: [] });
  }, 60_000);

  test('leave ledgers of which every block holds when it is judged again', async () => {
    await stage.gateway.stop();
    await stage.devnet.stop();
    for (const channel of channels) {
      const blocks = new Set((await writtenIn(channel, stage.blocksOf(channel))).map(numberOf));
      expect(await stage.judgeAgain(channel)).toBeGreaterThan(blocks.size);
    }
  }, 120_000);
});

/** In the long run all, in a drawn order; otherwise a few of each sort, drawn. */
function chosenPoints(): readonly Point[] {
  const chance = chanceFor('killed');
  const all = allPoints()
    .map((point) => ({ point, place: chance.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ point }) => point);
  if (isLong) return all;
  const first = (which: (point: Point) => boolean): Point[] => all.filter(which).slice(0, 1);
  return [
    ...first(({ recovering }) => recovering !== undefined),
    ...first(({ both, gateway }) => both === true && gateway !== undefined),
    ...first(({ both, devnet }) => both === true && devnet !== undefined),
    ...first(({ kind }) => kind === 'conflict'),
    ...first(({ kind }) => kind === 'refused'),
    ...first(({ gateway, kind, both }) => gateway !== undefined && kind === 'change' && !both),
    ...all.filter(({ devnet, both }) => devnet !== undefined && both !== true).slice(0, 2),
  ];
}

/** The course was one: something was unanswered, something refused, and in the long run every label was met and something conflicted. */
function requireCourse(
  points: readonly Point[],
  counted: Omit<Judgement, 'lost' | 'doubled' | 'untrue'>,
): void {
  expect(counted.unanswered).toBeGreaterThan(0);
  expect(counted.committed).toBeGreaterThan(counted.refused);
  expect(counted.refused).toBeGreaterThan(0);
  expect(stage.gateway.kills + stage.devnet.kills).toBeGreaterThanOrEqual(points.length);
  if (!isLong) return;
  expect(points.length).toBeGreaterThanOrEqual(200);
  expect(new Set(points.map(labelOf))).toEqual(new Set(labels));
  expect(counted.conflicts).toBeGreaterThan(0);
}
