import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeEvent } from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';
import { readWriteSetsIn } from '../../../network/devnet/test-support/transactions.js';
import { firstTransaction } from '../../../network/devnet/test-support/transactions.js';
import { Block } from '@argosy/protocol/messages/common';
import { encode } from '@argosy/protocol/wire';
import { all, member, policyOf } from '../../support/policies.js';
import { proposeInitialisation } from './support/initialising.js';
import { SuiteNetwork } from './support/network.js';
import { commit as commitBySdk, type Step } from './support/steps.js';
import { eventually } from './support/waiting.js';
import { commit } from './validation/committing.js';
import { defineFrom } from './validation/definitions.js';
import { assemble, endorsed, resultsIn, simulated, type Answer } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import { fresh, type Scene } from './validation/scene.js';

const INITIALISED = '\u0000\u{10FFFF}initialized';

describe('what comes of a simulation', () => {
  const network = new SuiteNetwork();
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  const event: Step = { do: 'event', key: 'e', value: 'p' };

  test('services 60: setEvent with status 400: no event', async () => {
    const refusal = await simulated(scene, { steps: [event, { do: 'answer', count: 400 }] });
    expect([refusal.status, refusal.events.length]).toEqual([400, 0]);
    const failure = await simulated(scene, { steps: [event, { do: 'answer', count: 500 }] });
    expect([failure.status, failure.events.length]).toEqual([500, 0]);
  });

  test('services 60: whose event it is and of which transaction, the peer says', async () => {
    const { events, transactionId } = await simulated(scene, { steps: [event] });
    expect(decode(ChaincodeEvent, events)).toMatchObject({
      chaincodeId: 'ops',
      txId: transactionId,
      eventName: 'e',
    });
  });

  const refused = ({ response, endorsement }: Answer) => {
    expect(endorsement).toBeUndefined();
    return response?.message.replace(/\w{64}/, 'ID');
  };
  const why = (text: string) =>
    `error in simulation: failed to execute transaction ID: invalid invocation: chaincode ${text}`;
  const notYet = why(
    "'careful' has not been initialized for this version, must call as init first",
  );

  test('services 61: initRequired', async () => {
    const define = (sequence: bigint) =>
      defineFrom(
        scene,
        [{ name: 'careful', sequence, version: `${sequence}.0`, initRequired: true }],
        network.packageId,
      );
    const call = async () => (await simulated(scene, { chaincode: 'careful' })).message;
    const initialise = () => proposeInitialisation(scene, 'careful');
    await define(1n);
    expect((await call()).replace(/\w{64}/, 'ID')).toBe(notYet);
    const plain = await proposeInitialisation(scene, 'ops');
    expect(refused(plain.answers[0]!)).toBe(
      why("'ops' does not require initialization but called as init"),
    );
    const first = await initialise();
    const own = readWriteSetsIn(resultsIn(first.answers[0]!))['careful']!.public;
    expect(own.reads).toEqual([{ key: INITIALISED, version: undefined }]);
    expect(own.writes).toEqual([{ key: INITIALISED, isDelete: false, value: Buffer.from('1.0') }]);
    expect(await commit(scene, assemble(first))).toEqual([0]);
    expect(refused((await initialise()).answers[0]!)).toBe(
      why("'careful' is already initialized but called as init"),
    );
    const { namespaces, status } = await simulated(scene, { chaincode: 'careful' });
    expect(status).toBe(200);
    expect(namespaces['careful']!.public.reads.map(({ key }) => key)).toEqual([INITIALISED]);
    await define(2n);
    expect((await call()).replace(/\w{64}/, 'ID')).toBe(notYet);
    expect(await commit(scene, assemble(await initialise()))).toEqual([0]);
  });

  test('services 62: key-level endorsement', async () => {
    const { o1, o2, channelId: channel } = scene;
    const key = fresh();
    const value = policyOf(all(member(o2))).toString('base64');
    const steps = [
      { do: 'put', key, value: 'v' },
      { do: 'setPolicy', key, value },
    ];
    expect(await commit(scene, await endorsed(scene, { steps }))).toEqual([0]);
    const update = [{ do: 'put', key, value: 'w' }];
    // The peers of a new channel take some time to know each other.
    const { code, blockNumber } = await eventually(() => commitBySdk(o1.peer, update, { channel }));
    expect(code).toBe(0);
    await scene.watch(o1).reached(blockNumber);
    const block = encode(Block, scene.watch(o1).blocks.get(blockNumber)!);
    expect(firstTransaction(block).endorsers).toContain(o2.mspId);
    const forced = await commitBySdk(o1.peer, update, { channel, organisations: [o1.mspId] });
    expect(forced.code).toBe(10);
  });
});
