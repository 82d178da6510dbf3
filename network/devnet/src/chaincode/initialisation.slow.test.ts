import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectionOf } from '../../test-support/collections.js';
import { answerTo, commitCall } from '../../test-support/initialising.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';
import { firstTransaction } from '../../test-support/transactions.js';

const INITIALISED = '\u0000\u{10FFFF}initialized';

describe('required initialisation', () => {
  let network: TestNetwork;
  let client: TestClient;

  const define = (sequence: bigint, version: string) =>
    network.define(
      {
        name: 'careful',
        sequence,
        version,
        initRequired: true,
        collections: { config: [collectionOf('both', ['BankA', 'BankB'])] },
      },
      kvPackage.id,
    );

  beforeAll(async () => {
    network = await TestNetwork.start();
    await define(1n, '1.0');
    client = await network.client('BankA');
  }, 60_000);
  afterAll(() => network.close());

  const refusal = async (chaincodeName: string, isInit: boolean) => {
    const { response } = await answerTo(client, { chaincodeName, isInit });
    return [response!.status, response!.message];
  };
  const refused = (why: string) => [
    500,
    expect.stringMatching(
      new RegExp(
        `^error in simulation: failed to execute transaction \\w{64}: invalid invocation: chaincode ${why}$`,
      ),
    ),
  ];
  const notYet = "'careful' has not been initialized for this version, must call as init first";

  test('services 61: a call before, twice, and after an upgrade', async () => {
    expect(await refusal('careful', false)).toEqual(refused(notYet));
    expect(await refusal('kv', true)).toEqual(
      refused("'kv' does not require initialization but called as init"),
    );

    const { code, block } = await commitCall(network, client, {
      chaincodeName: 'careful',
      isInit: true,
    });
    expect(code).toBe(0);
    const own = firstTransaction(block).namespaces['careful']!.public;
    expect(own.reads).toEqual([{ key: INITIALISED, version: undefined }]);
    expect(own.writes).toEqual([{ key: INITIALISED, isDelete: false, value: Buffer.from('1.0') }]);

    expect(await refusal('careful', true)).toEqual(
      refused("'careful' is already initialized but called as init"),
    );
    const call = { chaincodeName: 'careful', isInit: false };
    const later = await commitCall(network, client, call);
    const { reads, writes } = firstTransaction(later.block).namespaces['careful']!.public;
    expect([later.code, reads.map(({ key }) => key), writes]).toEqual([0, [INITIALISED], []]);

    await define(2n, '2.0');
    expect(await refusal('careful', false)).toEqual(refused(notYet));
    const again = await commitCall(network, client, { chaincodeName: 'careful', isInit: true });
    expect(again.code).toBe(0);
  });

  test('private data is out of reach while a chaincode is initialised', async () => {
    await define(3n, '3.0');
    const collection = 'both';
    const steps = ['get', 'put', 'delete', 'purge', 'hash', 'range', 'query', 'getPolicy'].map(
      (step) => ({ do: step, collection, key: 'k' }),
    );
    const { response } = await answerTo(client, { chaincodeName: 'careful', steps, isInit: true });
    const answers = JSON.parse(Buffer.from(response!.payload).toString());
    expect(answers).toHaveLength(steps.length);
    for (const answer of answers) {
      expect(answer.refused).toMatch(
        / failed: transaction ID: \w{64}: private data APIs are not allowed in chaincode Init\(\)$/,
      );
    }
  });
});
