import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { connectivityState, status } from '@grpc/grpc-js';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import type { SubmittedTransaction } from '@hyperledger/fabric-gateway';
import {
  startControlledNetwork,
  type ControlledNetwork,
} from '../../test-support/controlled-network.js';
import { failureOf } from '../../test-support/failure.js';
import type { TestClient } from '../../test-support/test-client.js';
import { until } from '../../test-support/until.js';
import { ControlClient, ControlFailure } from './client.js';

const VALID = 0;
const MVCC_READ_CONFLICT = 11;

/** A busy machine may take its time. */
jest.setTimeout(60_000);

let controlled: ControlledNetwork;
let control: ControlClient;
let client: TestClient;

beforeAll(async () => {
  controlled = await startControlledNetwork();
  control = controlled.control;
  client = await controlled.network.client('BankA');
}, 60_000);
afterAll(() => controlled.network.close());

const put = (key: string, value = 'v', from: TestClient = client): Promise<SubmittedTransaction> =>
  from.contract().submitAsync('put', { arguments: [key, value] });
const get = async (key: string, from: TestClient = client): Promise<string> =>
  Buffer.from(await from.contract().evaluateTransaction('get', key)).toString();
const height = (): bigint => controlled.network.channel.ledger.height;
const place = (id: string) => controlled.network.channel.ledger.transaction(id);
const codesOf = (number: bigint): [string, number][] =>
  controlled.network.channel.ledger
    .summary(number)
    .transactions.map(({ txId, code }) => [txId, code]);
const waits = (action: string): boolean =>
  controlled.network.devnet.controls.faults
    .envelopes({ state: 'waits' })
    .some((one) => one.action === action);
const refusalOf = async (call: Promise<unknown>): Promise<ControlFailure> => {
  const error: unknown = await call.then(
    () => new Error('the control was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ControlFailure)) throw error;
  return error;
};
/** How a status is asked for by a client that does not wait long. */
const statusWithin = (one: SubmittedTransaction, milliseconds: number) =>
  one.getStatus({ deadline: Date.now() + milliseconds });

const isReady = ({ connection }: TestClient): boolean =>
  connection.getChannel().getConnectivityState(true) === connectivityState.READY;

describe('rules for envelopes', () => {
  afterEach(async () => {
    await control.removeRules();
    await control.release();
    await until(() => controlled.network.channel.ordering.waiting === 0);
  });

  test('held: the client has SUCCESS and no status, until it is released', async () => {
    const rule = await control.addRule({ when: { function: 'put' }, then: { action: 'hold' } });
    const submitted = await put('held');
    const id = submitted.getTransactionId();
    expect((await failureOf(statusWithin(submitted, 300))).code).toBe(status.DEADLINE_EXCEEDED);
    expect(await get('held')).toBe('');
    const { envelopes } = await control.envelopes({ transactionId: id });
    expect(envelopes).toEqual([
      {
        number: expect.any(Number),
        channel: 'trade',
        transactionId: id,
        creatorMsp: 'BankA',
        chaincode: 'kv',
        function: 'put',
        admittedAt: expect.stringMatching(/Z$/),
        action: 'hold',
        rule,
        state: 'waits',
        copies: 0,
      },
    ]);
    const cut = await refusalOf(control.cut('trade', [id]));
    expect([cut.status, cut.message]).toEqual([
      409,
      expect.stringContaining('a rule holds it back: release it first'),
    ]);
    const released = await control.release({ transactionIds: [id] });
    expect(released.map((one) => one.state)).toEqual(['went on']);
    expect((await submitted.getStatus()).code).toBe(VALID);
    expect(await get('held')).toBe('v');
    expect((await refusalOf(control.release({ transactionIds: [id] }))).status).toBe(409);
  });

  test('dropped: it never comes, and the list says so; sent again it is committed', async () => {
    await control.addRule({ when: { creatorMsp: 'BankA', first: 1 }, then: { action: 'drop' } });
    const proposal = client.contract().newProposal('put', { arguments: ['dropped', 'v'] });
    const transaction = await proposal.endorse();
    const first = await transaction.submit();
    expect((await failureOf(statusWithin(first, 300))).code).toBe(status.DEADLINE_EXCEEDED);
    const { envelopes } = await control.envelopes({ state: 'lost' });
    expect(envelopes.at(-1)).toMatchObject({
      transactionId: proposal.getTransactionId(),
      why: 'dropped by rule rule-2',
    });
    const again = await transaction.submit();
    expect((await again.getStatus()).code).toBe(VALID);
  });

  test('delayed: it comes later', async () => {
    await control.addRule({ then: { action: 'delay', milliseconds: 2_000 } });
    const submitted = await put('delayed');
    expect((await control.envelopes({ state: 'waits' })).envelopes).toHaveLength(1);
    expect((await submitted.getStatus()).code).toBe(VALID);
    expect((await control.envelopes({ state: 'waits' })).envelopes).toEqual([]);
  });

  test('duplicated: one is valid, the other is known already', async () => {
    await control.addRule({ then: { action: 'duplicate', copies: 2 } });
    const submitted = await put('twice');
    const id = submitted.getTransactionId();
    const { code, blockNumber } = await submitted.getStatus();
    expect(code).toBe(VALID);
    const all = (): [string, number][] =>
      Array.from({ length: Number(height() - blockNumber) }, (_, i) =>
        codesOf(blockNumber + BigInt(i)),
      ).flat();
    await until(() => all().filter(([txId]) => txId === id).length === 2);
    expect(all()).toEqual([
      [id, 0],
      [id, 9],
    ]);
    expect((await submitted.getStatus()).code).toBe(VALID);
  });

  test('reordered: the same set in another order, so the other one of two loses', async () => {
    await (await put('counter', '1')).getStatus();
    const before = height();
    await control.addRule({ then: { action: 'reorder', window: 2, order: 'reverse' } });
    const increment = () => client.contract().newProposal('increment', { arguments: ['counter'] });
    const [one, other] = await Promise.all([increment().endorse(), increment().endorse()]);
    const submitted = [await one.submit(), await other.submit()];
    const codes = await Promise.all(submitted.map((it) => it.getStatus().then(({ code }) => code)));
    expect(codes).toEqual([MVCC_READ_CONFLICT, VALID]);
    expect(codesOf(before).map(([id]) => id)).toEqual(
      [submitted[1]!, submitted[0]!].map((it) => it.getTransactionId()),
    );
  });

  test('chosen by chaincode, function, creator, every nth: others go on', async () => {
    await control.addRule({
      id: 'mine',
      when: { chaincode: 'kv', function: 'put', every: 2 },
      then: { action: 'hold' },
    });
    const all = [await put('a'), await put('b'), await put('c'), await put('d')];
    expect((await all[2]!.getStatus()).code).toBe(VALID);
    const held = (await control.envelopes({ state: 'waits' })).envelopes;
    expect(held.map((one) => one.transactionId)).toEqual(
      [all[1]!, all[3]!].map((it) => it.getTransactionId()),
    );
    expect(await control.rules()).toEqual([
      {
        id: 'mine',
        when: { chaincode: 'kv', function: 'put', every: 2 },
        then: { action: 'hold' },
        chosen: 2,
      },
    ]);
    const order = held.map((one) => one.transactionId).reverse();
    await control.release({ transactionIds: order });
    await all[3]!.getStatus();
    const places = order.map((id) => place(id)!);
    expect(places[0]!.blockNumber <= places[1]!.blockNumber).toBe(true);
  });

  test('whatever the rules, each transaction is committed as often as is listed, or listed as lost', async () => {
    const before = height();
    await control.addRule({ when: { probability: 0.2, seed: 'a' }, then: { action: 'drop' } });
    await control.addRule({ when: { every: 4 }, then: { action: 'duplicate', copies: 3 } });
    await control.addRule({ when: { every: 5 }, then: { action: 'delay', milliseconds: 50 } });
    await control.addRule({
      when: { probability: 0.5, seed: 'b' },
      then: { action: 'reorder', window: 3, order: { shuffle: 'c' } },
    });
    const sent = await Promise.all(Array.from({ length: 24 }, (_, i) => put(`property${i}`)));
    await until(() => !waits('delay'));
    await control.release();
    const { envelopes } = await control.envelopes();
    const own = envelopes.slice(-sent.length);
    const ids = sent.map((one) => one.getTransactionId());
    expect(own.map((one) => one.transactionId).sort()).toEqual([...ids].sort());
    const expected = own.flatMap((one) => Array<string>(one.copies).fill(one.transactionId));
    const committed = () =>
      Array.from({ length: Number(height() - before) }, (_, i) =>
        codesOf(before + BigInt(i)),
      ).flat();
    await until(() => committed().length === expected.length);
    expect(
      committed()
        .map(([id]) => id)
        .sort(),
    ).toEqual([...expected].sort());
    expect(committed().filter(([, code]) => code === VALID)).toHaveLength(new Set(expected).size);
    for (const { action, state, copies } of own)
      expect([state, copies > 0]).toEqual(action === 'drop' ? ['lost', false] : ['went on', true]);
    expect(new Set(own.map((one) => one.action)).size).toBeGreaterThan(3);
  }, 60_000);

  test('refused: what is no rule, a taken or an unknown name', async () => {
    const wrong = await refusalOf(
      control.addRule({ when: { every: 0 }, then: { action: 'hold' } }),
    );
    expect(wrong).toMatchObject({
      status: 400,
      refusal: { field: 'when.every', advice: 'ask GET /v1 for what each control takes' },
    });
    await control.addRule({ id: 'mine', then: { action: 'hold' } });
    const taken = await refusalOf(control.addRule({ id: 'mine', then: { action: 'hold' } }));
    expect([taken.status, taken.message]).toEqual([
      400,
      'there is a rule mine already; remove that rule first, choose another id, or leave it out',
    ]);
    const unknown = await refusalOf(control.removeRules('other'));
    expect([unknown.status, unknown.refusal.error]).toEqual([
      404,
      'there is no rule other: there are mine',
    ]);
  });
});

describe('a stopped peer', () => {
  let third: TestClient;
  beforeAll(async () => {
    third = await controlled.thirdPeerClient('BankB');
  });
  afterAll(() => {
    third.close();
  });
  afterEach(async () => {
    for (const { name, state } of await control.nodes())
      if (state === 'stopped') await control.start(name);
  });

  test('is replaced by the other of its organisation', async () => {
    expect(await control.stop('BankB:peer0.BankB')).toMatchObject({
      kind: 'peer',
      state: 'stopped',
    });
    expect((await (await put('without', '1')).getStatus()).code).toBe(VALID);
    expect(await get('without', third)).toBe('1');
    expect(await control.start('BankB:peer0.BankB')).toMatchObject({ state: 'serves' });
    const second = await controlled.network.client('BankB', 'client', 1);
    expect(await get('without', second)).toBe('1');
  });

  test('cuts its clients off, streams included, and serves them again', async () => {
    const second = await controlled.network.client('BankB', 'client', 1);
    const events = await second.network().getChaincodeEvents('kv');
    const ended = failureOf(
      (async () => {
        for await (const event of events) expect(event.eventName).toBe('never');
      })(),
    );
    const sleeping = failureOf(second.contract().evaluateTransaction('sleep', '20000'));
    await controlled.network.chaincodes[1]!.printed('sleeps 20000');
    await control.stop('BankB:peer0.BankB');
    expect((await ended).code).toBe(status.UNAVAILABLE);
    expect((await sleeping).code).toBe(status.UNAVAILABLE);
    expect((await failureOf(get('x', second))).code).toBe(status.UNAVAILABLE);
    await control.start('BankB:peer0.BankB');

    await until(() => isReady(second));
    expect(await get('x', second)).toBe('');
  });

  test('of which none is left leaves a policy unmet', async () => {
    await control.stop('BankB:peer0.BankB');
    await control.stop(controlled.network.config.peers[2]!.endpoint);
    const unmet = await failureOf(put('nobody'));
    expect([unmet.code, unmet.text]).toEqual([
      status.FAILED_PRECONDITION,
      'no combination of peers can be derived which satisfy the endorsement policy: no peer combination can satisfy the endorsement policy',
    ]);
    const named = await failureOf(
      client.contract().submitAsync('put', {
        arguments: ['k', 'v'],
        endorsingOrganizations: ['BankA', 'BankB'],
      }),
    );
    expect([named.code, named.text]).toEqual([
      status.UNAVAILABLE,
      'failed to find any endorsing peers for org(s): BankB',
    ]);
    expect(await get('x')).toBe('');
  });

  test('lets open calls end first, if it is told to', async () => {
    const second = await controlled.network.client('BankB', 'client', 1);
    const slow = second.contract().evaluateTransaction('sleep', '600');
    await controlled.network.chaincodes[1]!.printed('sleeps 600');
    const started = performance.now();
    await control.stop('BankB:peer0.BankB', { drainMilliseconds: 20_000 });
    await slow;
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('is refused: an unknown one, one that is stopped already, one that serves already', async () => {
    const unknown = await refusalOf(control.stop('BankC:peer0'));
    expect([unknown.status, unknown.refusal.error]).toEqual([
      404,
      'there is no peer or orderer BankC:peer0: there are BankA:peer0.BankA, BankB:peer0.BankB, BankB:peer1.BankB, OrdererA:1, OrdererB:2, OrdererC:3, OrdererD:4',
    ]);
    expect((await refusalOf(control.start('BankB:peer0.BankB'))).message).toContain(
      'BankB:peer0.BankB serves already',
    );
    await control.stop('BankB:peer0.BankB');
    expect((await refusalOf(control.stop('BankB:peer0.BankB'))).status).toBe(409);
  });
});

describe('stopped orderers', () => {
  afterEach(async () => {
    for (const { name, state } of await control.nodes())
      if (state === 'stopped') await control.start(name);
  });

  test('one of four is not missed', async () => {
    await control.stop('OrdererB:2');
    expect((await (await put('three')).getStatus()).code).toBe(VALID);
  });

  test('two of four: submit is unavailable, no blocks; started again, what was taken is ordered', async () => {
    await control.stop('OrdererA:1');
    await control.stop('OrdererB:2');
    const before = height();
    const transaction = await client
      .contract()
      .newProposal('put', { arguments: ['two', 'v'] })
      .endorse();
    const failure = await failureOf(transaction.submit());
    expect([failure.code, failure.text]).toEqual([
      status.UNAVAILABLE,
      'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    ]);
    expect(failure.details.map(({ mspId }) => mspId)).toEqual(['OrdererA', 'OrdererB']);
    expect(failure.details[0]!.message).toMatch(
      /^rpc error: code = Unavailable desc = connection error: .* connect: connection refused"$/,
    );
    const [channel] = await control.channels();
    expect(channel).toMatchObject({
      hasQuorum: false,
      waiting: [transaction.getTransactionId()],
    });
    expect((await refusalOf(control.cut('trade'))).refusal).toMatchObject({
      error: 'too few orderers of channel trade are there',
      advice: 'start the orderers that are stopped',
    });
    expect(height()).toBe(before);
    await control.start('OrdererB:2');
    await until(() => place(transaction.getTransactionId()) !== undefined);
    expect(place(transaction.getTransactionId())!.code).toBe(VALID);
  });

  test('all of them: nothing is taken', async () => {
    for (const name of ['OrdererA:1', 'OrdererB:2', 'OrdererC:3', 'OrdererD:4'])
      await control.stop(name);
    const failure = await failureOf(put('none'));
    expect([failure.code, failure.details.length]).toEqual([status.UNAVAILABLE, 4]);
    expect((await control.channels())[0]!.waiting).toEqual([]);
  });
});

describe('commit status', () => {
  afterEach(() => control.releaseStatus('trade'));

  test('held of all: clients wait, though it is committed; released, they hear it', async () => {
    const held = await control.holdStatus('trade');
    expect(held.heldStatus).toEqual({ all: true, except: [] });
    const submitted = await put('silent');
    await until(() => place(submitted.getTransactionId()) !== undefined);
    expect((await failureOf(statusWithin(submitted, 300))).code).toBe(status.DEADLINE_EXCEEDED);
    expect(await get('silent')).toBe('v');
    const waiting = submitted.getStatus();
    await control.releaseStatus('trade');
    expect((await waiting).code).toBe(VALID);
  });

  test('held of one transaction; or released for one only', async () => {
    const [one, other] = [await put('one'), await put('other')];
    await control.holdStatus('trade', [one.getTransactionId()]);
    expect((await failureOf(statusWithin(one, 200))).code).toBe(status.DEADLINE_EXCEEDED);
    expect((await other.getStatus()).code).toBe(VALID);
    await control.holdStatus('trade');
    await control.releaseStatus('trade', [one.getTransactionId()]);
    expect((await one.getStatus()).code).toBe(VALID);
    expect((await failureOf(statusWithin(other, 200))).code).toBe(status.DEADLINE_EXCEEDED);
  });

  test('refused: an unknown channel', async () => {
    const { refusal, status: code } = await refusalOf(control.holdStatus('border'));
    expect(code).toBe(404);
    expect(refusal).toEqual({
      error: 'there is no channel border: there are trade',
      field: 'channel',
      rule: 'must name a channel',
      advice: 'use one of these names',
    });
  });
});

describe('streams of blocks', () => {
  afterEach(() => control.releaseBlocks('trade'));

  /** The chaincode events that a client has seen. */
  const watch = async (from: TestClient, seen: string[]): Promise<() => void> => {
    const events = await from.network().getChaincodeEvents('kv');
    void (async () => {
      for await (const { eventName } of events) seen.push(eventName);
    })().catch(() => undefined);
    return () => {
      events.close();
    };
  };

  test('stand still at one peer, and go on where they were', async () => {
    const second = await controlled.network.client('BankB', 'client', 1);
    const [here, there]: [string[], string[]] = [[], []];
    const ends = [await watch(client, here), await watch(second, there)];
    const emit = async (name: string): Promise<void> => {
      const submitted = await client.contract().submitAsync('event', { arguments: [name, 'x'] });
      await submitted.getStatus();
    };
    await emit('one');
    await until(() => here.length === 1 && there.length === 1);
    const held = await control.holdBlocks('trade', 'BankB:peer0.BankB');
    expect(held.heldBlocks).toEqual({ nodes: { 'BankB:peer0.BankB': Number(height()) } });
    await emit('two');
    await emit('three');
    await until(() => here.length === 3);
    expect(there).toEqual(['one']);
    await control.releaseBlocks('trade', 'BankB:peer0.BankB');
    await until(() => there.length === 3);
    expect(there).toEqual(['one', 'two', 'three']);
    await control.holdBlocks('trade');
    await emit('four');
    expect([here.length, there.length]).toEqual([3, 3]);
    await control.releaseBlocks('trade');
    await until(() => here.length === 4 && there.length === 4);
    for (const end of ends) end();
    expect((await refusalOf(control.holdBlocks('trade', 'nobody'))).status).toBe(404);
  });
});

describe('blocks', () => {
  afterEach(() => control.setProduction('trade', { mode: 'instant' }));

  test('by hand: exactly these transactions, in this order, in one block; then the rest', async () => {
    expect((await control.setProduction('trade', { mode: 'manual' })).production).toEqual({
      mode: 'manual',
    });
    const before = height();
    const all = [await put('x', '1'), await put('y', '2'), await put('x', '3')];
    const [first, second, third] = all.map((it) => it.getTransactionId());
    expect(height()).toBe(before);
    const view = await control.cut('trade', [third!, first!]);
    expect([view.height, view.waiting]).toEqual([Number(before) + 1, [second]]);
    expect(codesOf(before).map(([id]) => id)).toEqual([third, first]);
    expect(await get('x')).toBe('1');
    await control.cut('trade');
    expect((await all[1]!.getStatus()).code).toBe(VALID);
    const missing = await refusalOf(control.cut('trade', [first!]));
    expect([missing.status, missing.refusal.error]).toEqual([
      409,
      `transaction ${first!} does not wait: it was not submitted, or is in a block already`,
    ]);
  });

  test('at an interval, and instantly again', async () => {
    await control.setProduction('trade', { mode: 'interval', milliseconds: 2_000 });
    const before = height();
    const all = [await put('i1'), await put('i2')];
    await Promise.all(all.map((it) => it.getStatus()));
    expect(height()).toBe(before + 1n);
    await control.setProduction('trade', { mode: 'manual' });
    const waiting = await put('i3');
    await control.setProduction('trade', { mode: 'instant' });
    expect((await waiting.getStatus()).code).toBe(VALID);
    const wrong = await refusalOf(
      control.setProduction('trade', { mode: 'interval', milliseconds: 0 }),
    );
    expect(wrong.refusal.field).toBe('milliseconds');
  });
});

describe('states', () => {
  test('snapshot and revert; what waits is lost, and that is said', async () => {
    await (await put('kept', 'before')).getStatus();
    const id = await control.snapshot();
    await (await put('kept', 'after')).getStatus();
    await control.addRule({ id: 'hold', then: { action: 'hold' } });
    const held = await put('kept', 'never');
    await control.revert(id);
    await control.removeRules();
    expect(await get('kept')).toBe('before');
    expect((await control.envelopes({ transactionId: held.getTransactionId() })).envelopes).toEqual(
      [expect.objectContaining({ state: 'lost' })],
    );
    expect((await control.snapshots()).map((one) => one.id)).toContain(id);
    expect((await refusalOf(control.revert('999'))).status).toBe(409);
  });

  test('dump and load', async () => {
    await (await put('dumped', '1')).getStatus();
    const file = join(controlled.network.folder, 'network.dump');
    const dumped = await control.dump(file);
    await (await put('dumped', '2')).getStatus();
    expect(await control.load(file)).toEqual(dumped);
    expect(await get('dumped')).toBe('1');
    const relative = await refusalOf(control.dump('network.dump'));
    expect(relative.message).toContain('file: must be an absolute path of a file');
  });
});

describe('the control server', () => {
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${controlled.url}${path}`, init);
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, answer };
  };
  let token: string;
  const authorised = () => ({ headers: { Authorization: `Bearer ${token}` } });

  beforeEach(async () => {
    token = (await readFile(controlled.tokenFile, 'utf8')).trim();
  });

  test('has made its token, for its owner alone', async () => {
    expect((await stat(controlled.tokenFile)).mode & 0o777).toBe(0o600);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  test('describes itself, and says what it is', async () => {
    const description = await control.describe();
    expect(description.isDevelopmentNetwork).toBe(true);
    expect(description.notice).toContain('there is no consensus');
    expect(description.controls.map(({ method, path }) => `${method} ${path}`)).toContain(
      'POST /v1/channels/:name/cut',
    );
    expect(description.controls.every(({ does }) => does.length > 5)).toBe(true);
    expect(description.nodes).toHaveLength(7);
  });

  test.each<[string, Record<string, string>, string]>([
    ['no token', {}, 'the request has no token'],
    ['another token', { Authorization: `Bearer ${'x'.repeat(43)}` }, 'the token is another one'],
    ['another scheme', { Authorization: 'Basic eDp5' }, 'the request has no token'],
  ])('refuses %s', async (_, headers, error) => {
    for (const path of ['/v1', '/v1/nodes', '/v1/nothing']) {
      const { status: code, answer, headers: got } = await ask(path, { headers });
      expect([code, answer['error'], got.get('www-authenticate')]).toEqual([401, error, 'Bearer']);
    }
  });

  test.each<[string, string, RequestInit, number, Record<string, unknown>]>([
    ['an unknown path', '/v1/nothing', {}, 404, { advice: 'ask GET /v1 for all controls' }],
    ['another method', '/v1/clock', { method: 'POST' }, 404, { advice: 'use GET' }],
    [
      'what is not JSON',
      '/v1/clock/move',
      { method: 'POST', body: '{' },
      400,
      { field: 'body', error: 'the body is not JSON' },
    ],
    [
      'an unknown field',
      '/v1/clock/freeze',
      { method: 'POST', body: '{"until":1}' },
      400,
      { field: 'body', rule: 'Unrecognized key: "until"' },
    ],
    ['a missing field', '/v1/clock/move', { method: 'POST', body: '{}' }, 400, { field: 'by' }],
    [
      'a wrong duration',
      '/v1/clock/move',
      { method: 'POST', body: '{"by":"six days"}' },
      400,
      {
        field: 'by',
        rule: 'must be a duration such as +6d, 90m or 1d12h: numbers with ms, s, m, h, d or w',
      },
    ],
    [
      'a wrong transaction id',
      '/v1/channels/trade/cut',
      { method: 'POST', body: '{"transactionIds":["a",1]}' },
      400,
      { field: 'transactionIds[1]' },
    ],
    [
      'too large a body',
      '/v1/rules',
      { method: 'POST', body: 'x'.repeat(1_100_000) },
      413,
      { error: 'http: request body too large' },
    ],
  ])('refuses %s', async (_, path, init, code, expected) => {
    const { status: got, answer } = await ask(path, { ...init, ...authorised() });
    expect(got).toBe(code);
    expect(answer).toMatchObject(expected);
    expect(answer['advice']).toEqual(expect.any(String));
  });

  test('is served on loopback only', async () => {
    const { serveControls } = await import('./server.js');
    const { tokenFile, network } = controlled;
    await expect(
      serveControls({ address: '0.0.0.0:17001', tokenFile }, network.devnet),
    ).rejects.toThrow('is not a loopback address');
  });

  test('is not started with a token that others may read', async () => {
    const { tokenIn } = await import('./token.js');
    await chmod(controlled.tokenFile, 0o644);
    await expect(tokenIn(controlled.tokenFile)).rejects.toThrow('chmod 600');
    await chmod(controlled.tokenFile, 0o600);
    await expect(tokenIn(join(controlled.network.folder, 'nowhere', 'token'))).rejects.toThrow(
      /cannot be written to .*nowhere\/token: .*ENOENT.* make its folder/,
    );
  });

  test('is missed by a client in words', async () => {
    const nobody = new ControlClient('http://127.0.0.1:9', 'x');
    await expect(nobody.clock()).rejects.toThrow('is the network up?');
  });
});
