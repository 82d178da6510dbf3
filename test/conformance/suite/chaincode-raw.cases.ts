import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeEvent, ChaincodeSpec, Response } from '@argosy/protocol/messages/proposal';
import {
  DelState,
  GetState,
  messageType,
  PutState,
  PutStateMetadata,
  WriteBatchState,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { SuiteNetwork } from './support/network.js';
import { ScriptedChaincode, type Script } from './support/scripted-chaincode.js';
import { refused } from './support/steps.js';
import { defineFrom } from './validation/definitions.js';
import { simulated } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import type { Scene } from './validation/scene.js';

type Type = keyof typeof messageType;

const value = Buffer.from('v');
const rubbish = Buffer.from('rubbish');
const ok = encode(Response, { status: 200 });
const broken = Buffer.from([0x0a, 1, 0xff]);

describe('a chaincode that speaks as it likes', () => {
  const network = new SuiteNetwork();
  const chaincode = 'raw';
  let raw: ScriptedChaincode;
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
    raw = await ScriptedChaincode.start(chaincode);
    await raw.code.install(network);
    await defineFrom(scene, [{ name: chaincode }], raw.code.packageId);
  }, 120_000);
  afterAll(() => {
    scene.close();
    raw.close();
    network.close();
  });

  const run = (script: Script) => {
    raw.script = script;
    return simulated(scene, { chaincode, args: ['f'] });
  };
  /** What a peer answers to requests of one transaction: payloads as text, and refusals. */
  const asked = async (...requests: readonly (readonly [Type, Uint8Array])[]) => {
    const { text, namespaces } = await run(async ({ ask }) => {
      const answers: unknown[] = [];
      for (const [type, payload] of requests) {
        const answer = await ask(type, payload);
        answers.push(
          'refused' in answer
            ? refused(answer.refused.replace(/\w{64}/, 'ID'))
            : Buffer.from(answer.payload).toString(),
        );
      }
      return JSON.stringify(answers);
    });
    return { answers: JSON.parse(text) as unknown[], namespaces };
  };
  const refusal = (type: Type, why: string) =>
    refused(`${type} failed: transaction ID: ID: ${why}`);

  const types: readonly Type[] = [
    'GET_STATE',
    'PUT_STATE',
    'DEL_STATE',
    'PURGE_PRIVATE_DATA',
    'GET_STATE_BY_RANGE',
    'GET_QUERY_RESULT',
    'QUERY_STATE_NEXT',
    'QUERY_STATE_CLOSE',
    'GET_HISTORY_FOR_KEY',
    'GET_PRIVATE_DATA_HASH',
    'GET_STATE_METADATA',
    'PUT_STATE_METADATA',
    'GET_STATE_MULTIPLE',
    'WRITE_BATCH_STATE',
    'INVOKE_CHAINCODE',
  ];

  test('requests that cannot be read', async () => {
    const { answers } = await asked(...types.map((type) => [type, rubbish] as const));
    const why = 'unmarshal failed: proto: cannot parse invalid wire-format data';
    expect(answers).toEqual(types.map((type) => refusal(type, why)));
  });

  test('texts that are no UTF-8', async () => {
    const why = 'unmarshal failed: string field contains invalid UTF-8';
    const { answers } = await asked(['GET_STATE', broken], ['PUT_STATE', broken]);
    expect(answers).toEqual([refusal('GET_STATE', why), refusal('PUT_STATE', why)]);
  });

  test('requests that lack what they are about', async () => {
    const name = 'ops';
    const { answers } = await asked(
      ['PUT_STATE_METADATA', encode(PutStateMetadata, { key: 'k' })],
      ['INVOKE_CHAINCODE', encode(ChaincodeSpec, {})],
      ['INVOKE_CHAINCODE', encode(ChaincodeSpec, { chaincodeId: { name } })],
      ['PURGE_PRIVATE_DATA', encode(DelState, { key: 'k' })],
      ['GET_PRIVATE_DATA_HASH', encode(GetState, { key: 'k' })],
      ['GET_STATE', encode(GetState, {})],
    );
    const why = 'panic during execution';
    expect(answers).toEqual([
      refusal('PUT_STATE_METADATA', why),
      refusal('INVOKE_CHAINCODE', why),
      refusal('INVOKE_CHAINCODE', why),
      refusal('PURGE_PRIVATE_DATA', 'only applicable for private data'),
      '',
      '',
    ]);
  });

  test('of a batch of writes, those before the refused one stay', async () => {
    const rec = [
      { key: 'a', value, type: messageType.PUT_STATE },
      { key: 'b', type: messageType.GET_STATE },
      { key: 'c', value, type: messageType.PUT_STATE },
    ];
    const { answers, namespaces } = await asked([
      'WRITE_BATCH_STATE',
      encode(WriteBatchState, { rec }),
    ]);
    expect(answers).toEqual([refusal('WRITE_BATCH_STATE', 'unknown operation type')]);
    expect(namespaces[chaincode]!.public.writes.map(({ key }) => key)).toEqual(['a']);
  });

  const ending =
    (fields: object): Script =>
    ({ send }) => {
      send(fields);
      return Promise.resolve(undefined);
    };
  /** How a transaction ends, and that the chaincode is still there for the next one. */
  const ended = async (script: Script) => {
    const { status, message, transactionId } = await run(script);
    const next = await run(() => Promise.resolve('alive'));
    return [status, message.replaceAll(transactionId, 'ID'), next.text];
  };
  const failed = (why: string) => [500, `error in simulation: ${why}`, 'alive'];

  test('an ERROR is the chaincode’s answer', async () => {
    const { ERROR } = messageType;
    expect(await ended(ending({ type: ERROR, payload: Buffer.from('no') }))).toEqual(
      failed('transaction returned with failure: no'),
    );
  });

  test('a response that is none', async () => {
    const { COMPLETED } = messageType;
    const why = 'failed to unmarshal response for transaction ID: ';
    expect(await ended(ending({ type: COMPLETED, payload: rubbish }))).toEqual(
      failed(`${why}proto: cannot parse invalid wire-format data`),
    );
  });

  test.each(['REGISTER', 'INIT', 'RESPONSE'] as const)(
    'a message of type %s ends the stream, and the next call begins another',
    async (type) => {
      const [status, message, next] = await ended(ending({ type: messageType[type] }));
      expect([status, next]).toEqual([500, 'alive']);
      expect(message).toContain('error sending: chaincode stream terminated');
    },
  );

  test('KEEPALIVE, and the end of another transaction, mean nothing', async () => {
    const { status, text } = await run(({ send }) => {
      send({ type: messageType.KEEPALIVE });
      send({ type: messageType.COMPLETED, txid: 'other', payload: ok });
      return Promise.resolve('mine');
    });
    expect([status, text]).toEqual([200, 'mine']);
  });

  test('services 60: event’s chaincodeId is filled by the peer even if the shim sets another', async () => {
    const chaincodeEvent = { chaincodeId: 'other', txId: 'x', eventName: 'e', payload: value };
    const { COMPLETED } = messageType;
    const { events, transactionId } = await run(
      ending({ type: COMPLETED, payload: ok, chaincodeEvent }),
    );
    const event = { ...chaincodeEvent, chaincodeId: chaincode, txId: transactionId };
    expect(decode(ChaincodeEvent, events)).toMatchObject(event);
  });

  test('a key may be empty, and is in the write set', async () => {
    const { answers, namespaces } = await asked(['PUT_STATE', encode(PutState, { value })]);
    expect(answers).toEqual(['']);
    expect(namespaces[chaincode]!.public.writes).toMatchObject([{ key: '' }]);
  });
});
