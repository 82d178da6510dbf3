import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failureOf } from '../../test-support/failure.js';
import { readWriteSets } from '../../test-support/read-write-sets.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('state as a chaincode sees it', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
    await submit('putMany', 'r', '250');
  }, 30_000);
  afterAll(() => network.close());

  const submit = async (name: string, ...args: string[]) => {
    const submitted = await client.contract().submitAsync(name, { arguments: args });
    return { ...(await submitted.getStatus()), result: text(submitted.getResult()) };
  };
  const evaluate = async (name: string, ...args: string[]) =>
    text(await client.contract().evaluateTransaction(name, ...args));
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const list = async (...args: string[]): Promise<string[]> =>
    JSON.parse(await evaluate(...(args as [string])));
  const committed = async (name: string, ...args: string[]) => {
    const { blockNumber, code } = await submit(name, ...args);
    expect(code).toBe(0);
    return readWriteSets(network.channel.ledger.block(blockNumber))['kv']!;
  };

  test('services 32: put-empty-value deletes', async () => {
    await submit('put', 'emptied', 'full');
    const { writes } = await committed('put', 'emptied', '');
    expect(writes).toMatchObject([{ key: 'emptied', isDelete: true }]);
    expect(await evaluate('get', 'emptied')).toBe('');
    expect(JSON.parse(await evaluate('history', 'emptied'))).toEqual([
      { isDelete: true, value: '' },
      { isDelete: false, value: 'full' },
    ]);
  });

  test('services 33: read-your-write returns the old value', async () => {
    const { blockNumber } = await submit('put', 'own', 'old');
    const { result, blockNumber: next } = await submit('writeThenRead', 'own', 'new');
    expect(result).toBe('old');
    const { reads } = readWriteSets(network.channel.ledger.block(next))['kv']!;
    expect(reads).toEqual([{ key: 'own', version: { blockNum: blockNumber, txNum: 0n } }]);
  });

  test('services 34: delete-missing key', async () => {
    const { writes } = await committed('delete', 'never there');
    expect(writes).toMatchObject([{ key: 'never there', isDelete: true }]);
  });

  test('services 35: utf8-key-order', async () => {
    await submit('put', 'u\u{1F600}', 'astral');
    await submit('put', 'u\uFFFD', 'replacement');
    expect(await list('range', 'u', 'v')).toEqual(['u\uFFFD', 'u\u{1F600}']);
  });

  test('services 41: a range of 250 keys, and a phantom', async () => {
    expect(await list('range', 'r', 's')).toHaveLength(250);
    const proposal = client.contract().newProposal('rangeThenPut', { arguments: ['r', 's', 'n'] });
    const transaction = await proposal.endorse();
    await submit('put', 'r9999', 'phantom');
    expect((await (await transaction.submit()).getStatus()).code).toBe(12);
    const { result, code } = await submit('rangeThenPut', 'r', 's', 'n');
    expect([result, code]).toEqual(['251', 0]);
  });

  test('services 42: one of 250 results', async () => {
    const { rangeQueriesInfo } = await committed('rangeThenPut', 'r', 's', 'one', '1');
    expect(rangeQueriesInfo).toMatchObject([
      { startKey: 'r', endKey: 'r0100', itrExhausted: false, rawReads: undefined },
    ]);
    expect(rangeQueriesInfo[0]?.readsMerkleHashes?.maxDegree).toBe(50);
  });

  test('services 43: 50 results are listed, 51 are summarised', async () => {
    const fifty = await committed('rangeThenPut', 'r0000', 'r0050', 'fifty');
    expect(fifty.rangeQueriesInfo[0]?.rawReads?.kvReads).toHaveLength(50);
    const more = await committed('rangeThenPut', 'r0000', 'r0051', 'more');
    expect(more.rangeQueriesInfo[0]?.rawReads).toBeUndefined();
    expect(more.rangeQueriesInfo[0]?.readsMerkleHashes).toBeDefined();
  });

  test('services 44: a range over exactly 100 results', async () => {
    expect(await list('range', 'r0000', 'r0100')).toHaveLength(100);
  });

  test('services 45: pages of three over seven keys', async () => {
    expect(await list('page', 'r0000', 'r0007')).toEqual([3, 3, 'r0003']);
    expect(await list('page', 'r0000', 'r0007', '3', 'r0003')).toEqual([3, 3, 'r0006']);
    expect(await list('page', 'r0000', 'r0007', '3', 'r0006')).toEqual([1, 1, '']);
  });

  test('services 47: paginated queries and writes do not go together', async () => {
    expect(await evaluate('pageThenPut', 'r', 's')).toMatch(
      /txid \[\w+\]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed/,
    );
    expect(await evaluate('putThenPage', 'r', 's')).toMatch(
      /txid \[\w+\]: unsuppored transaction. Paginated queries are supported only in a read-only transaction/,
    );
  });

  test('services 49: composite keys are apart', async () => {
    await submit('composite', 'ship', 'a', '1');
    await submit('composite', 'port', 'b', '2');
    expect(await list('listComposite', 'ship')).toEqual([['a', '1']]);
    const plain = await list('range', '', '', '3');
    expect(plain.every((key) => !key.startsWith('\u0000'))).toBe(true);
  });

  test('services 50: any key is accepted', async () => {
    expect((await submit('put', '\u0000abc', 'v')).code).toBe(0);
    expect((await submit('put', '', 'v')).code).toBe(0);
  });

  test('services 51: rich query on LevelDB', async () => {
    expect(await evaluate('richQuery')).toMatch(
      /GET_QUERY_RESULT failed: transaction ID: [0-9a-f]{64}: ExecuteQuery not supported for leveldb/,
    );
  });

  test('services 52: iterator close twice', async () => {
    const { again, after } = JSON.parse(await evaluate('closeTwice', 'r', 's'));
    expect(again).toBe('not refused');
    expect(after).toContain('query iterator not found');
  });

  test('services 53: an unknown collection', async () => {
    expect(await evaluate('privateGet', 'secrets')).toContain(
      'collection trade/kv/secrets could not be found',
    );
  });

  test('metadata is kept with its key', async () => {
    await submit('put', 'guarded', 'v');
    await submit('setMetadata', 'guarded', 'a policy');
    expect(await evaluate('getMetadata', 'guarded')).toBe('a policy');
  });

  test('a function that does not exist is the chaincode’s answer', async () => {
    const failure = await failureOf(evaluate('nothing'));
    expect(failure.text).toContain('chaincode response 500, no function nothing');
  });
});
