/** Tries rows of the tables: one change, sealed again, and what becomes of it. Every complaint is an error with row and sealing. */
import { hex } from '@argosy/ledger/key-changes';
import { hashedSpace } from '@argosy/ledger/spaces';
import type { StateEntry } from '@argosy/ledger/state';
import type { Chance } from '../support/chance.js';
import { hash } from '../support/read-write-sets.js';
import { seal } from '../support/sealed.js';
import type { Parts, Sealing } from '../support/sealed.js';
import type { Stage } from '../support/stage.js';
import { inWords, outcomeOf } from './outcomes.js';
import type { Outcome } from './outcomes.js';
import type { Expected, Row } from './row.js';
import type { Scene } from './scene.js';
import type { Script } from './script.js';

/**
 * Try a row once, alone in its block or, half of the time, between others. Returns the flag, or `refused`; throws where the outcome is
 * not the one of the table.
 */
export async function tryRow(
  row: Row,
  by: Sealing,
  scene: Scene,
  chance: Chance,
  { alone = chance.once(2) }: { readonly alone?: boolean } = {},
): Promise<string> {
  const expected = row.expected[by];
  if (expected === undefined) throw new Error(`${row.name}: the table says nothing of ${by}`);
  const base = chance.pick(row.on);
  const what = `${row.name}, on ${base}, signed again by ${by}`;
  const parts = await scene.parts(base, chance);
  const before = seal(parts);
  row.change(parts, scene, chance);
  const { entry } = seal(parts, by, before);
  const company = alone ? [] : await bystanders(scene, chance);
  const entries = company.toSpliced(Math.min(1, company.length), 0, entry);
  const place = entries.indexOf(entry);
  const old = entriesOf(scene, parts);
  const outcome = await outcomeOf(scene.stage, entries);
  requireExpected(what, outcome, expected, place);
  const valid = 'flags' in outcome && outcome.flags[place] === 'VALID';
  requireEffects(what, { scene, parts, old, valid, place, odd: row.odd === true });
  return 'flags' in outcome ? (outcome.flags[place] ?? '') : 'refused';
}

/** One transaction before and one after: whatever the one between is, they are valid. */
async function bystanders(scene: Scene, chance: Chance): Promise<Buffer[]> {
  const parts = [await scene.bystander(chance), await scene.bystander(chance)];
  return parts.map((one) => seal(one).entry);
}

function requireExpected(what: string, outcome: Outcome, expected: Expected, place: number): void {
  const fail = (): never => {
    throw new Error(`${what}: expected ${describe(expected)}, but ${inWords(outcome)}`);
  };
  if (expected instanceof RegExp) {
    if (!('refusal' in outcome) || !expected.test(outcome.refusal)) fail();
    return;
  }
  if (!('flags' in outcome)) return fail();
  const named: readonly string[] = typeof expected === 'string' ? [expected] : expected;
  outcome.flags.forEach((flag, i) => {
    if (i === place ? !named.includes(flag) : flag !== 'VALID') fail();
  });
}

const describe = (expected: Expected): string =>
  expected instanceof RegExp ? `a refusal like ${expected.source}` : [expected].flat().join(' or ');

type Places = ReadonlyMap<
  string,
  readonly [space: string, key: string, value: Uint8Array | undefined]
>;

/** The places that a transaction writes values to, and the values; undefined where it deletes. */
function writesOf(parts: Parts): Places {
  const places: [string, string, Uint8Array | undefined][] = [];
  for (const { namespace, set, collections } of parts.namespaces) {
    for (const { key, isDelete, value } of set.writes)
      places.push([namespace, key, isDelete || value.length === 0 ? undefined : value]);
    for (const { collectionName, set: hashed } of collections) {
      for (const { keyHash, isDelete, valueHash } of hashed.hashedWrites) {
        const gone = isDelete || valueHash.length === 0 || hash('').equals(valueHash);
        const space = hashedSpace(namespace, collectionName);
        places.push([space, hex(keyHash), gone ? undefined : valueHash]);
      }
    }
  }
  return new Map(places.map((place) => [`${place[0]}\u0000${place[1]}`, place]));
}

function entriesOf({ stage }: Scene, parts: Parts): Map<string, StateEntry | undefined> {
  return new Map([...writesOf(parts)].map(([id, [space, key]]) => [id, stage.entry(space, key)]));
}

interface Effects {
  readonly scene: Scene;
  readonly parts: Parts;
  readonly old: ReadonlyMap<string, StateEntry | undefined>;
  readonly valid: boolean;
  readonly place: number;
  readonly odd: boolean;
}

/** What is valid stands in the state with its version, what is not leaves it as it was. */
function requireEffects(what: string, effects: Effects): void {
  const { scene, parts, old, valid, place, odd } = effects;
  const blockNum = scene.stage.ledger.height - 1n;
  for (const [id, [space, key, value]] of writesOf(parts)) {
    const now = scene.stage.entry(space, key);
    const where = `${what}: ${space} ${JSON.stringify(key)}`;
    if (!valid) {
      if (!sameEntry(now, old.get(id))) throw new Error(`${where} changed`);
    } else if (!odd) {
      const version = { blockNum, txNum: BigInt(place) };
      const wanted = value && { value, metadata: now?.metadata ?? [], version };
      if (!sameEntry(now, wanted)) throw new Error(`${where} is not what was written`);
    }
  }
}

function sameEntry(a: StateEntry | undefined, b: StateEntry | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    Buffer.compare(a.value, b.value) === 0 &&
    a.version.blockNum === b.version.blockNum &&
    a.version.txNum === b.version.txNum
  );
}

/** Play a script, block by block. Returns all flags and refusals; throws where one is not the one of the script. */
export async function playScript<S>(
  script: Script<S>,
  scene: S,
  stage: Stage,
  chance: Chance,
): Promise<string[]> {
  const outcomes: string[] = [];
  for (const [index, { entries, expected }] of script.play(scene, chance).entries()) {
    const outcome = await outcomeOf(stage, entries());
    const fits =
      expected instanceof RegExp
        ? 'refusal' in outcome && expected.test(outcome.refusal)
        : 'flags' in outcome && outcome.flags.join() === expected.join();
    if (!fits) {
      const wanted =
        expected instanceof RegExp ? `a refusal like ${expected.source}` : expected.join();
      throw new Error(
        `${script.name}, block ${index} of the script: expected ${wanted}, but ${inWords(outcome)}`,
      );
    }
    outcomes.push(...('flags' in outcome ? outcome.flags : ['refused']));
  }
  return outcomes;
}
