import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeEvent } from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';
import { SuiteNetwork } from './support/network.js';
import { ServedChaincode } from './support/served-chaincode.js';
import { refused, type Step } from './support/steps.js';
import { commit } from './validation/committing.js';
import { defineFrom } from './validation/definitions.js';
import { answersTo, endorsed, simulated, valueOf } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import { fresh, type Scene } from './validation/scene.js';

describe('calls from chaincode to chaincode', () => {
  const network = new SuiteNetwork();
  let scene: Scene;
  let side: Scene;
  let callee: ServedChaincode;

  beforeAll(async () => {
    scene = await openScene(network);
    side = await openScene(network);
    callee = await ServedChaincode.start('callee');
    await callee.install(network);
    await defineFrom(scene, [{ name: 'callee' }], callee.packageId);
  }, 120_000);
  afterAll(async () => {
    scene.close();
    side.close();
    await callee.kill();
    network.close();
  });

  const call = (chaincode: string, steps: readonly Step[], channel = ''): Step => ({
    do: 'call',
    chaincode,
    channel,
    args: ['run', JSON.stringify(steps)],
  });
  const put = (key: string, value = 'v'): Step => ({ do: 'put', key, value });
  const get = (key: string): Step => ({ do: 'get', key });
  const answered = (...answers: unknown[]) => ({
    status: 200,
    message: '',
    payload: JSON.stringify(answers),
  });
  const run = (...steps: Step[]) => simulated(scene, { steps });
  const settle = async (on: Scene, ...steps: Step[]) => {
    expect(await commit(on, await endorsed(on, { steps }))).toEqual([0]);
  };
  const refusal = (why: string) =>
    refused(
      expect.stringMatching(
        new RegExp(`^INVOKE_CHAINCODE failed: transaction ID: \\w{64}: ${why}`),
      ),
    );

  test('services 57: what a callee wrote stays, even if it then answers 500', async () => {
    const key = fresh();
    const failing = call('callee', [put(key), { do: 'answer', count: 500, value: 'no' }]);
    const { namespaces, text } = await run(failing);
    expect(JSON.parse(text)).toEqual([{ status: 500, message: 'no', payload: '' }]);
    expect(namespaces['callee']!.public.writes).toMatchObject([{ key }]);
    expect(namespaces['_lifecycle']!.public.reads.map((read) => read.key)).toEqual([
      'namespaces/fields/callee/Sequence',
      'namespaces/fields/ops/Sequence',
    ]);
    await settle(scene, failing);
    expect(await valueOf(scene, key, { chaincode: 'callee' })).toBe('v');
    expect(await answersTo(scene, [call('callee:9.9', [get(key)]), get(key)])).toEqual([
      answered('v'),
      '',
    ]);
  });

  test('services 58: c2c other channel: writes vanish', async () => {
    const key = fresh();
    await settle(side, put(key, 'theirs'));
    const { text, namespaces } = await run(
      call('ops', [get(key), put(key, 'lost')], side.channelId),
    );
    expect(JSON.parse(text)).toEqual([answered('theirs', '')]);
    expect(Object.keys(namespaces)).toEqual(['_lifecycle']);
    await settle(scene, call('ops', [put(key, 'lost')], side.channelId));
    expect(await valueOf(side, key)).toBe('theirs');
    expect(await valueOf(scene, key)).toBe('');
  });

  test('services 58: c2c self', async () => {
    const why = `execute failed: error sending: txid: \\w{64}\\(${scene.channelId}\\) exists$`;
    expect(await answersTo(scene, [call('ops', [])])).toEqual([refusal(why)]);
  });

  test('services 58: c2c event: only outer event', async () => {
    const inner = call('callee', [{ do: 'event', key: 'inner', value: 'i' }]);
    expect((await run(inner)).events).toHaveLength(0);
    const { events, transactionId } = await run(inner, { do: 'event', key: 'outer', value: 'o' });
    expect(decode(ChaincodeEvent, events)).toMatchObject({
      chaincodeId: 'ops',
      eventName: 'outer',
      txId: transactionId,
    });
  });

  test('services 59: c2c to qscc and cscc', async () => {
    const system = (chaincode: string, name: string): Step => ({
      do: 'call',
      chaincode,
      args: [name, scene.channelId],
    });
    const failed = (message: string) => ({ status: 500, message, payload: '' });
    expect(
      await answersTo(scene, [system('qscc', 'GetChainInfo'), system('cscc', 'GetConfigBlock')]),
    ).toEqual([
      failed(
        "Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for 'ops'",
      ),
      failed("Rejecting invoke of CSCC from another chaincode, original invocation for 'ops'"),
    ]);
  });

  test('a chaincode, and a channel, that is not there', async () => {
    const { channelId } = scene;
    expect(await answersTo(scene, [call('nothing', []), call('ops', [], 'nowhere')])).toEqual([
      refusal(
        `execute failed: invalid invocation: \\[channel ${channelId}\\] failed to get chaincode container info for nothing: chaincode nothing not found$`,
      ),
      refusal('Failed to get policy manager for channel \\[nowhere\\]$'),
    ]);
  });
});
