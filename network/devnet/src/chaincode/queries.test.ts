import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  GetStateByRange,
  KV,
  messageType,
  QueryMetadata,
  QueryResponse,
  QueryResponseMetadata,
  QueryStateNext,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { stateSnapshot } from '@argosy/ledger/state-snapshot';
import { clearSpace } from '@argosy/ledger/spaces';
import { scopeOn } from '../../test-support/scopes.js';
import { stateDatabase } from '../../test-support/state-view.js';
import { readWriteSetsIn } from '../../test-support/transactions.js';
import { Invocation } from './invocation.js';
import { QueryResults } from './query-results.js';
import { answerRequest } from './requests.js';

const { GET_STATE_BY_RANGE, QUERY_STATE_NEXT, QUERY_STATE_CLOSE } = messageType;
const OWN = '_implicit_org_Bank';
const keyOf = (i: number): string => `k${String(i).padStart(3, '0')}`;
const entries = (count: number) =>
  new Map(
    Array.from({ length: count }, (_, i) => [
      keyOf(i),
      { value: Buffer.from('v'), metadata: [], version: { blockNum: 1n, txNum: 0n } },
    ]),
  );

describe('queries, batch by batch', () => {
  let database: LedgerDatabase;
  let invocation: Invocation;

  beforeAll(async () => {
    database = await stateDatabase(
      new Map([
        ['cc', entries(250)],
        [clearSpace('cc', OWN), entries(250)],
      ]),
    );
  });
  beforeEach(() => {
    const scope = scopeOn(stateSnapshot(database), 'tx');
    Object.assign(scope.simulation.site, { mspIds: ['Bank'] });
    invocation = new Invocation(scope, () => undefined);
  });
  afterAll(() => database.close());

  const answered = async (type: number, payload: Uint8Array) => {
    const { results, hasMore, id, metadata } = decode(
      QueryResponse,
      await answerRequest(invocation, type, payload),
    );
    return {
      keys: results.map(({ resultBytes }) => decode(KV, resultBytes).key),
      hasMore,
      id,
      metadata,
    };
  };
  const range = (
    end: number,
    page: { pageSize?: number; bookmark?: string } = {},
    collection = '',
  ) =>
    answered(
      GET_STATE_BY_RANGE,
      encode(GetStateByRange, {
        startKey: keyOf(0),
        endKey: keyOf(end),
        collection,
        metadata: encode(QueryMetadata, page),
      }),
    );
  const next = (id: string) => answered(QUERY_STATE_NEXT, encode(QueryStateNext, { id }));
  const queries = () =>
    readWriteSetsIn(invocation.scope.simulation.simulator.results())['cc']!.public.rangeQueriesInfo;

  test('services 41: batches of 100, 100 and 50', async () => {
    const first = await range(999);
    const second = await next(first.id);
    const third = await next(first.id);
    expect([first, second, third].map(({ keys, hasMore }) => [keys.length, hasMore])).toEqual([
      [100, true],
      [100, true],
      [50, false],
    ]);
    expect(third.keys.at(-1)).toBe(keyOf(249));
    expect(queries()).toMatchObject([{ endKey: keyOf(999), itrExhausted: true }]);
    expect(() =>
      answerRequest(invocation, QUERY_STATE_NEXT, encode(QueryStateNext, first)),
    ).toThrow('query iterator not found');
  });

  test('services 42: the key that leads the next batch was read, too', async () => {
    const { id } = await range(999);
    await answered(QUERY_STATE_CLOSE, encode(QueryStateNext, { id }));
    expect(queries()).toMatchObject([{ endKey: keyOf(100), itrExhausted: false }]);
    const [{ readsMerkleHashes, rawReads } = {}] = queries();
    expect([rawReads, readsMerkleHashes?.maxDegree]).toEqual([undefined, 50]);
  });

  test('services 44: exactly 100 results are one batch', async () => {
    const { keys, hasMore } = await range(100);
    expect([keys.length, hasMore]).toEqual([100, false]);
    expect(queries()).toMatchObject([{ endKey: keyOf(100), itrExhausted: true }]);
  });

  test('services 45: a page is one answer, however large, with the key of the next', async () => {
    const { keys, hasMore, metadata, id } = await range(999, { pageSize: 150 });
    expect([keys.length, hasMore, id]).toEqual([150, false, 'tx-1']);
    expect(decode(QueryResponseMetadata, metadata)).toEqual({
      fetchedRecordsCount: 150,
      bookmark: keyOf(150),
    });
    expect(queries()).toMatchObject([{ endKey: keyOf(149), itrExhausted: false }]);
  });

  test('a page that ends with its range', async () => {
    const { keys, metadata } = await range(3, { pageSize: 3 });
    expect(keys).toHaveLength(3);
    expect(decode(QueryResponseMetadata, metadata).bookmark).toBe('');
    expect(queries()).toMatchObject([{ endKey: keyOf(2), itrExhausted: false }]);
  });

  test('a bookmark without a size begins there and ends with the range', async () => {
    const { keys, metadata } = await range(10, { bookmark: keyOf(7) });
    expect(keys).toEqual([keyOf(7), keyOf(8), keyOf(9)]);
    expect(decode(QueryResponseMetadata, metadata)).toEqual({
      fetchedRecordsCount: 3,
      bookmark: '',
    });
  });

  test('services 46: neither size nor bookmark is a plain query', async () => {
    const { keys, metadata, hasMore } = await range(999, { pageSize: 0, bookmark: '' });
    expect([keys.length, metadata.length, hasMore]).toEqual([100, 0, true]);
    invocation.scope.simulation.put('cc', 'k', Buffer.from('v'));
  });

  test('private data is not paginated: a size bounds the first batch', async () => {
    const few = await range(999, { pageSize: 7 }, OWN);
    expect([few.keys.length, few.hasMore, few.metadata.length]).toEqual([7, false, 0]);
    const many = await range(999, { pageSize: 120 }, OWN);
    expect([many.keys.length, many.hasMore]).toEqual([100, true]);
    expect((await next(many.id)).keys).toHaveLength(100);
  });

  test('a query ends without a word after 100,000 results', async () => {
    const query = new QueryResults('endless', () => Promise.resolve(Buffer.alloc(0)));
    let count = 0;
    for (let more = true; more;) {
      const { results, hasMore } = decode(QueryResponse, await query.next());
      count += results.length;
      more = hasMore;
    }
    expect(count).toBe(100_000);
  });
});
