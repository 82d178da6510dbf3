import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CollectionConfig } from '@argosy/protocol/messages/collections';
import { decode, encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import { collectionOf } from '../../../network/devnet/test-support/collections.js';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { hash } from '../../support/read-write-sets.js';
import { ALPHA, banks, GAMMA, SuiteNetwork } from './support/network.js';
import { refused, type Step } from './support/steps.js';
import { commit, order } from './validation/committing.js';
import { answersTo, endorsed, simulated } from './validation/endorsing.js';
import { define, openScene } from './validation/opening.js';
import { fresh, type Member, type Scene } from './validation/scene.js';

const chaincode = 'private';

describe('private data', () => {
  const network = new SuiteNetwork();
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
    const config: Encodable<Decoded<typeof CollectionConfig>>[] = [
      collectionOf('all', banks),
      collectionOf('mine', [ALPHA], { endorsers: [ALPHA] }),
      collectionOf('closed', [ALPHA], { memberOnly: true, endorsers: [ALPHA] }),
    ];
    const collections = decode(
      CollectionConfigPackage,
      encode(CollectionConfigPackage, { config }),
    );
    await define(scene, network, { name: chaincode, collections });
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  const settle = async (steps: readonly Step[], by?: readonly Member[]) => {
    const sent = await endorsed(scene, { chaincode, steps, ...(by && { by }) });
    const [place] = await order(scene, [sent.envelope]);
    expect(place?.code).toBe(0);
    return place!;
  };
  const answers = (steps: readonly Step[], ask: object = {}) =>
    answersTo(scene, steps, { chaincode, ...ask });
  const refusal = (type: string, why: string) =>
    refused(expect.stringMatching(new RegExp(`^${type} failed: transaction ID: \\w{64}: ${why}`)));
  const digest = (value: string) => hash(value).toString('hex');
  const unsupported = (why: string) => `txid \\[\\w{64}\\]: unsuppored transaction. ${why}$`;

  test('services 31: private calls read the whole definition', async () => {
    const at = { collection: 'all', key: fresh() };
    const steps = [
      { do: 'get', ...at },
      { do: 'put', ...at, value: 'v' },
    ];
    const { namespaces } = await simulated(scene, { chaincode, steps });
    expect(namespaces['_lifecycle']!.public.reads.map(({ key }) => key)).toEqual([
      'namespaces/fields/private/Collections',
      'namespaces/fields/private/EndorsementInfo',
      'namespaces/fields/private/Sequence',
      'namespaces/fields/private/ValidationInfo',
      'namespaces/metadata/private',
    ]);
    const { hashedReads, hashedWrites } = namespaces[chaincode]!.collections['all']!;
    expect(hashedReads).toEqual([{ keyHash: hash(at.key), version: undefined }]);
    expect(hashedWrites).toMatchObject([{ keyHash: hash(at.key), valueHash: hash('v') }]);
  });

  test('services 48: private range then put; private get then put', async () => {
    const key = fresh();
    await settle([{ do: 'put', collection: 'all', key, value: 'v' }]);
    const range = { do: 'range', collection: 'all', key, end: `${key}~` };
    const put = { do: 'put', key: fresh(), value: 'v' };
    expect(await answers([range, put])).toEqual([
      [key],
      refusal(
        'PUT_STATE',
        unsupported(
          'Transaction has already performed queries on pvt data. Writes are not allowed',
        ),
      ),
    ]);
    expect(await answers([put, range])).toEqual([
      '',
      refusal(
        'GET_STATE_BY_RANGE',
        unsupported('Queries on pvt data is supported only in a read-only transaction'),
      ),
    ]);
    await settle([{ do: 'get', collection: 'all', key }, put]);
  });

  test('services 53: unknown collection', async () => {
    const collection = 'nothing';
    const steps = ['get', 'put', 'delete', 'purge', 'range', 'hash'].map((step) => ({
      do: step,
      collection,
      key: 'k',
    }));
    const unknown = `collection ${scene.channelId}/private/nothing could not be found`;
    const undefinedIn =
      'collection \\[nothing\\] not defined in the collection config for chaincode \\[private\\]';
    expect(await answers(steps)).toEqual([
      refusal('GET_STATE', unknown),
      refusal('PUT_STATE', unknown),
      refusal('DEL_STATE', unknown),
      refusal('PURGE_PRIVATE_DATA', unknown),
      refusal('GET_STATE_BY_RANGE', unknown),
      refusal('GET_PRIVATE_DATA_HASH', undefinedIn),
    ]);
  });

  test('services 53: the own collection of an organisation that is not on the channel', async () => {
    const collection = '_implicit_org_NobodyMSP';
    const why = `collection \\[${collection}\\] not defined in the collection config for chaincode \\[private\\]`;
    expect(await answers([{ do: 'get', collection, key: 'k' }])).toEqual([
      refusal('GET_STATE', why),
    ]);
  });

  test('services 54: memberOnlyRead from non-member client on member’s peer', async () => {
    const at = { collection: 'closed', key: fresh() };
    await settle([{ do: 'put', ...at, value: 'v' }], [scene.o1]);
    const steps = [
      { do: 'get', ...at },
      { do: 'put', ...at, value: 'w' },
      { do: 'hash', ...at },
    ];
    const denied = (what: string) =>
      `tx creator does not have ${what} access permission on privatedata in chaincodeName:private collectionName: closed`;
    expect(await answers(steps, { creator: network.signer(GAMMA) })).toEqual([
      refusal('GET_STATE', denied('read')),
      refusal('PUT_STATE', denied('write')),
      digest('v'),
    ]);
    expect(await answers(steps)).toEqual(['v', '', digest('v')]);
  });

  test('services 55: private get on non-member peer', async () => {
    const at = { collection: 'mine', key: fresh() };
    const { block, index } = await settle([{ do: 'put', ...at, value: 'v' }], [scene.o1]);
    const steps = [
      { do: 'get', ...at },
      { do: 'get', ...at, key: fresh() },
      { do: 'hash', ...at },
    ];
    const version = `{BlockNum: ${block}, TxNum: ${index}}`;
    expect(await answers(steps, { by: [scene.o2], creator: scene.o2.client })).toEqual([
      refusal(
        'GET_STATE',
        `private data matching public hash version is not available. Public hash version = ${version}, Private data version = <nil>$`,
      ),
      '',
      digest('v'),
    ]);
    expect(await answers(steps)).toEqual(['v', '', digest('v')]);
  });

  test('services 56: purge then getPrivateData, hash, history', async () => {
    const at = { collection: 'all', key: fresh() };
    await settle([{ do: 'put', ...at, value: 'v' }]);
    const purge = [{ do: 'purge', ...at }];
    const { namespaces } = await simulated(scene, { chaincode, steps: purge });
    expect(namespaces[chaincode]!.collections['all']!.hashedWrites).toMatchObject([
      { isDelete: true, isPurge: true },
    ]);
    const sent = await endorsed(scene, { chaincode, steps: purge });
    expect(await commit(scene, sent)).toEqual([0]);
    const after = ['get', 'hash'].map((step) => ({ do: step, ...at }));
    expect(await answers([...after, { do: 'history', key: at.key }])).toEqual(['', '', []]);
  });
});

describe('private data on a channel of the application capability V2_0', () => {
  const network = new SuiteNetwork();
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network, { capabilities: { application: 'V2_0' } });
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  test('services 56: capability V2_0 channel refuses purge', async () => {
    const collection = `_implicit_org_${ALPHA}`;
    const [answer] = await answersTo(scene, [{ do: 'purge', collection, key: 'k' }]);
    expect(answer).toEqual(
      refused(
        expect.stringMatching(
          /^PURGE_PRIVATE_DATA failed: transaction ID: \w{64}: purge private data is not enabled, channel application capability of V2_5 or later is required$/,
        ),
      ),
    );
  });
});
