import { connectivityState, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import { failureOf } from '../../test-support/failure.js';
import type { TestClient } from '../../test-support/test-client.js';
import { until } from '../../test-support/until.js';
import type { ControlClient } from './client.js';

const VALID = 0;

/** A busy machine may take its time. */
jest.setTimeout(60_000);

let controlled: ControlledNetwork;
let control: ControlClient;

beforeAll(async () => {
  controlled = await ControlledNetwork.start();
  ({ control } = controlled);
});
afterAll(() => controlled.close());

const isReady = ({ connection }: TestClient): boolean =>
  connection.getChannel().getConnectivityState(true) === connectivityState.READY;

describe('a stopped peer', () => {
  afterEach(() => controlled.startStopped());

  test('is replaced by the other of its organisation', async () => {
    const third = await controlled.network.client('BankB', 'client', 2);
    expect(await control.stop('BankB:peer0.BankB')).toMatchObject({
      kind: 'peer',
      state: 'stopped',
    });
    expect((await (await controlled.put('without', '1')).getStatus()).code).toBe(VALID);
    expect(await controlled.get('without', third)).toBe('1');
    expect(await control.start('BankB:peer0.BankB')).toMatchObject({ state: 'serves' });
    const second = await controlled.network.client('BankB', 'client', 1);
    expect(await controlled.get('without', second)).toBe('1');
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
    expect((await failureOf(controlled.get('x', second))).code).toBe(status.UNAVAILABLE);
    await control.start('BankB:peer0.BankB');
    await until(() => isReady(second));
    expect(await controlled.get('x', second)).toBe('');
  });

  test('of which none is left leaves a policy unmet', async () => {
    await control.stop('BankB:peer0.BankB');
    await control.stop(controlled.network.config.peers[2]!.endpoint);
    const unmet = await failureOf(controlled.put('nobody'));
    expect([unmet.code, unmet.text]).toEqual([
      status.FAILED_PRECONDITION,
      'no combination of peers can be derived which satisfy the endorsement policy: no peer combination can satisfy the endorsement policy',
    ]);
    const named = await failureOf(
      controlled.client.contract().submitAsync('put', {
        arguments: ['k', 'v'],
        endorsingOrganizations: ['BankA', 'BankB'],
      }),
    );
    expect([named.code, named.text]).toEqual([
      status.UNAVAILABLE,
      'failed to find any endorsing peers for org(s): BankB',
    ]);
    expect(await controlled.get('x')).toBe('');
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
