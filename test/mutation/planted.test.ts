/**
 * Validators with one check taken out: each must be found by the mutations that the check is there for. Tables that find none of them
 * would show nothing.
 */
import { afterEach, expect, jest, test } from '@jest/globals';
import type { BlockMessage } from '@argosy/protocol/block';
import type { MspManager } from '@argosy/protocol/msp-manager';
import type { SignedData } from '@argosy/protocol/signed-data';
import type { ChainPosition, requireSound } from '@argosy/ledger/successor';
import type { KeyPolicies } from '@argosy/ledger/validation/key-policies';
import { chanceFor } from '../support/long-run.js';
import type { Sealing } from '../support/sealed.js';

type Msps = Pick<MspManager, 'identity'>;

/** What a replacement is derived from. */
interface Actual {
  readonly KeyPolicies: typeof KeyPolicies;
  readonly requireSound: typeof requireSound;
}

interface Plant {
  readonly name: string;
  readonly module: string;
  /** What the module exports instead. */
  readonly with: (actual: Actual) => Record<string, unknown>;
  /** The rows and scripts that must complain. */
  readonly found: readonly string[];
}

/** Who is said to have signed. */
const believed = (signed: readonly SignedData[], msps: Msps) =>
  signed.flatMap(({ identity }) => msps.identity(identity) ?? []);

const never = (): undefined => undefined;
const ledger = (path: string): string => `@argosy/ledger/${path}`;
const protocol = (path: string): string => `@argosy/protocol/${path}`;

const plants: readonly Plant[] = [
  {
    name: 'the creator’s signature is not verified',
    module: ledger('validation/submission'),
    with: () => ({ judgeCreator: never }),
    found: [
      'timestamp',
      'signature of the creator over something else',
      'creator who did not sign',
      'write: value',
      'configuration: created by a stranger',
    ],
  },
  {
    name: 'the id is not compared with nonce and creator',
    module: ledger('validation/submission'),
    with: () => ({ judgeId: never }),
    found: ['transaction id of nobody', 'nonce without its id'],
  },
  {
    name: 'spent ids are not looked for',
    module: ledger('validation/submission'),
    with: () => ({ judgeNovelty: never }),
    found: ['repetition: the same bytes, in another block'],
  },
  {
    name: 'endorsements are believed without verifying them',
    module: protocol('signature-policy'),
    with: () => ({ signers: believed }),
    found: [
      'write: value',
      'private write: value',
      'endorsement with one bit changed',
      'key policy: the same organisation twice',
    ],
  },
  {
    name: 'a high S is good enough',
    module: protocol('ecdsa'),
    with: () => ({ isLowS: () => true }),
    found: [
      'signature of the creator with the other S, which is high',
      'endorsement with the other S, which is high',
    ],
  },
  {
    name: 'no namespace asks for endorsements',
    module: ledger('validation/namespace-endorsement'),
    with: () => ({
      NamespaceJudgement: class {
        judge = never;
      },
    }),
    found: ['all endorsements dropped', 'private write: collection of nobody', 'write: value'],
  },
  {
    name: 'policies of keys are not read',
    module: ledger('validation/key-policies'),
    with: (actual) => ({
      KeyPolicies: class extends actual.KeyPolicies {
        override find(): undefined {
          return undefined;
        }
      },
    }),
    found: [
      'endorsed by O2 and O3, where the key asks for O1',
      'key policy: fewer are asked for',
      'key policy: that cannot be read',
    ],
  },
  {
    name: 'changes of a key’s policy within the block are not seen',
    module: ledger('validation/key-policies'),
    with: (actual) => ({
      KeyPolicies: class extends actual.KeyPolicies {
        override noteChanges(): void {
          // Nothing is noted.
        }
      },
    }),
    found: ['key policy set earlier in the block: endorsed, with a stale read'],
  },
  {
    name: 'of a version only the block counts',
    module: ledger('version'),
    with: () => ({
      sameVersion: (a?: { blockNum: bigint }, b?: { blockNum: bigint }) =>
        a?.blockNum === b?.blockNum,
    }),
    found: [
      'read of the version of another place',
      'range with a key of the version of another place',
    ],
  },
  {
    name: 'ranges are not read again',
    module: ledger('validation/range-check'),
    with: () => ({ judgeRange: async () => undefined }),
    found: [
      'range with a key less',
      'summary with another hash',
      'summary of no more than one by one',
    ],
  },
  {
    name: 'a certificate is good whatever it says',
    module: protocol('msp/membership'),
    with: () => ({ validityOf: () => ({ valid: true, role: 'peer' }) }),
    found: ['endorser with two units', 'endorser with no unit'],
  },
  {
    name: 'a configuration need not follow from its update',
    module: protocol('configuration/equal'),
    with: () => ({ difference: never }),
    found: ['configuration: with less than the update says'],
  },
  {
    name: 'a configuration need not fit the one before it',
    module: protocol('configuration/validate-next'),
    with: () => ({ requireSuccession: never }),
    found: ['configuration: with an MSP of another name'],
  },
];

/** As above, for what is found by changing bytes of a recorded block. */
const rawPlants: readonly Omit<Plant, 'found'>[] = [
  {
    name: 'the data hash is not compared',
    module: protocol('block'),
    with: () => ({ dataHash: () => ({ equals: () => true }) }),
  },
  {
    name: 'the predecessor is not compared',
    module: ledger('successor'),
    with: ({ requireSound }) => ({
      requireSuccessor: (block: BlockMessage, { bundle }: ChainPosition) =>
        requireSound(block, bundle),
    }),
  },
  {
    name: 'the consenters’ signatures are believed',
    module: protocol('signature-policy'),
    with: () => ({ signers: believed }),
  },
];

let planted: string | undefined;

afterEach(() => {
  if (planted !== undefined) jest.unstable_unmockModule(planted);
  jest.resetModules();
});

async function plant({ module, with: replace }: Omit<Plant, 'found'>): Promise<void> {
  jest.resetModules();
  const actual: Actual = await import(module);
  jest.resetModules();
  planted = module;
  jest.unstable_mockModule(module, () => ({ ...actual, ...replace(actual) }));
}

test.each(plants)('found: $name', async (one) => {
  await plant(one);
  expect(await silent(one.found)).toEqual([]);
});

test.each(rawPlants)('found by single bytes: $name', async (one) => {
  await plant(one);
  const { storedBlocks, tryRecorded } = await import('./raw.js');
  const stored = storedBlocks('e-bft-mixed', 3);
  const chance = chanceFor('planted');
  const search = async (): Promise<void> => {
    for (let run = 0; run < 60; run++) await tryRecorded(chance.pick(stored), chance);
  };
  expect(await complains(search)).toBe(true);
});

/** Which of these rows and scripts do not complain. */
async function silent(names: readonly string[]): Promise<string[]> {
  const { rowsByClass, sceneScriptsByClass, stageScriptsByClass } = await import('./tables/all.js');
  const { playScript, tryRow } = await import('./resealed.js');
  const { Scene } = await import('./scene.js');
  const { Stage } = await import('../support/stage.js');
  const chance = chanceFor('planted');
  const scene = await Scene.open();
  const attempts = new Map<string, () => Promise<unknown>>();
  for (const row of Object.values(rowsByClass).flat()) {
    attempts.set(row.name, async () => {
      for (const by of Object.keys(row.expected)) await tryRow(row, by as Sealing, scene, chance);
    });
  }
  for (const script of Object.values(sceneScriptsByClass).flat())
    attempts.set(script.name, () => playScript(script, scene, scene.stage, chance));
  for (const script of Object.values(stageScriptsByClass).flat()) {
    attempts.set(script.name, async () => {
      const stage = await Stage.open();
      await playScript(script, stage, stage, chance);
    });
  }
  const quiet: string[] = [];
  for (const name of names) {
    const attempt = attempts.get(name);
    if (attempt === undefined) throw new Error(`the tables have no ${name}`);
    if (!(await complains(attempt))) quiet.push(name);
  }
  return quiet;
}

/** Whether the outcome is said to be another than the one expected; what else is thrown is thrown on. */
async function complains(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return false;
  } catch (error) {
    if (/: expected .+, but /.test(String(error))) return true;
    throw error;
  }
}
