import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { pauseAfter } from '@argosy/gateway/operations/driver';
import { validationCode } from '@argosy/protocol/validation-code';
import { makeConsortium, type Consortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork, sdkError } from './memory-network.js';
import { hostOf, Stand, temporaryDatabase } from './stand.js';

let consortium: Consortium;
let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let stand: Stand;

beforeAll(async () => {
  consortium = await makeConsortium();
  ({ database, remove } = await temporaryDatabase());
  network = new MemoryNetwork(consortium);
  stand = await Stand.start({ network, database, name: 'writes', outcomeLimitMilliseconds: 200 });
}, 60_000);

afterAll(async () => {
  await stand.stop();
  await remove();
});

describe('a write', () => {
  test('is answered with the committed operation and the credit', async () => {
    const response = await stand.post('ines', '/v1/credits', {
      key: 'k1',
      body: application('W-1'),
    });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({
      state: 'committed',
      document: 'credit',
      parts: ['W-1'],
      action: 'apply',
      validationCode: 'VALID',
      result: {
        status: 'applied',
        terms: { amount: { currency: 'USD', minor: '12500000', decimal: '125000.00' } },
      },
    });
    expect(response.headers).toMatchObject({ 'ledger-height': '3' });
    expect(response.headers['idempotency-replayed']).toBeUndefined();
  });

  test('is passed on to the other party, who issues', async () => {
    const response = await stand.post('henrik', '/v1/credits/W-1/actions/issue', {
      key: 'i1',
      body: {},
    });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ result: { status: 'issued', version: 2 } });
  });

  test('that the ledger refuses is a problem with the code of the ledger, and an operation', async () => {
    const response = await stand.post('henrik', '/v1/credits/W-1/actions/issue', {
      key: 'i2',
      body: {},
    });
    expect(response.statusCode).toBe(409);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    const problem = response.json<{ operation: string }>();
    expect(problem).toMatchObject({
      code: 'ACTION_WRONG_STATUS',
      title: 'Action wrong status',
      detail: 'The credit W-1 is issued; for the act issue it has to be applied.',
      details: { current: 'issued' },
      retryable: false,
    });
    const operation = await stand.get('henrik', `/v1/operations/${problem.operation}`);
    expect(operation.json()).toMatchObject({
      state: 'refused',
      problem: { code: 'ACTION_WRONG_STATUS' },
    });
  });

  test('does not wait longer than asked, and is found at its address', async () => {
    network.isHolding = true;
    const response = await stand.post('ines', '/v1/credits', {
      key: 'slow',
      body: application('W-2'),
      headers: { prefer: 'wait=0' },
    });
    expect(response.statusCode).toBe(202);
    network.release();
    const address = String(response.headers['location']);
    await stand.channel().indexer.reached(BigInt(network.blocks.length), 2_000);
    expect((await stand.get('ines', address)).json()).toMatchObject({ state: 'committed' });
  });
});

describe('the idempotency key', () => {
  test('is demanded', async () => {
    const response = await stand.post('ines', '/v1/credits', { body: application('W-3') });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISSING', retryable: false });
  });

  test('gives the stored answer when the same request comes again', async () => {
    const body = application('W-4');
    const first = await stand.post('ines', '/v1/credits', { key: 'same', body });
    const proposals = network.proposals;
    const second = await stand.post('ines', '/v1/credits', { key: 'same', body });
    expect(second.statusCode).toBe(201);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.json()).toEqual(first.json());
    expect(network.proposals).toBe(proposals);
  });

  test('gives a stored refusal again', async () => {
    const body = application('W-4');
    const first = await stand.post('ines', '/v1/credits', { key: 'twice', body });
    const second = await stand.post('ines', '/v1/credits', { key: 'twice', body });
    expect(first.json()).toMatchObject({ code: 'RECORD_ALREADY_EXISTS' });
    expect(second.json()).toEqual(first.json());
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('of another request is refused', async () => {
    await stand.post('ines', '/v1/credits', { key: 'other', body: application('W-5') });
    const response = await stand.post('ines', '/v1/credits', {
      key: 'other',
      body: application('W-6'),
    });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const path = '/v1/credits/W-5/actions/withdraw';
    const act = await stand.post('ines', path, { key: 'other', body: {} });
    expect(act.json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('of a hundred at once is that of the first, whatever the others ask for', async () => {
    const before = network.blocks.length;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        stand.post('ines', '/v1/credits', { key: 'burst', body: application(`W-B${index % 2}`) }),
      ),
    );
    const taken = answers.filter(({ statusCode }) => statusCode === 201);
    expect(taken).toHaveLength(50);
    expect(new Set(taken.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    const refused = answers.filter(({ statusCode }) => statusCode === 422);
    expect(refused.map((answer) => answer.json<{ code: string }>().code)).toEqual(
      Array.from({ length: 50 }, () => 'IDEMPOTENCY_KEY_REUSED'),
    );
    expect(network.blocks.length).toBe(before + 1);
  });

  test('in progress gives the same operation', async () => {
    network.isHolding = true;
    const request = { key: 'progress', body: application('W-7'), headers: { prefer: 'wait=0' } };
    const first = await stand.post('ines', '/v1/credits', request);
    const second = await stand.post('ines', '/v1/credits', request);
    network.release();
    expect([first.statusCode, second.statusCode]).toEqual([202, 202]);
    expect(second.json<{ id: string }>().id).toBe(first.json<{ id: string }>().id);
  });

  test('races: of a hundred requests at once, one takes effect and all get its operation', async () => {
    const before = network.blocks.length;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        stand.post('ines', '/v1/credits', { key: 'race', body: application('W-8') }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    expect(network.blocks.length).toBe(before + 1);
  });

  test('belongs to the person: two people may use one key', async () => {
    await stand.post('ines', '/v1/credits', { key: 'shared', body: application('W-9') });
    const response = await stand.post('henrik', '/v1/credits/W-9/actions/issue', {
      key: 'shared',
      body: {},
    });
    expect(response.statusCode).toBe(201);
  });
});

describe('trouble on the way', () => {
  test('an unreachable peer is 503, and the same key takes the request up again', async () => {
    network.trouble.endorse = () => {
      throw sdkError('14 UNAVAILABLE: No connection established', 14);
    };
    const request = { key: 'down', body: application('T-1') };
    const first = await stand.post('ines', '/v1/credits', request);
    expect(first.statusCode).toBe(503);
    expect(first.headers['retry-after']).toBe('1');
    expect(first.json()).toMatchObject({ code: 'LEDGER_UNAVAILABLE', retryable: true });
    delete network.trouble.endorse;
    const second = await stand.post('ines', '/v1/credits', request);
    expect(second.statusCode).toBe(201);
  });

  test('a disagreement of endorsers is tried again', async () => {
    const first = network.proposals + 1;
    network.trouble.endorse = (call) => {
      if (call === first) throw sdkError('10 ABORTED: ProposalResponsePayloads do not match', 10);
    };
    const response = await stand.post('ines', '/v1/credits', {
      key: 'mismatch',
      body: application('T-2'),
    });
    delete network.trouble.endorse;
    expect(response.statusCode).toBe(201);
  });

  test('a conflict is proposed again with the record as it then is', async () => {
    const first = network.submissions + 1;
    network.trouble.conflict = (call) => call === first;
    const response = await stand.post('ines', '/v1/credits', {
      key: 'mvcc',
      body: application('T-3'),
    });
    delete network.trouble.conflict;
    // The other writer's value is no credit here, so that the second proposal meets an unreadable record.
    expect(response.json()).toMatchObject({ code: 'RECORD_UNREADABLE' });
  });

  test('three conflicts in a row end the operation as invalid', async () => {
    await stand.post('ines', '/v1/credits', { key: 't4', body: application('T-4') });
    network.trouble.conflict = () => true;
    const response = await stand.post('henrik', '/v1/credits/T-4/actions/issue', {
      key: 't4',
      body: {},
    });
    delete network.trouble.conflict;
    expect(response.statusCode).toBe(409);
    const problem = response.json<{ operation: string }>();
    expect(problem).toMatchObject({
      code: 'TRANSACTION_CONFLICT',
      validationCode: 'MVCC_READ_CONFLICT',
    });
    const operation = await stand.get('henrik', `/v1/operations/${problem.operation}`);
    expect(operation.json()).toMatchObject({ state: 'invalid' });
  });

  test('one conflict and then a free way is a success', async () => {
    const first = network.submissions + 1;
    network.trouble.conflict = (call) => call === first;
    const response = await stand.post('henrik', '/v1/credits/T-4/actions/issue', {
      key: 't5',
      body: {},
    });
    delete network.trouble.conflict;
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ result: { status: 'issued' } });
  });

  test('a policy that another set in the same block is a lost race too, and proposed again', async () => {
    const first = network.submissions + 1;
    const { ENDORSEMENT_POLICY_FAILURE: code } = validationCode;
    network.trouble.outcome = (call) => (call === first ? code : undefined);
    const request = { key: 'policy', body: application('T-8') };
    const response = await stand.post('ines', '/v1/credits', request);
    expect(response.statusCode).toBe(201);
    network.trouble.outcome = () => code;
    const again = await stand.post('ines', '/v1/credits', {
      key: 'policies',
      body: application('T-9'),
    });
    delete network.trouble.outcome;
    expect(again.statusCode).toBe(500);
    expect(again.json()).toMatchObject({
      code: 'TRANSACTION_INVALID',
      validationCode: 'ENDORSEMENT_POLICY_FAILURE',
    });
  });

  test('a submission that failed but was ordered is committed', async () => {
    network.trouble.afterOrdering = () => {
      throw sdkError('14 UNAVAILABLE: insufficient number of orderers', 14);
    };
    const response = await stand.post('ines', '/v1/credits', {
      key: 'lost',
      body: application('T-5'),
    });
    delete network.trouble.afterOrdering;
    expect(response.statusCode).toBe(201);
  });

  test('a submission that failed and was not ordered is sent again, the same envelope', async () => {
    const first = network.submissions + 1;
    network.trouble.beforeOrdering = (call) => {
      if (call === first) throw sdkError('4 DEADLINE_EXCEEDED', 4);
    };
    const { proposals } = network;
    const response = await stand.post('ines', '/v1/credits', {
      key: 'gone',
      body: application('T-6'),
    });
    delete network.trouble.beforeOrdering;
    expect(response.statusCode).toBe(201);
    expect(network.proposals).toBe(proposals + 1);
    expect(network.submissions).toBe(first + 1);
  });

  test('an outcome that stays away leaves the operation unknown, until a block tells it', async () => {
    network.isHolding = true;
    const response = await stand.post('ines', '/v1/credits', {
      key: 'unknown',
      body: application('T-7'),
      headers: { prefer: 'wait=1' },
    });
    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({ state: 'unknown' });
    network.release();
    const address = String(response.headers['location']);
    await stand.channel().indexer.reached(BigInt(network.blocks.length), 2_000);
    expect((await stand.get('ines', address)).json()).toMatchObject({
      state: 'committed',
      validationCode: 'VALID',
    });
  });

  test('more operations than may be in flight are refused for the moment', async () => {
    const crowded = await Stand.start({ network, database, name: 'crowded', maximumInFlight: 1 });
    network.isHolding = true;
    const headers = { prefer: 'wait=0' };
    await crowded.post('ines', '/v1/credits', { key: 'c1', body: application('C-1'), headers });
    const response = await crowded.post('ines', '/v1/credits', {
      key: 'c2',
      body: application('C-2'),
      headers,
    });
    network.release();
    await crowded.stop();
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toMatchObject({ code: 'OVERLOADED', retryable: true });
  });

  test('also of those that come at once, no more than may be in flight are taken in', async () => {
    const crowded = await Stand.start({ network, database, name: 'crowd', maximumInFlight: 2 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        crowded.post('ines', '/v1/credits', {
          key: `at-once-${index}`,
          body: application(`D-${index}`),
        }),
      ),
    );
    await crowded.stop();
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([201, 201, 503, 503, 503, 503, 503, 503]);
  });
});

describe('an operation whose outcome stays unknown', () => {
  const headers = { prefer: 'wait=0' };
  const state = async (
    crowded: Stand,
    { headers: { location } }: { headers: object & { location?: unknown } },
  ) => (await crowded.get('ines', String(location))).json<{ state: string }>().state;

  test('holds no other request up, is sent again ever more seldom, and ends with its block', async () => {
    const settings = { network, database, outcomeLimitMilliseconds: 50, maximumInFlight: 1 };
    const crowded = await Stand.start({ ...settings, name: 'unknown' });
    network.isHolding = true;
    const { submissions } = network;
    const body = application('U-1');
    const first = await crowded.post('ines', '/v1/credits', { key: 'u1', body, headers });
    while ((await state(crowded, first)) !== 'unknown');
    const second = await crowded.post('ines', '/v1/credits', {
      key: 'u2',
      body: application('U-2'),
      headers,
    });
    expect(second.statusCode).toBe(202);
    while ((await state(crowded, second)) !== 'unknown');
    expect(crowded.importer.writes).toMatchObject({ inFlight: 0, unknown: 2 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(network.submissions - submissions).toBeLessThanOrEqual(10);
    network.release();
    await crowded.channel().indexer.reached(BigInt(network.blocks.length), 2_000);
    expect([await state(crowded, first), await state(crowded, second)]).toEqual([
      'committed',
      'committed',
    ]);
    await crowded.stop();
  });

  test('is one of a bounded number', async () => {
    const settings = { network, database, outcomeLimitMilliseconds: 20, maximumUnknown: 1 };
    const crowded = await Stand.start({ ...settings, name: 'bounded' });
    network.isHolding = true;
    const body = application('U-3');
    const first = await crowded.post('ines', '/v1/credits', { key: 'u3', body, headers });
    while ((await state(crowded, first)) !== 'unknown');
    const second = await crowded.post('ines', '/v1/credits', {
      key: 'u4',
      body: application('U-4'),
      headers,
    });
    expect(second.json()).toMatchObject({ status: 503, code: 'OVERLOADED' });
    network.release();
    await crowded.stop();
  });

  test('is not waited for longer than a minute between two tries', () => {
    expect([1, 2, 3, 4, 60].map((tries) => pauseAfter(tries, 10_000))).toEqual([
      10_000, 20_000, 40_000, 60_000, 60_000,
    ]);
  });
});

describe('who may', () => {
  test('nobody without a token or a session', async () => {
    const headers = { host: hostOf('ines') };
    const response = await stand.app.inject({ method: 'GET', url: '/v1/credits', headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toMatchObject({ code: 'AUTHENTICATION_REQUIRED' });
  });

  test('staff with another role is refused before the ledger is asked', async () => {
    const { proposals } = network;
    const response = await stand.post('ines', '/v1/credits/W-1/actions/issue', {
      key: 'r1',
      body: {},
    });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'STAFF_ROLE_WRONG' });
    expect(network.proposals).toBe(proposals);
  });

  test("another organisation's operation does not exist", async () => {
    const response = await stand.post('ines', '/v1/credits', {
      key: 'mine',
      body: application('W-10'),
    });
    const address = String(response.headers['location']);
    expect((await stand.get('ines', address)).statusCode).toBe(200);
    const foreign = await stand.get('henrik', address);
    expect(foreign.statusCode).toBe(404);
    expect(foreign.json()).toMatchObject({ code: 'OPERATION_NOT_FOUND' });
  });
});

describe('the log', () => {
  test('has the requests, and neither tokens nor bodies', async () => {
    let log = '';
    const stream = { write: (line: string) => (log += line) };
    const logger = { level: 'trace', stream };
    const logged = await Stand.start({ network, database, name: 'logged', logger });
    const goods = 'goods that nobody else need know of';
    const { terms, ...rest } = application('G-1');
    const body = { ...rest, terms: { ...terms, goods } };
    await logged.post('ines', '/v1/credits', { key: 'log', body });
    await logged.post('ines', '/v1/credits', { key: 'log', body: { ...body, colour: goods } });
    await logged.app.inject('/readyz');
    await logged.stop();
    expect(log).toContain('/v1/credits');
    expect(log).not.toContain('/readyz');
    expect(log).not.toContain(goods);
    expect(log).not.toContain(await logged.token('ines'));
  });
});

describe('the form of a request', () => {
  test('a field too many is refused and named', async () => {
    const body = { ...application('F-1'), colour: 'blue' };
    const response = await stand.post('ines', '/v1/credits', { key: 'f1', body });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'REQUEST_INVALID',
      instance: '/v1/credits',
      errors: [{ pointer: '#/colour', message: expect.stringContaining('not a known field') }],
    });
  });

  test('a nested fault is named by its path', async () => {
    const { terms, ...rest } = application('F-2');
    const body = { ...rest, terms: { ...terms, amount: { currency: 'USD', minor: '12.5' } } };
    const response = await stand.post('ines', '/v1/credits', { key: 'f2', body });
    expect(response.json<{ errors: { pointer: string }[] }>().errors[0]?.pointer).toBe(
      '#/terms/amount/minor',
    );
  });

  test('a number is not taken for a text', async () => {
    const body = { ...application('F-3'), reference: 3 };
    const response = await stand.post('ines', '/v1/credits', { key: 'f3', body });
    expect(response.statusCode).toBe(400);
  });

  test.each([
    ['broken JSON', 'application/json', '{', 400, 'REQUEST_INVALID'],
    ['another media type', 'text/csv', 'a,b', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    [
      'too much',
      'application/json',
      JSON.stringify({ x: 'y'.repeat(300_000) }),
      413,
      'BODY_TOO_LARGE',
    ],
    ['plain text', 'text/plain', '{}', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['another charset', 'application/json; charset=utf-16', '{}', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['nothing', 'application/json', '', 400, 'REQUEST_INVALID'],
    ['invalid UTF-8', 'application/json', Buffer.of(0x22, 0xff, 0x22), 400, 'REQUEST_INVALID'],
    [
      'a field twice',
      'application/json',
      '{"a":1,"b":{"a":2},"\\u0061":3}',
      400,
      'REQUEST_INVALID',
    ],
    ['a prototype', 'application/json', '{"__proto__":{"x":1}}', 400, 'REQUEST_INVALID'],
    ['endless depth', 'application/json', '['.repeat(100_000), 400, 'REQUEST_INVALID'],
  ])('%s is refused', async (_case, type, body, status, code) => {
    const response = await stand.post('ines', '/v1/credits', {
      key: 'f4',
      body,
      headers: { 'content-type': type },
    });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code, requestId: expect.any(String) });
    expect(response.json<{ detail: string }>().detail).not.toMatch('the documented form');
  });

  test('a field twice is named', async () => {
    const { terms, ...rest } = application('F-5');
    const body = JSON.stringify({ ...rest, terms }).replace('"goods":', '"goods":"gold","goods":');
    const headers = { 'content-type': 'application/json' };
    const response = await stand.post('ines', '/v1/credits', { key: 'f5', body, headers });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ detail: 'The body has the field "goods" twice.' });
  });

  test('a compressed body is refused, and not taken for plain', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const body = JSON.stringify(application('F-6'));
    const response = await stand.post('ines', '/v1/credits', { key: 'f6', body, headers });
    expect(response.statusCode).toBe(415);
  });

  test('a thousand faults are answered with the first twenty', async () => {
    const { terms, ...rest } = application('F-7');
    const documentsRequired = Array.from({ length: 1_000 }, () => 'x'.repeat(50));
    const body = { ...rest, terms: { ...terms, documentsRequired } };
    const response = await stand.post('ines', '/v1/credits', { key: 'f7', body });
    expect(response.json<{ errors: unknown[] }>().errors).toHaveLength(20);
  });

  test('a field that is missing is said to be missing', async () => {
    const response = await stand.post('ines', '/v1/credits', { key: 'f8', body: {} });
    expect(response.json()).toMatchObject({
      errors: [{ pointer: '#/reference', message: 'is missing; give it, as string' }, {}, {}],
    });
  });

  test.each(['/v1/credits/%ff', '/v1/credits/%'])('the address %s is refused', async (url) => {
    const response = await stand.get('ines', url);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'REQUEST_INVALID', instance: url });
  });

  test('too long a part of an address is refused', async () => {
    const response = await stand.get('ines', `/v1/credits/${'a'.repeat(201)}`);
    expect(response.statusCode).toBe(414);
    expect(response.json()).toMatchObject({ code: 'ADDRESS_TOO_LONG' });
  });

  test('another method than an address has is told which it has', async () => {
    const response = await stand.app.inject({ method: 'DELETE', url: '/v1/credits/A-1' });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe('GET, HEAD');
    expect(response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  test.each([
    ['P-1', 'wait=0'],
    ['P-2', 'WAIT=0'],
    ['P-3', 'respond-async, wait="0"'],
    ['P-4', 'wait = 0; x=y'],
  ])('%s: Prefer: %s is understood', async (reference, prefer) => {
    network.isHolding = true;
    const response = await stand.post('ines', '/v1/credits', {
      key: prefer,
      body: application(reference),
      headers: { prefer },
    });
    network.release();
    expect(response.statusCode).toBe(202);
  });

  test('an address that does not exist is a problem too', async () => {
    const response = await stand.app.inject({ method: 'GET', url: '/v2/credits' });
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.headers['request-id']).toBe(response.json<{ requestId: string }>().requestId);
  });
});
