// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../../../chaincode/contracts/test-support/quiet-fabric.js';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { access } from '@argosy/contracts/access';
import { allCalls } from '../../../chaincode/contracts/test-support/calls/all.js';
import { functionOf } from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import type { RecordedCall } from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import { mistakeNames } from './planted-contract.js';
import type { ReplicaResults } from './replica-process.js';
import { replicas } from './replica.js';
import type { ReplicaName } from './replica.js';
import { runReplica } from './run-replica.js';

/*
 * Every function, called with success and with refusals, by chaincode processes that differ in all that must not matter: clock, time
 * zone, locale, chance, organisation, the order of a command's members, the kind of buffers and the order of the peer's answers.
 */

const folder = mkdtempSync(join(tmpdir(), 'argosy-replicas-'));
const results = new Map<ReplicaName, ReplicaResults>();
let calls: readonly RecordedCall[] = [];

beforeAll(async () => {
  calls = await allCalls();
  const file = join(folder, 'calls');
  writeFileSync(file, serialize(calls));
  for (const name of Object.keys(replicas) as ReplicaName[])
    results.set(name, await runReplica(replicas[name], file, folder));
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const resultsOf = (name: ReplicaName): ReplicaResults => {
  const found = results.get(name);
  if (found === undefined) throw new Error(`${name} has left nothing`);
  return found;
};

test.each([true, false])('no function is left out (succeeds: %s)', (succeeded) => {
  const called = calls.filter((it) => it.succeeded === succeeded).map(functionOf);
  expect(Object.keys(access).filter((name) => !called.includes(name))).toEqual([]);
});

test('each call comes to what it came to when it was recorded', () => {
  const succeeded = resultsOf('plain').calls.map((it) => it.startsWith('{"status":200,'));
  expect(succeeded).toEqual(calls.map((it) => it.succeeded));
});

describe.each(['ahead', 'behind'] as const)('a replica that is %s', (name) => {
  test.each(Object.keys(access))('%s: not a byte differs', (asked) => {
    const of = (replica: ReplicaName) =>
      resultsOf(replica).calls.filter((_, index) => functionOf(calls[index]!) === asked);
    expect(of('plain').length).toBeGreaterThan(1);
    expect(of(name)).toEqual(of('plain'));
  });

  test('nor of what is no function', () => {
    expect(resultsOf(name).calls).toEqual(resultsOf('plain').calls);
  });
});

/** Which replicas answer otherwise than the plain one where a contract makes this mistake. */
const caught: Readonly<Record<string, readonly ReplicaName[]>> = {
  Clock: ['ahead', 'behind'],
  ClockAsText: ['ahead', 'behind'],
  Stopwatch: ['ahead', 'behind'],
  Nanoseconds: ['ahead', 'behind'],
  Zone: ['ahead', 'behind'],
  Number: ['ahead', 'behind'],
  Sorting: ['behind'],
  Dice: ['ahead', 'behind'],
  Name: ['ahead', 'behind'],
  Members: ['ahead', 'behind'],
  NestedMembers: ['ahead', 'behind'],
  BytesAsText: ['ahead'],
  BytesAround: ['ahead', 'behind'],
  Race: ['behind'],
  Peer: ['ahead'],
  Arguments: [],
};

describe('a mistake is caught', () => {
  test('and each is planted', () => {
    expect(mistakeNames).toEqual(Object.keys(caught));
  });

  test.each(mistakeNames)('%s', (mistake) => {
    const of = (name: ReplicaName) => resultsOf(name).planted[mistake];
    expect(of('plain')).toContain('"status":200');
    const differing = (['ahead', 'behind'] as const).filter((name) => of(name) !== of('plain'));
    expect(differing).toEqual(caught[mistake]);
  });
});

test('counts', () => {
  const succeeded = calls.filter((it) => it.succeeded).length;
  const hashes = [...results.values()].map((it) => hash('sha256', JSON.stringify(it.calls)));
  process.stdout.write(
    `replicas: ${Object.keys(replicas).length}, ${Object.keys(access).length} functions, ${succeeded} calls with success, ` +
      `${calls.length - succeeded} refused; SHA-256 of all results ${[...new Set(hashes)].join(', ')}\n`,
  );
  expect(new Set(hashes).size).toBe(1);
});
