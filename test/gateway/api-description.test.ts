/** The interface's description, as a running gateway serves it: what readers and generators of clients rely on. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '@argosy/domain/errors';
import {
  gatewayProblems,
  ledgerStatus,
  type GatewayProblemCode,
} from '@argosy/gateway/http/problem-codes';
import { makeConsortium } from '../support/consortium.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(30_000);

const answerSchema = z.looseObject({
  description: z.string().min(1),
  content: z.record(z.string(), z.unknown()),
});

const operationSchema = z.looseObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  summary: z.string().min(1),
  description: z.string().default(''),
  tags: z.array(z.string()).length(1),
  security: z.array(z.unknown()).optional(),
  responses: z.record(z.string(), answerSchema),
});

const documentSchema = z.looseObject({
  tags: z.array(z.object({ name: z.string(), description: z.string().min(1) })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

type Described = z.infer<typeof operationSchema> & { readonly name: string };

let stand: Stand;
let remove: () => Promise<void>;
let served: string;
let operations: readonly Described[];
let tags: readonly string[];

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  const network = new MemoryNetwork(await makeConsortium());
  stand = await Stand.start({ network, database: temporary.database, name: 'description' });
  served = (await stand.app.inject('/openapi.json')).body;
  const document = documentSchema.parse(JSON.parse(served));
  tags = document.tags.map(({ name }) => name);
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => ({ ...it, name: `${method} ${path}` })),
  );
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

describe('the description of the interface', () => {
  test('is valid by the schema of OpenAPI 3.1', async () => {
    const { valid, errors } = await validated(JSON.parse(served));
    expect([errors, valid]).toEqual([undefined, true]);
  });

  test.each([
    [
      'an answer without a description',
      (text: string) => text.replace(/"description":"[^"]*","content"/, '"content"'),
    ],
    [
      'a parameter that is nowhere',
      (text: string) => text.replace('"in":"query"', '"in":"nowhere"'),
    ],
    ['no version', (text: string) => text.replace('"openapi":"3.1.0",', '')],
  ])('would not be valid with %s', async (_name, broken) => {
    expect(broken(served)).not.toBe(served);
    expect((await validated(JSON.parse(broken(served)))).valid).toBe(false);
  });

  test('names each operation once, and under a heading that there is', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, tags: own } of operations) {
      expect([name, tags]).toEqual([name, expect.arrayContaining(own)]);
    }
    expect(new Set(operations.flatMap((it) => it.tags))).toEqual(new Set(tags));
  });
});

describe('an operation', () => {
  test('answers refusals with problem details', () => {
    for (const { name, responses } of operations) {
      const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      for (const [status, { content }] of refusals) {
        // Probes are told what is not ready, in the same form as when all is.
        const type = name === 'get /readyz' ? 'application/json' : 'application/problem+json';
        expect([name, status, Object.keys(content)]).toEqual([name, status, [type]]);
      }
    }
  });

  test('has an answer for each refusal that its text names', () => {
    let named = 0;
    for (const { name, description, responses } of operations) {
      for (const code of refusalsIn(description)) {
        const status = String(statusOf(code, name));
        expect([name, code, Object.keys(responses)]).toEqual([
          name,
          code,
          expect.arrayContaining([status]),
        ]);
        named += 1;
      }
    }
    expect(named).toBeGreaterThan(500);
  });

  test('that asks who is there has the answers to whoever is not, or is elsewhere', () => {
    const asking = operations.filter(({ security }) => security !== undefined);
    expect(operations.length - asking.length).toBe(3);
    for (const { name, responses } of asking) {
      const statuses = Object.keys(responses);
      expect([name, statuses]).toEqual([
        name,
        expect.arrayContaining(['400', '401', '403', '421', '503']),
      ]);
    }
  });
});

describe('every example', () => {
  test('is as its schema says', () => {
    const { count, wrong } = judgedExamples(JSON.parse(served));
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(300);
  });

  test('would be found if it were not', () => {
    const text = served.replaceAll('"minor":"12500000"', '"minor":12500000');
    const { wrong } = judgedExamples(JSON.parse(text));
    expect(wrong).toContain(
      '/paths/~1v1~1credits/post/requestBody/content/application~1json/schema',
    );
    expect(wrong).toContain('/components/schemas/Credit');
  });
});

/** How many examples a description has, and for which schemas they are wrong. */
function judgedExamples(document: object): { count: number; wrong: readonly string[] } {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'description', ...document });
  const found = [...examplesIn(document, '')];
  const wrong = found.filter(
    ({ pointer, example }) => !ajv.validate({ $ref: `description#${encodeURI(pointer)}` }, example),
  );
  return { count: found.length, wrong: wrong.map(({ pointer }) => pointer) };
}

async function validated(document: object): ReturnType<Validator['validate']> {
  return new Validator().validate({ ...document });
}

/** The codes after `Refuses:`, which stands last in a description. */
function refusalsIn(description: string): readonly string[] {
  const [, list = ''] = description.split('Refuses:');
  return list.match(/[A-Z]+(?:_[A-Z]+)+/g) ?? [];
}

function statusOf(code: string, operation: string): number {
  // To who asks for the terms themselves they are not there; to an act it is a rule that was not kept.
  if (code === 'CONFIDENTIAL_MISSING' && operation.startsWith('get ')) return 404;
  if (isOfGateway(code)) return gatewayProblems[code].status;
  if (isOfLedger(code)) return ledgerStatus(code);
  throw new Error(`${code} is no code.`);
}

const isOfGateway = (code: string): code is GatewayProblemCode => code in gatewayProblems;
const isOfLedger = (code: string): code is ErrorCode => code in errorCodes;

interface Example {
  /** Of the schema that the example is for. */
  readonly pointer: string;
  readonly example: unknown;
}

const partsSchema = z.looseObject({
  schema: z.unknown().optional(),
  example: z.unknown().optional(),
  examples: z.unknown().optional(),
});

/** Examples stand in a schema, or beside one. */
function* examplesIn(value: unknown, pointer: string): Generator<Example> {
  if (typeof value !== 'object' || value === null) return;
  const { schema, example, examples } = partsSchema.parse(Array.isArray(value) ? {} : value);
  if (Array.isArray(examples)) for (const one of examples) yield { pointer, example: one };
  if (schema !== undefined && example !== undefined) {
    yield { pointer: `${pointer}/schema`, example };
  }
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'example' || name === 'examples') continue;
    const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
    yield* examplesIn(inner, `${pointer}/${step}`);
  }
}
