import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectionOf } from '../../test-support/collections.js';
import { failureOf } from '../../test-support/failure.js';
import { ask, commitSteps, type Step } from '../../test-support/steps.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';
import { firstTransaction } from '../../test-support/transactions.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('private data as a chaincode sees it', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    const config = [
      collectionOf('both', ['BankA', 'BankB']),
      collectionOf('mine', ['BankA'], { endorsers: ['BankA'] }),
      collectionOf('closed', ['BankA'], { memberOnly: true, endorsers: ['BankA'] }),
      collectionOf('copied', ['BankA', 'BankB'], { requiredPeerCount: 2 }),
    ];
    const definition = { name: 'kv', sequence: 2n, version: '1.0', collections: { config } };
    await network.define(definition, kvPackage.id);
    client = await network.client('BankA');
  }, 60_000);
  afterAll(() => network.close());

  const written = async (steps: readonly Step[]) => {
    const { code, blockNumber, answers } = await commitSteps(client, steps);
    expect(code).toBe(0);
    return { answers, blockNumber, ...firstTransaction(network.channel.ledger.block(blockNumber)) };
  };
  const refusal = (type: string, why: string) => ({
    refused: expect.stringMatching(new RegExp(`${type} failed: transaction ID: \\w{64}: ${why}`)),
  });

  test('what is put can be read again by members, and its hash by everybody', async () => {
    await written([{ do: 'put', collection: 'both', key: 'k', value: 'v' }]);
    const steps = [
      { do: 'get', collection: 'both', key: 'k' },
      { do: 'hash', collection: 'both', key: 'k' },
      { do: 'get', collection: 'both', key: 'never' },
    ];
    expect(await ask(client, steps)).toEqual(['v', sha256('v'), '']);
    const other = await network.client('BankB', 'client', 1);
    expect(await ask(other, steps)).toEqual(['v', sha256('v'), '']);
  });

  test('services 31: private calls read the whole definition', async () => {
    const { namespaces } = await written([
      { do: 'get', collection: 'both', key: 'r' },
      { do: 'put', collection: 'both', key: 'w', value: 'v' },
    ]);
    expect(namespaces['_lifecycle']!.public.reads.map(({ key }) => key)).toEqual([
      'namespaces/fields/kv/Collections',
      'namespaces/fields/kv/EndorsementInfo',
      'namespaces/fields/kv/Sequence',
      'namespaces/fields/kv/ValidationInfo',
      'namespaces/metadata/kv',
    ]);
    const { hashedReads, hashedWrites } = namespaces['kv']!.collections['both']!;
    expect(hashedReads).toEqual([{ keyHash: Buffer.from(sha256('r'), 'hex'), version: undefined }]);
    expect(hashedWrites).toEqual([
      {
        keyHash: Buffer.from(sha256('w'), 'hex'),
        isDelete: false,
        valueHash: Buffer.from(sha256('v'), 'hex'),
        isPurge: false,
      },
    ]);
  });

  test('services 48: a private range then put, and a private get then put', async () => {
    await written([
      { do: 'put', collection: 'both', key: 'x1', value: '1' },
      { do: 'put', collection: 'both', key: 'x2', value: '2' },
    ]);
    const put = { do: 'put', key: 'after', value: 'v' };
    const range = { do: 'range', collection: 'both', key: 'x', end: 'y' };
    expect(await ask(client, [range, put])).toEqual([
      ['x1', 'x2'],
      refusal(
        'PUT_STATE',
        'txid \\[\\w{64}\\]: unsuppored transaction. Transaction has already performed queries on pvt data. Writes are not allowed',
      ),
    ]);
    expect(await ask(client, [put, range])).toEqual([
      '',
      refusal(
        'GET_STATE_BY_RANGE',
        'txid \\[\\w{64}\\]: unsuppored transaction. Queries on pvt data is supported only in a read-only transaction',
      ),
    ]);
    await written([{ do: 'get', collection: 'both', key: 'x1' }, put]);
  });

  test('a private range leaves no trace in the read set', async () => {
    const { namespaces } = await written([{ do: 'range', collection: 'both', key: 'x', end: 'y' }]);
    expect(namespaces['kv']).toBeUndefined();
  });

  test('services 53: an unknown collection', async () => {
    const steps = ['get', 'put', 'delete', 'purge', 'range', 'hash'].map((step) => ({
      do: step,
      collection: 'nothing',
      key: 'k',
    }));
    const unknown = 'collection trade/kv/nothing could not be found';
    const undefinedIn =
      'collection \\[nothing\\] not defined in the collection config for chaincode \\[kv\\]';
    expect(await ask(client, steps)).toEqual([
      refusal('GET_STATE', unknown),
      refusal('PUT_STATE', unknown),
      refusal('DEL_STATE', unknown),
      refusal('PURGE_PRIVATE_DATA', unknown),
      refusal('GET_STATE_BY_RANGE', unknown),
      refusal('GET_PRIVATE_DATA_HASH', undefinedIn),
    ]);
  });

  test('services 53: the own collection of an organisation that is not on the channel', async () => {
    const collection = '_implicit_org_Nobody';
    const why = `collection \\[${collection}\\] not defined in the collection config for chaincode \\[kv\\]`;
    expect(await ask(client, [{ do: 'get', collection, key: 'k' }])).toEqual([
      refusal('GET_STATE', why),
    ]);
  });

  test('services 54: memberOnlyRead from a non-member’s client on a member’s peer', async () => {
    await written([{ do: 'put', collection: 'closed', key: 'k', value: 'v' }]);
    const trader = await network.client('Trader');
    const steps = [
      { do: 'get', collection: 'closed', key: 'k' },
      { do: 'put', collection: 'closed', key: 'k', value: 'w' },
      { do: 'hash', collection: 'closed', key: 'k' },
    ];
    const denied = (what: string) =>
      `tx creator does not have ${what} access permission on privatedata in chaincodeName:kv collectionName: closed`;
    expect(await ask(trader, steps)).toEqual([
      refusal('GET_STATE', denied('read')),
      refusal('PUT_STATE', denied('write')),
      sha256('v'),
    ]);
    expect(await ask(client, steps)).toEqual(['v', '', sha256('v')]);
  });

  test('services 55: a private get on a non-member’s peer', async () => {
    const { blockNumber, endorsers } = await written([
      { do: 'put', collection: 'mine', key: 'k', value: 'v' },
    ]);
    expect(endorsers).toEqual(['BankA']);
    const other = await network.client('BankB', 'client', 1);
    const steps = [
      { do: 'get', collection: 'mine', key: 'k' },
      { do: 'get', collection: 'mine', key: 'never' },
      { do: 'range', collection: 'mine' },
      { do: 'hash', collection: 'mine', key: 'k' },
    ];
    expect(await ask(other, steps, { organisations: ['BankB'] })).toEqual([
      refusal(
        'GET_STATE',
        `private data matching public hash version is not available. Public hash version = {BlockNum: ${blockNumber}, TxNum: 0}, Private data version = <nil>`,
      ),
      '',
      [],
      sha256('v'),
    ]);
  });

  test('services 56: purge', async () => {
    const key = 'purged';
    await written([{ do: 'put', collection: 'both', key, value: 'v' }]);
    const { namespaces } = await written([{ do: 'purge', collection: 'both', key }]);
    expect(namespaces['kv']!.collections['both']!.hashedWrites).toMatchObject([
      { isDelete: true, isPurge: true },
    ]);
    const after = [
      { do: 'get', collection: 'both', key },
      { do: 'hash', collection: 'both', key },
      { do: 'history', key },
    ];
    expect(await ask(client, after)).toEqual(['', '', []]);
    expect(await ask(client, [{ do: 'purge', key }])).toEqual([
      { refused: expect.stringContaining('collection must be a valid string') },
    ]);
  });

  test('metadata of private keys is everybody’s to read', async () => {
    const value = Buffer.from('policy').toString('base64');
    await written([{ do: 'put', collection: 'both', key: 'guarded', value: 'v' }]);
    await written([{ do: 'setPolicy', collection: 'both', key: 'guarded', value }]);
    const steps = [
      { do: 'getPolicy', collection: 'both', key: 'guarded' },
      { do: 'get', collection: 'both', key: 'guarded' },
    ];
    expect(await ask(client, steps)).toEqual([value, 'v']);
  });

  test('an organisation’s own collection', async () => {
    const collection = '_implicit_org_BankA';
    const { endorsers } = await written([{ do: 'put', collection, key: 'k', value: 'v' }]);
    expect(endorsers).toEqual(['BankA']);
    expect(await ask(client, [{ do: 'get', collection, key: 'k' }])).toEqual(['v']);
  });

  test('rich queries of private data are refused on LevelDB', async () => {
    expect(await ask(client, [{ do: 'query', collection: 'both' }])).toEqual([
      refusal('GET_QUERY_RESULT', 'ExecuteQuery not supported for leveldb'),
    ]);
  });

  test('too few peers for the copies that a collection wants', async () => {
    const steps = [{ do: 'put', collection: 'copied', key: 'k', value: 'v' }];
    const failure = await failureOf(ask(client, steps));
    expect(failure.details.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^error in simulation: failed to distribute private collection, txID \w{64}, channel trade: could not build private data dissemination plan for chaincode kv and collection copied: required to disseminate to at least 2 peers, but know of only 1 eligible peers$/,
      ),
    );
  });
});
