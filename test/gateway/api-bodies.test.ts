/** What the contracts take as a command, the gateway takes as a body: it never says that its form is wrong. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { z } from 'zod';
import { collectionSchema } from '@argosy/domain/confidential/reference';
import { confidentialTermsSchema } from '@argosy/domain/confidential/terms';
import { servedDocuments } from '@argosy/gateway/documents/all';
import { makeConsortium } from '../support/consortium.js';
import { figure, replayHint, sampleOf, searchTimeoutMs, seed } from '../support/long-run.js';
import { validValues } from '../support/valid-values.js';
import { MemoryNetwork } from './memory-network.js';
import { describedOperations, type Operation } from './routes/described.js';
import { collection, documents } from './routes/classes.js';
import {
  askers,
  organisationNames,
  roleOf,
  standMembers,
  type Asker,
  type OrganisationName,
} from './routes/organisations.js';
import { exampleRecords } from './routes/planted.js';
import { targetsBy } from './routes/targets.js';
import { Tokens } from './routes/tokens.js';
import { Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(searchTimeoutMs);

let stand: Stand;
let remove: () => Promise<void>;
let keyFolder: string;
let tokens: Tokens;
let described: readonly Operation[];
let sent = 0;
const counts = new Map<string, number>();

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  const { database } = temporary;
  keyFolder = await mkdtemp(join(tmpdir(), 'argosy-bodies-'));
  tokens = new Tokens(keyFolder);
  const network = new MemoryNetwork(await makeConsortium(), 'trade', roleOf);
  const border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border', roleOf);
  network.plant(exampleRecords('trade'));
  border.plant(exampleRecords('border'));
  const members = standMembers;
  stand = await Stand.start({ network, border, database, name: 'bodies', keyFolder, members });
  described = await describedOperations(stand.app);
  await beginDeal();
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
  await rm(keyFolder, { recursive: true });
});

/** The documents that the planted ones go with, of the interface's examples. */
async function beginDeal(): Promise<void> {
  for (const write of writes.filter(({ path }) => ['/v1/credits', '/v1/bills'].includes(path))) {
    const { example = {} } =
      described.find((it) => it.method === 'POST' && it.path === write.path) ?? {};
    const body = write.path === '/v1/bills' ? { ...example, onBoardDate: '2027-02-25' } : example;
    const answer = await send(...able(write), body);
    expect([write.path, answer.statusCode]).toEqual([write.path, 201]);
  }
}

interface Write {
  readonly path: string;
  readonly command: z.ZodType;
  /** What the address says of the command. */
  readonly inAddress: readonly string[];
}

/** Every write, with the schema of its command as the contracts have it. */
const writes: readonly Write[] = [
  ...servedDocuments.flatMap(({ base, parameters, acts }) =>
    Object.entries(acts).map(([action, { command }], index): Write => {
      const path = base.replace(':channel', '{channel}');
      if (index === 0) return { path, command, inAddress: [] };
      const inAddress = Object.keys(parameters);
      const named = inAddress.map((it) => `{${it}}`);
      return { path: [path, ...named, 'actions', action].join('/'), command, inAddress };
    }),
  ),
  {
    path: '/v1/channels/{channel}/confidential-terms',
    command: z.strictObject({ collection: collectionSchema, terms: confidentialTermsSchema }),
    inAddress: [],
  },
];

function bodies({ path, command, inAddress }: Write): fc.Arbitrary<object> {
  return validValues(command, describedAt(path).example).map((value) =>
    Object.fromEntries(
      Object.entries(z.looseObject({}).parse(value)).filter(([name]) => !inAddress.includes(name)),
    ),
  );
}

/** Somebody who may take a write in the planted deal, and the address of a document that there is. */
function able({ path }: Write): readonly [asker: Asker, url: string] {
  const nothing = { operations: new Map(), terms: '' };
  const parties = partiesOf(path);
  for (const asker of askers.filter(({ organisation }) => parties.includes(organisation))) {
    const targets = targetsBy('POST', path)?.(asker.organisation, nothing) ?? [];
    const target = targets.find(
      ({ ids, staff = [asker.role] }) => ids === 'there' && staff.includes(asker.role),
    );
    if (target !== undefined) return [asker, target.url];
  }
  throw new Error(`Nobody may POST ${path}`);
}

function partiesOf(path: string): readonly OrganisationName[] {
  const [, act = ''] = path.split('/actions/');
  for (const [base, { make, acts = {} }] of Object.entries(documents)) {
    const who = path === base ? make : path.startsWith(`${base}/`) ? acts[act] : undefined;
    if (who !== undefined) return who.slice(1).filter(isOrganisation);
  }
  return collection.members;
}

const isOrganisation = (name: unknown): name is OrganisationName =>
  organisationNames.some((it) => it === name);

async function send(asker: Asker, url: string, body: object): Promise<LightMyRequestResponse> {
  sent += 1;
  const headers = {
    ...(await tokens.headersOf(asker)),
    'content-type': 'application/json',
    'idempotency-key': `body ${sent}`,
  };
  return stand.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
}

function describedAt(path: string): Required<Operation> {
  const found = described.find((it) => it.method === 'POST' && it.path === path);
  if (found?.schema === undefined || found.example === undefined) {
    throw new Error(`POST ${path} is not described.`);
  }
  return { ...found, schema: found.schema, example: found.example };
}

/** Whether the description of a write accepts a body. */
function describes(path: string): (body: object) => boolean {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  return ajv.compile(describedAt(path).schema);
}

describe('a command that the contracts take', () => {
  test('is tried by every write that is described', () => {
    const posts = described.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(writes.map(({ path }) => path).sort()).toEqual([...posts].sort());
  });

  test.each(writes)('is described and taken by $path', async (write) => {
    const [asker, url] = able(write);
    const isDescribed = describes(write.path);
    const named = describedAt(write.path).description.match(/[A-Z]+(?:_[A-Z]+)+/g) ?? [];
    const runs = { numRuns: sampleOf(8, 300), seed };
    await fc.assert(
      fc.asyncProperty(bodies(write), async (body) => {
        expect([replayHint, isDescribed(body)]).toEqual([replayHint, true]);
        const answer = await send(asker, url, body);
        const { code = 'taken' } = answer.json<{ code?: string }>();
        const label = `${replayHint}: ${answer.body}`;
        expect([label, formRefusals.includes(code)]).toEqual([label, false]);
        expect([label, ['taken', ...named]]).toEqual([label, expect.arrayContaining([code])]);
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }),
      runs,
    );
  });

  test('comes to be judged by the rules', () => {
    const all = [...counts].map(([code, count]) => `${count} ${code}`).join(', ');
    figure(`bodies from the schemas of ${writes.length} writes: ${all}`);
    expect(counts.get('taken')).toBeGreaterThan(10);
    expect(counts.size).toBeGreaterThan(10);
  });
});

/** That a form is wrong: as the gateway says it, and as the contracts do. */
const formRefusals: readonly string[] = ['REQUEST_INVALID', 'INPUT_INVALID'];
