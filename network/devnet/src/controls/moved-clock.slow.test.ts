import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import { failureOf } from '../../test-support/failure.js';
import { freePorts } from '../../test-support/ports.js';
import { ControlClient } from './client.js';

const DAY_MS = 86_400_000;

/** Everything but the date goes as always: the client's clock is moved as the network's was. */
const others = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] as const;
const timers = [
  'setInterval',
  'setTimeout',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
] as const;
const moveDate = (milliseconds: number): void => {
  jest.useFakeTimers({ doNotFake: [...others, ...timers], now: Date.now() + milliseconds });
};

describe('when the clock was moved', () => {
  let controlled: ControlledNetwork;
  let operations: string;
  beforeAll(async () => {
    controlled = await ControlledNetwork.start();
    const [port] = await freePorts(1);
    operations = `127.0.0.1:${port!}`;
  }, 60_000);
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(() => controlled.close());

  test('clients whose clocks were not moved are refused, others are served', async () => {
    const { network, control } = controlled;
    const client = await network.client('BankA');
    const shortLived = await network.client('BankA', 'client', 0, 3);
    const put = (from = client) =>
      from.contract().submitAsync('put', { arguments: ['when', 'now'] });
    const before = Date.now();
    expect((await control.moveClock('+6d')).offset).toBe('+6d');
    const refused = await failureOf(client.contract().evaluateTransaction('get', 'when'));
    expect(refused.code).toBe(status.UNAVAILABLE);
    expect(refused.details[0]!.message).toMatch(
      /^request unauthorized due to incorrect timestamp \S+, peer time \S+, peer\.authentication\.timewindow 15m0s$/,
    );
    // The network of this test has the client's date beneath its clock: it is to see the client's move, not to make it too.
    await control.freezeClock();
    moveDate(6 * DAY_MS);
    const submitted = await put();
    expect((await submitted.getStatus()).code).toBe(0);
    const expired = await failureOf(put(shortLived));
    expect(expired.details[0]!.message).toBe('proposal client identity expired');
    expect(network.devnet.controls.clock.now() - before).toBeGreaterThanOrEqual(6 * DAY_MS);
  }, 60_000);

  test('it never goes back, and stays as it was over a restart; nodes show it', async () => {
    const { network, control, url, tokenFile } = controlled;
    await expect(control.moveClock('-1h')).rejects.toThrow('never goes back');
    await control.resumeClock();
    const frozen = await control.freezeClock();
    expect(frozen.isFrozen).toBe(true);
    await network.devnet.close();
    network.config.peers[0]!.operations = { endpoint: operations };
    await network.open();
    const again = await ControlClient.open({ url, tokenFile });
    expect((await again.clock()).now).toBe(frozen.now);
    const shown = async (path: string): Promise<unknown> =>
      (await fetch(`http://${operations}${path}`)).json();
    const clock = expect.objectContaining({ now: frozen.now, isFrozen: true });
    expect(await shown('/version')).toMatchObject({ Clock: clock });
    expect(await shown('/healthz')).toEqual({ status: 'OK', time: frozen.now, clock });
    expect((await again.resumeClock()).isFrozen).toBe(false);
  }, 60_000);
});
