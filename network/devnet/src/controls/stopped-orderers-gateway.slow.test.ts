import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import { failureOf } from '../../test-support/failure.js';
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

describe('stopped orderers', () => {
  afterEach(() => controlled.startStopped());

  test('one of four is not missed', async () => {
    await control.stop('OrdererB:2');
    expect((await (await controlled.put('three')).getStatus()).code).toBe(VALID);
  });

  test('two of four: submit is unavailable, no blocks; started again, what was taken is ordered', async () => {
    await control.stop('OrdererA:1');
    await control.stop('OrdererB:2');
    const before = controlled.height;
    const transaction = await controlled.client
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
    expect(controlled.height).toBe(before);
    await control.start('OrdererB:2');
    await until(() => controlled.place(transaction.getTransactionId()) !== undefined);
    expect(controlled.place(transaction.getTransactionId())!.code).toBe(VALID);
  });

  test('all of them: nothing is taken', async () => {
    for (const name of ['OrdererA:1', 'OrdererB:2', 'OrdererC:3', 'OrdererD:4'])
      await control.stop(name);
    const failure = await failureOf(controlled.put('none'));
    expect([failure.code, failure.details.length]).toEqual([status.UNAVAILABLE, 4]);
    expect((await control.channels())[0]!.waiting).toEqual([]);
  });
});
