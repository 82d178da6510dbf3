// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../../../chaincode/contracts/test-support/quiet-fabric.js';
/**
 * Contracts with one thing wrong: each must be found by the invariant that is there for it. Invariants that find none of them would
 * show nothing.
 */
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { chanceFor, figure, searchTimeoutMs } from '../../support/long-run.js';
import type { Chance } from '../../support/chance.js';
import { playEpisode, replay } from './episode.js';
import type { Trace } from './episode.js';
import { plants } from './plants/all.js';
import type { Actual, Plant } from './plants/plant.js';
import type { Subject } from './sequence.js';
import { shrunk } from './shrink.js';

/** So many commands have to be enough. */
const enough = 30_000;

const found: string[] = [];
let planted: string | undefined;

afterEach(() => {
  if (planted !== undefined) jest.unstable_unmockModule(planted);
  jest.resetModules();
});

afterAll(() => {
  figure(`planted in the contracts:\n  ${found.join('\n  ')}`);
});

test.each(plants)(
  'found by invariant $invariant: $name',
  async (plant) => {
    const subject = await subjectWith(plant);
    const played = await searched(plant, { subject, chance: chanceFor(plant.name) });
    const [first] = played.violations;
    expect({ name: plant.name, found: first?.number }).toMatchObject({ found: plant.invariant });
    found.push(
      `${plant.name}: invariant ${String(plant.invariant)}, ${String(played.commands)} commands`,
    );
  },
  searchTimeoutMs,
);

test('what is found is made as short as it can be', async () => {
  const plant = plants.find(({ name }) => name.startsWith('a bill’s possession stays open'));
  if (plant === undefined) throw new Error('The list has no such plant');
  const { channel, invariant: only } = plant;
  const subject = await subjectWith(plant);
  const { trace } = await searched(plant, { subject, chance: chanceFor(plant.name) });
  const fails = async (it: Trace) => (await replay(it, { channel, subject, only })).length > 0;
  const names = (await shrunk(trace, fails)).flat().map(({ name }) => name);
  expect(names).toEqual(['bill:Issue', 'possession:Transfer']);
});

test('every invariant has something that it finds', () => {
  const numbers = [...new Set(plants.map(({ invariant }) => invariant))];
  expect(numbers.sort((one, other) => one - other)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
});

async function searched(
  { channel, invariant: only }: Plant,
  { subject, chance }: { readonly subject: Subject; readonly chance: Chance },
) {
  let commands = 0;
  for (;;) {
    const seed = chance.below(2 ** 31);
    const played = await playEpisode({ channel, subject, only, seed, commands: 350 });
    commands += played.trace.flat().length;
    if (played.violations.length > 0 || commands >= enough) return { ...played, commands };
  }
}

/** The contracts as they are once the plant is in place. */
async function subjectWith({ module, with: replace }: Plant): Promise<Subject> {
  jest.resetModules();
  const actual: Actual = await import(module);
  jest.resetModules();
  planted = module;
  jest.unstable_mockModule(module, () => ({ ...actual, ...replace(actual) }));
  // A new copy of Fabric's packages has loggers of its own.
  await import('../../../chaincode/contracts/test-support/quiet-fabric.js');
  const { argosyChaincode } = await import('../../../chaincode/contracts/src/chaincode.js');
  const { effectiveTerms } = await import('@argosy/domain/credit/effective-terms');
  return { chaincode: argosyChaincode(), effectiveTerms };
}
