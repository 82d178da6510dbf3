/** Every write of the interface, with bodies that are mutations of its own example. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import { problemSchema } from '@argosy/gateway/http/problem';
import { makeConsortium } from '../support/consortium.js';
import type { Chance } from '../support/chance.js';
import { chanceFor, figure, replayHint, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import { MemoryNetwork } from '../gateway/memory-network.js';
import { describedOperations, type Operation } from '../gateway/routes/described.js';
import { askers, roleOf, standMembers, type Asker } from '../gateway/routes/organisations.js';
import { targetsBy } from '../gateway/routes/targets.js';
import { Tokens } from '../gateway/routes/tokens.js';
import { Stand, temporaryDatabase } from '../gateway/stand.js';

let stand: Stand;
let remove: () => Promise<void>;
let writes: readonly Operation[];
let keyFolder: string;
let tokens: Tokens;
let log = '';

/** Who gets as far as the body of a write: on its channel, and of the role that it asks for. */
function ableTo({ method, path }: Operation): readonly Asker[] {
  const targets = targetsBy(method, path);
  const nothing = { operations: new Map(), terms: '' };
  return askers.filter(({ organisation, role }) =>
    targets?.(organisation, nothing).some(({ ids, staff = [role] }) => {
      return ids === 'there' && staff.includes(role);
    }),
  );
}

async function send(
  asker: Asker,
  { url, key, body }: { url: string; key: string; body: object | string },
): Promise<LightMyRequestResponse> {
  const headers = {
    ...(await tokens.headersOf(asker)),
    'content-type': 'application/json',
    'idempotency-key': key,
    prefer: 'wait=0',
    'x-secret': secret,
  };
  return stand.app.inject({ method: 'POST', url, headers, payload: body });
}

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  const network = new MemoryNetwork(await makeConsortium(), 'trade', roleOf);
  const border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border', roleOf);
  const logger = { level: 'error', stream: { write: (line: string) => (log += line) } };
  const { database } = temporary;
  keyFolder = await mkdtemp(join(tmpdir(), 'argosy-fuzz-'));
  tokens = new Tokens(keyFolder);
  const members = standMembers;
  stand = await Stand.start({
    network,
    border,
    database,
    name: 'fuzz',
    logger,
    keyFolder,
    members,
  });
  writes = (await describedOperations(stand.app)).filter(({ method }) => method === 'POST');
}, 120_000);
afterAll(async () => {
  await stand.stop();
  await remove();
  await rm(keyFolder, { recursive: true });
});

const secret = 'CANARY-of-a-secret-5d1f';

const values: readonly ((chance: Chance) => unknown)[] = [
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => '',
  () => '\ud800',
  () => 'x'.repeat(5_000),
  () => '\u0000',
  () => -1,
  () => 1e308,
  () => 0.1,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => [[[[[[[[[[[[]]]]]]]]]]]],
  () => ({ $ref: '#', toString: 1, valueOf: null, length: -1 }),
  (chance) => chance.below(1_000_000),
];

/** A value with one change somewhere, one level or more below. */
function mutated(value: unknown, chance: Chance): unknown {
  if (chance.once(3) || typeof value !== 'object' || value === null)
    return chance.pick(values)(chance);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance.once(4)) return [...value, chance.pick(values)(chance)];
    const at = chance.below(value.length);
    return value.map((it, index) => (index === at ? mutated(it, chance) : it));
  }
  const members = Object.entries(value);
  const [name = 'unknown', inner] = members.length === 0 ? [] : chance.pick(members);
  if (chance.once(5)) return Object.fromEntries(members.filter(([it]) => it !== name));
  if (chance.once(5))
    return { ...value, [chance.pick(['unknown', 'kind', 'hasOwnProperty', ' '])]: secret };
  return { ...value, [name]: mutated(inner, chance) };
}

/** What no JSON library writes. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => text.replace('{', '{"__proto__":{"polluted":true},'),
  (text) => text.replace('{', '{"constructor":{"prototype":{"polluted":true}},'),
  (text) => text.slice(0, -1),
  (text) => `${'['.repeat(20_000)}${text}`,
  (text) => text.replace(/:"[^"]*"/, ':1e999'),
];

test(
  'a write is answered with an operation or a problem as documented, whatever its body is',
  async () => {
    const chance = chanceFor('rest');
    const runs = sampleOf(600, 20_000);
    const counts = new Map<number, number>();
    let refusedForm = 0;
    for (let run = 0; run < runs; run++) {
      const operation = chance.pick(writes);
      const url = operation.path
        .replace('{channel}', chance.pick(['trade', 'border', 'nowhere']))
        .replaceAll(/\{[^}]+\}/g, () =>
          chance.pick(['A-1', '1', 'x'.repeat(150), '%00', '__proto__']),
        );
      const payload = chance.pick(spellings)(JSON.stringify(mutated(operation.example, chance)));
      const asker = chance.pick(chance.once(10) ? askers : ableTo(operation));
      const answer = await send(asker, { url, key: `run ${run}`, body: payload });
      const label = `${operation.path}: input ${run} (${replayHint}): ${answer.body.slice(0, 300)}`;
      const { statusCode } = answer;
      counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
      if (statusCode === 201 || statusCode === 202) continue;
      expect([label, statusCode >= 400 && statusCode < 500]).toEqual([label, true]);
      expect([label, problemSchema.safeParse(answer.json()).success]).toEqual([label, true]);
      expect(answer.body).not.toMatch(/CANARY|node_modules|\.ts:\d|at Object\./);
      expect(answer.body.length).toBeLessThan(20_000);
      if (statusCode === 400) refusedForm += 1;
    }
    expect(log).toBe('');
    expect(refusedForm).toBeGreaterThan(runs / 20);
    expect('polluted' in {}).toBe(false);
    const all = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
    figure(`writes with ${runs} mutated bodies to ${writes.length} routes: ${all}; no 5xx`);
  },
  searchTimeoutMs,
);

test('the example of every write has the documented form', async () => {
  for (const operation of writes) {
    const { path, example = {} } = operation;
    const url = path
      .replace('{channel}', 'trade')
      .replace('{carrierCode}', 'ARGC')
      .replace('{number}', '1')
      .replaceAll(/\{[^}]+\}/g, 'NONE-1');
    const [asker] = ableTo(operation);
    if (asker === undefined) throw new Error(`Nobody may ${path}`);
    const answer = await send(asker, { url, key: path, body: example });
    const { code, errors } = answer.json<{ code?: string; errors?: object }>();
    expect([path, code, errors]).not.toEqual([path, 'REQUEST_INVALID', errors]);
    expect([path, code]).not.toEqual([path, 'STAFF_ROLE_WRONG']);
  }
});
