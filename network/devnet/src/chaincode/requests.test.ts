import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  GetStateMultiple,
  GetStateMultipleResult,
  messageType,
  PutState,
  PutStateMetadata,
  WriteBatchState,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { stateSnapshot } from '@argosy/ledger/state-snapshot';
import { scopeOn } from '../../test-support/scopes.js';
import { stateDatabase } from '../../test-support/state-view.js';
import { readWriteSetsIn } from '../../test-support/transactions.js';
import { Invocation } from './invocation.js';
import { answerRequest } from './requests.js';

const { GET_STATE_MULTIPLE, WRITE_BATCH_STATE, PUT_STATE, DEL_STATE } = messageType;
const version = { blockNum: 3n, txNum: 0n };

/** Requests that the Node shim does not make; others do. */
describe('bundled requests', () => {
  let database: LedgerDatabase;
  let invocation: Invocation;

  beforeAll(async () => {
    const entry = (value: string) => ({ value: Buffer.from(value), metadata: [], version });
    const cc = new Map([
      ['a', entry('1')],
      ['b', entry('2')],
    ]);
    database = await stateDatabase(new Map([['cc', cc]]));
  });
  beforeEach(() => {
    invocation = new Invocation(scopeOn(stateSnapshot(database), 'tx'), () => undefined);
  });
  afterAll(() => database.close());

  const own = () => readWriteSetsIn(invocation.scope.simulation.simulator.results())['cc']!.public;
  const batch = (...rec: object[]) =>
    answerRequest(invocation, WRITE_BATCH_STATE, encode(WriteBatchState, { rec }));

  test('several keys are answered in their order, and what is absent is empty', async () => {
    const payload = encode(GetStateMultiple, { keys: ['b', 'none', 'a'] });
    const answer = await answerRequest(invocation, GET_STATE_MULTIPLE, payload);
    const { values } = decode(GetStateMultipleResult, answer);
    expect(values.map((value) => Buffer.from(value).toString())).toEqual(['2', '', '1']);
    expect(own().reads).toEqual([
      { key: 'a', version },
      { key: 'b', version },
      { key: 'none', version: undefined },
    ]);
  });

  test('a batch is as its records one by one', async () => {
    const metadata = { metakey: 'm', value: Buffer.from('x') };
    const answer = await batch(
      { type: PUT_STATE, key: 'p', value: Buffer.from('v') },
      { type: DEL_STATE, key: 'a' },
      { type: messageType.PUT_STATE_METADATA, key: 'b', metadata },
    );
    expect(answer).toHaveLength(0);
    expect(own()).toMatchObject({
      writes: [
        { key: 'a', isDelete: true },
        { key: 'p', isDelete: false, value: Buffer.from('v') },
      ],
      metadataWrites: [{ key: 'b', entries: [{ name: 'm', value: Buffer.from('x') }] }],
    });
  });

  test.each([
    [{ type: 0, key: 'x' }, 'unknown operation type'],
    [{ type: messageType.PURGE_PRIVATE_DATA, key: 'x' }, 'only applicable for private data'],
    [{ type: PUT_STATE, key: 'x', collection: 'c' }, 'collection trade/cc/c could not be found'],
  ])('a refused record ends a batch; what came before stays: %j', (record, why) => {
    expect(() =>
      batch({ type: PUT_STATE, key: 'before', value: Buffer.from('v') }, record, {
        type: PUT_STATE,
        key: 'behind',
        value: Buffer.from('v'),
      }),
    ).toThrow(why);
    expect(own().writes.map(({ key }) => key)).toEqual(['before']);
  });

  test('what cannot be read is refused', () => {
    expect(() => answerRequest(invocation, PUT_STATE, Buffer.from('rubbish'))).toThrow(
      /^unmarshal failed: proto: /,
    );
  });

  test('metadata needs a channel of V1_3 or later', () => {
    const { scope } = invocation;
    Object.assign(scope.simulation.site, { capabilities: ['V1_2'] });
    const payload = encode(PutStateMetadata, { key: 'k', metadata: { metakey: 'm' } });
    for (const type of [messageType.PUT_STATE_METADATA, messageType.GET_STATE_METADATA]) {
      expect(() => answerRequest(invocation, type, payload)).toThrow(
        'key level endorsement is not enabled, channel application capability of V1_3 or later is required',
      );
    }
    expect(() =>
      answerRequest(invocation, PUT_STATE, encode(PutState, { key: 'k' })),
    ).not.toThrow();
  });
});
