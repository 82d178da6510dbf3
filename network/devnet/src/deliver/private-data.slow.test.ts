import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KVRWSet } from '@argosy/protocol/messages/rwset';
import { decode } from '@argosy/protocol/wire';
import { collectionOf } from '../../test-support/collections.js';
import { deliver, from, seekEnvelope } from '../../test-support/orderer-calls.js';
import { commitSteps } from '../../test-support/steps.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';

const PATH = '/protos.Deliver/DeliverWithPrivateData';

describe('blocks with private data', () => {
  let network: TestNetwork;
  let written: bigint;

  beforeAll(async () => {
    network = await TestNetwork.start();
    const collections = {
      config: [
        collectionOf('open', ['BankA']),
        collectionOf('closed', ['BankA'], { memberOnly: true }),
        collectionOf('both', ['BankA', 'BankB']),
      ],
    };
    const definition = { name: 'vault', sequence: 1n, version: '1.0', collections };
    await network.define(definition, kvPackage.id);
    const bank = await network.client('BankA');
    const put = (collection: string) => ({ do: 'put', key: 'k', value: collection, collection });
    const { code, blockNumber } = await commitSteps(bank, ['open', 'closed', 'both'].map(put), {
      chaincode: 'vault',
      organisations: ['BankA', 'BankB'],
    });
    expect(code).toBe(0);
    written = blockNumber;
  }, 60_000);
  afterAll(() => network.close());

  /** The collections of the block's first transaction as they are delivered, with what was written. */
  const collections = async (client: TestClient) => {
    const seek = seekEnvelope(client.signer, { start: from(written), stop: from(written) });
    const [answer, end] = await deliver(client, seek, PATH);
    expect(end).toEqual(expect.objectContaining({ status: 200 }));
    const { block, privateDataMap } = answer!.blockAndPrivateData!;
    expect(block?.header?.number).toBe(written);
    expect(privateDataMap.map(({ key }) => key)).toEqual(privateDataMap.length === 0 ? [] : [0n]);
    return (privateDataMap[0]?.value?.nsPvtRwset ?? []).flatMap(
      ({ namespace, collectionPvtRwset }) =>
        collectionPvtRwset.map(({ collectionName, rwset }) => [
          namespace,
          collectionName,
          ...decode(KVRWSet, rwset).writes.map(({ value }) => Buffer.from(value).toString()),
        ]),
    );
  };
  const set = (name: string) => ['vault', name, name];

  test('services 76: a member sees all that its peer has', async () => {
    expect(await collections(await network.client('BankA'))).toEqual([
      set('both'),
      set('closed'),
      set('open'),
    ]);
  });

  test('services 76: who is no member sees only what is not for members alone', async () => {
    expect(await collections(await network.client('Trader'))).toEqual([set('both'), set('open')]);
  });

  test('services 76: a peer delivers nothing that its organisation has no part in', async () => {
    const expected = [set('both')];
    expect(await collections(await network.client('BankB', 'client', 1))).toEqual(expected);
    expect(await collections(await network.client('BankA', 'client', 1))).toEqual(expected);
  });
});
