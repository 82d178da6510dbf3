import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { messageType } from '@argosy/protocol/messages/shim';
import { SuiteNetwork } from './support/network.js';
import { ScriptedChaincode } from './support/scripted-chaincode.js';
import { ServedChaincode } from './support/served-chaincode.js';
import { settings } from './support/settings.js';
import { ask } from './support/steps.js';
import { silence, sleep, until } from './support/waiting.js';
import { defineFrom } from './validation/definitions.js';
import { answersTo, simulated } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import { fresh, type Scene } from './validation/scene.js';

describe('the stream between peer and chaincode', () => {
  const network = new SuiteNetwork();
  const served: ServedChaincode[] = [];
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
  }, 120_000);
  afterAll(async () => {
    scene.close();
    for (const one of served) await one.kill();
    network.close();
  });

  /** Define a chaincode that runs from a package of the suite's own. */
  const deploy = async (name: string, code: ServedChaincode): Promise<void> => {
    await code.install(network);
    await defineFrom(scene, [{ name }], code.packageId);
  };
  const serve = async (name: string): Promise<ServedChaincode> => {
    const one = await ServedChaincode.start(name);
    served.push(one);
    await deploy(name, one);
    return one;
  };
  const failed = (transactionId: string, why: string): string =>
    `error in simulation: failed to execute transaction ${transactionId}: ${why}`;

  test('services 36: an idle chaincode is sent nothing', async () => {
    const chaincode = await ScriptedChaincode.start('idle');
    try {
      await deploy('idle', chaincode.code);
      const { status } = await simulated(scene, { chaincode: 'idle', args: ['f'] });
      expect(status).toBe(200);
      const { REGISTERED, READY, TRANSACTION } = messageType;
      const begun = [REGISTERED, READY];
      await silence();
      expect(chaincode.received).toContainEqual([...begun, TRANSACTION]);
      for (const types of chaincode.received) expect(types.slice(0, 2)).toEqual(begun);
      expect(chaincode.received.flat().filter((type) => type === TRANSACTION)).toHaveLength(1);
      expect(new Set(chaincode.received.flat())).toEqual(new Set([...begun, TRANSACTION]));
    } finally {
      chaincode.close();
    }
  });

  test('services 37: wrong CHAINCODE_ID', async () => {
    const wrong = await ServedChaincode.start('wrong', { registersAs: `other:${'ab'.repeat(32)}` });
    served.push(wrong);
    await deploy('wrong', wrong);
    const since = Date.now();
    const answer = await simulated(scene, { chaincode: 'wrong' });
    const { packageId } = wrong;
    expect(answer.status).toBe(500);
    expect(answer.message).toBe(
      failed(
        answer.transactionId,
        // The peer began to launch it with the block; the call waits for that.
        `could not launch chaincode ${packageId}: chaincode registration failed: timeout expired while starting chaincode ${packageId} for transaction`,
      ),
    );
    expect(Date.now() - since).toBeGreaterThan(settings.startupMilliseconds * 0.9);
  });

  test('services 38: kill chaincode mid-transaction', async () => {
    const doomed = await serve('doomed');
    const chaincode = 'doomed';
    await simulated(scene, { chaincode });
    const running = simulated(scene, { chaincode, steps: [{ do: 'sleep', count: 3000 }] });
    await sleep(500);
    await doomed.kill();
    const { status, message, transactionId } = await running;
    expect(status).toBe(500);
    expect(message).toBe(failed(transactionId, 'error sending: chaincode stream terminated'));
    await doomed.open();
    await until(async () => (await simulated(scene, { chaincode })).status === 200);
  });

  test('services 39: execute timeout', async () => {
    const slow = await serve('slow');
    const count = settings.executeMilliseconds + 1000;
    const { status, message, transactionId } = await simulated(scene, {
      chaincode: 'slow',
      steps: [{ do: 'sleepThenGet', count, key: 'k' }],
    });
    expect(status).toBe(500);
    expect(message).toBe(
      failed(transactionId, 'error sending: timeout expired while executing transaction'),
    );
    const late = `GET_STATE failed: transaction ID: ${transactionId}: no ledger context`;
    expect(await slow.printed('late')).toContain(late);
  });

  test('services 40: 50 parallel transactions', async () => {
    const key = fresh();
    const target = { channel: scene.channelId };
    const step = { do: 'readMany', key, count: 20 };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask(scene.o1.peer, [step], target)),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, () => [Array(20).fill('')]));
    expect(await answersTo(scene, [step])).toEqual(answers[0]);
  });
});
