import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  GetStateByRange,
  KV,
  PutState,
  QueryMetadata,
  QueryResponse,
  QueryStateClose,
  QueryStateNext,
  type messageType,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { SuiteNetwork } from './support/network.js';
import { ScriptedChaincode, type Invoked } from './support/scripted-chaincode.js';
import { commit } from './validation/committing.js';
import { defineFrom } from './validation/definitions.js';
import { endorsed, simulated } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import type { Scene } from './validation/scene.js';

describe('queries, message by message', () => {
  const network = new SuiteNetwork();
  const chaincode = 'raw';
  let raw: ScriptedChaincode;
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
    raw = await ScriptedChaincode.start(chaincode);
    await raw.code.install(network);
    await defineFrom(scene, [{ name: chaincode }], raw.code.packageId);
    raw.script = async ({ ask }) => {
      for (let i = 0; i < 250; i++) {
        const key = `k${String(i).padStart(3, '0')}`;
        await ask('PUT_STATE', encode(PutState, { key, value: Buffer.from('v') }));
      }
      return '';
    };
    const filled = await endorsed(scene, { chaincode, args: ['fill'] });
    expect(await commit(scene, filled)).toEqual([0]);
  }, 120_000);
  afterAll(() => {
    scene.close();
    raw.close();
    network.close();
  });

  /** What the chaincode makes of a transaction, as it tells it itself. */
  const told = async (script: (invoked: Invoked) => Promise<unknown>): Promise<unknown> => {
    raw.script = async (invoked) => JSON.stringify(await script(invoked));
    const { text } = await simulated(scene, { chaincode, args: ['f'] });
    return JSON.parse(text);
  };
  type Type = keyof typeof messageType;
  const batch = async ({ ask }: Invoked, type: Type, payload: Uint8Array) => {
    const answer = await ask(type, payload);
    if ('refused' in answer) return { refused: answer.refused.replace(/\w{64}/, 'ID') };
    const { results, hasMore, id, metadata } = decode(QueryResponse, answer.payload);
    const keys = results.map(({ resultBytes }) => decode(KV, resultBytes).key);
    const range = [keys[0] ?? null, keys.at(-1) ?? null];
    return { count: keys.length, range, hasMore, id, told: metadata.length > 0 };
  };
  const range = (endKey: string, page = {}) =>
    encode(GetStateByRange, {
      startKey: 'k',
      endKey,
      metadata: encode(QueryMetadata, page),
    });
  const next = (id = '') => encode(QueryStateNext, { id });

  test('services 41: batches 100/100/50', async () => {
    const batches = await told(async (invoked) => {
      const first = await batch(invoked, 'GET_STATE_BY_RANGE', range('l'));
      const others = [];
      for (let i = 0; i < 3; i++)
        others.push(await batch(invoked, 'QUERY_STATE_NEXT', next(first.id)));
      return [first, ...others];
    });
    expect(batches).toMatchObject([
      { count: 100, range: ['k000', 'k099'], hasMore: true },
      { count: 100, range: ['k100', 'k199'], hasMore: true },
      { count: 50, range: ['k200', 'k249'], hasMore: false },
      { refused: 'QUERY_STATE_NEXT failed: transaction ID: ID: query iterator not found' },
    ]);
  });

  test('services 44: range over exactly 100 results: one batch, has_more false', async () => {
    const one = await told((invoked) => batch(invoked, 'GET_STATE_BY_RANGE', range('k100')));
    expect(one).toMatchObject({ count: 100, hasMore: false });
  });

  test('services 45: a page is one batch, whatever its size', async () => {
    const page = range('l', { pageSize: 150 });
    const one = await told((invoked) => batch(invoked, 'GET_STATE_BY_RANGE', page));
    expect(one).toMatchObject({ count: 150, hasMore: false, told: true });
  });

  test('services 46: pageSize 0 and empty bookmark: plain query, no metadata', async () => {
    const page = range('l', { pageSize: 0, bookmark: '' });
    const one = await told((invoked) => batch(invoked, 'GET_STATE_BY_RANGE', page));
    expect(one).toMatchObject({ count: 100, hasMore: true, told: false });
  });

  test('services 52: closing what is not open is no error', async () => {
    const payload = encode(QueryStateClose, { id: 'nothing' });
    const closed = await told((invoked) => batch(invoked, 'QUERY_STATE_CLOSE', payload));
    expect(closed).toMatchObject({ count: 0, hasMore: false, id: 'nothing' });
  });
});
