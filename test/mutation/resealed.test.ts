import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Chance } from '../support/chance.js';
import { TestChannel } from '../support/channel.js';
import { chanceFor, figure, replayHint, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import type { Sealing } from '../support/sealed.js';
import { Stage } from '../support/stage.js';
import { playScript, tryRow } from './resealed.js';
import type { Row } from './row.js';
import { Scene } from './scene.js';
import type { Script } from './script.js';
import { rowsByClass, sceneScriptsByClass, stageScriptsByClass } from './tables/all.js';

/** After so many mutations a new ledger is begun: none depends on what became of those long before. */
const LEDGER = 250;

/** Blocks signed by consenters, and by one orderer. */
let channels: readonly TestChannel[];

beforeAll(() => {
  channels = (['BFT', 'etcdraft'] as const).map((consensus) => new TestChannel({ consensus }));
});

/** What was expected and came, counted. */
class Tally {
  readonly #counts = new Map<string, number>();
  total = 0;

  add(...outcomes: readonly string[]): void {
    this.total++;
    for (const one of outcomes) this.#counts.set(one, (this.#counts.get(one) ?? 0) + 1);
  }

  report(title: string): void {
    const counts = [...this.#counts].sort(([, a], [, b]) => b - a);
    figure(`${title}: ${this.total}: ${counts.map((one) => one.join(' ')).join(', ')}`);
  }
}

/** Each of the cases in turn, as often as it takes; each at least once. */
async function search<T>(
  title: string,
  cases: readonly T[],
  attempt: (one: T, chance: Chance) => Promise<readonly string[]>,
): Promise<void> {
  const chance = chanceFor(title);
  const tally = new Tally();
  for (let i = 0; i < Math.max(cases.length, sampleOf(0, 1000)); i++) {
    try {
      tally.add(...(await attempt(cases[i % cases.length]!, chance)));
    } catch (error) {
      throw new Error(`mutation ${i} (${replayHint}): ${String(error)}`, { cause: error });
    }
  }
  tally.report(title);
}

const withSealings = (rows: readonly Row[]) =>
  rows.flatMap((row) => Object.keys(row.expected).map((by) => ({ row, by: by as Sealing })));

/** A ledger that is replaced from time to time. */
function scenes(): () => Promise<Scene> {
  let used = 0;
  let scene: Promise<Scene>;
  return () => {
    if (used % LEDGER === 0) scene = Scene.open(channels[(used / LEDGER) % channels.length]);
    used++;
    return scene;
  };
}

describe('one thing is changed, and hashes and signatures made anew', () => {
  test.each(Object.entries(rowsByClass))(
    '%s',
    async (name, rows) => {
      const sceneNow = scenes();
      const attempt = async (
        { row, by }: { readonly row: Row; readonly by: Sealing },
        chance: Chance,
      ) => [await tryRow(row, by, await sceneNow(), chance)];
      await search(`resealed ${name} mutations`, withSealings(rows), attempt);
    },
    searchTimeoutMs,
  );

  test.each(Object.entries(sceneScriptsByClass))(
    '%s',
    async (name, scripts) => {
      const sceneNow = scenes();
      const attempt = async (script: Script<Scene>, chance: Chance) => {
        const scene = await sceneNow();
        return playScript(script, scene, scene.stage, chance);
      };
      await search(`resealed ${name} mutations`, scripts, attempt);
    },
    searchTimeoutMs,
  );

  test.each(Object.entries(stageScriptsByClass))(
    '%s',
    async (name, scripts) => {
      const attempt = async (script: Script<Stage>, chance: Chance) => {
        const stage = await Stage.open(chance.pick(channels));
        return playScript(script, stage, stage, chance);
      };
      await search(`resealed ${name} mutations`, scripts, attempt);
    },
    searchTimeoutMs,
  );
});

test('no two rows have one name', () => {
  const tables = [rowsByClass, sceneScriptsByClass, stageScriptsByClass];
  const names = tables.flatMap((byClass) => Object.values(byClass).flat()).map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
