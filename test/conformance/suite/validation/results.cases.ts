import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { all, member, policyOf } from '../../../support/policies.js';
import { guardedBy, type Drafts } from '../../../support/read-write-sets.js';
import { SuiteNetwork } from '../support/network.js';
import { commit } from './committing.js';
import { crafted, type Draft } from './crafting.js';
import { answersTo, endorsed, valueOf } from './endorsing.js';
import { openScene } from './opening.js';
import { fresh, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

/** What endorsers sign that no honest peer would: their keys are at hand. */
describe('results that no chaincode made', () => {
  const set = (draft: Drafts[string]): Drafts => ({ [scene.chaincode]: draft });
  const codesOf = (draft: Drafts[string], options: Draft = {}) =>
    commit(scene, crafted(scene, set(draft), options));

  test('row 17: invalid UTF-8 in KVWrite.key', async () => {
    const key = fresh('utf');
    const broken = Buffer.from(key);
    broken[0] = 0xff;
    const alter = (part: string, bytes: Buffer): Buffer => {
      const at = bytes.indexOf(key);
      if (part === 'results') broken.copy(bytes, at);
      return bytes;
    };
    expect(await codesOf({ writes: [[key, '1']] }, { alter })).toEqual([22]);
  });

  test('row 34: undefined chaincode as tx', async () => {
    const chaincode = fresh('nobody');
    const undefinedOne = crafted(scene, { [chaincode]: { writes: [['a', '1']] } }, { chaincode });
    expect(await commit(scene, undefinedOne)).toEqual([25]);
  });

  test('row 36: version field arbitrary non-empty', async () => {
    const ran = (version: string) => ({ ran: { name: scene.chaincode, version } });
    expect(await codesOf({ writes: [[fresh(), '1']] }, ran('zzz'))).toEqual([0]);
    expect(await codesOf({ writes: [[fresh(), '1']] }, ran(''))).toEqual([25]);
  });

  test('row 37: event with other chaincode id', async () => {
    const event = (chaincodeId: string) => ({ event: { chaincodeId, eventName: 'e' } });
    expect(await codesOf({ writes: [[fresh(), '1']] }, event('other'))).toEqual([255]);
    expect(await codesOf({ writes: [[fresh(), '1']] }, event(scene.chaincode))).toEqual([0]);
  });

  test('row 38: namespace twice', async () => {
    const once = [scene.chaincode, { writes: [[fresh(), '1']] }] as const;
    expect(await commit(scene, crafted(scene, [once, once]), crafted(scene, [once]))).toEqual([
      23, 0,
    ]);
  });

  test('row 53: `_implicit_org_XMSP`, X not in channel', async () => {
    const into = (mspId: string) =>
      codesOf(
        { collections: { [`_implicit_org_${mspId}`]: { writes: [['k', 'v']] } } },
        { by: scene.members },
      );
    expect(await into('XMSP')).toEqual([10]);
    expect(await into(scene.o1.mspId)).toEqual([0]);
  });

  test('row 61: put empty value, is_delete false', async () => {
    const key = fresh();
    expect(await codesOf({ writes: [[key, '1']] })).toEqual([0]);
    expect(await codesOf({ writes: [[key, '']] })).toEqual([0]);
    const [range, history] = await answersTo(scene, [
      { do: 'range', key, end: `${key}~` },
      { do: 'history', key },
    ]);
    expect(range).toEqual([]);
    expect(history).toMatchObject([
      { isDelete: true, value: '' },
      { isDelete: false, value: '1' },
    ]);
  });

  test('row 65: missing private data at member', async () => {
    const collection = `_implicit_org_${scene.o1.mspId}`;
    const key = fresh();
    const draft = { collections: { [collection]: { writes: [[key, 'v']] } } } as const;
    expect(await codesOf(draft, { by: [scene.o1] })).toEqual([0]);
    const [clear, hash] = await answersTo(scene, [
      { do: 'get', key, collection },
      { do: 'hash', key, collection },
    ]);
    expect(clear).toMatchObject({
      refused: expect.stringContaining(
        'private data matching public hash version is not available',
      ),
    });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('row 66: key "_x"', async () => {
    expect(await codesOf({ writes: [['_x', '1']] })).toEqual([0]);
    expect(await valueOf(scene, '_x')).toBe('1');
  });

  test('row 72: duplicate puts of K in one tx', async () => {
    const key = fresh();
    const policy = policyOf(all(member(scene.o1), member(scene.o2)));
    const value = (text: string) => [key, text] as const;
    const metadata = [[key, guardedBy(policy)]] as const;
    expect(await codesOf({ writes: [value('1')], metadata })).toEqual([0]);
    const stale = await endorsed(scene, { steps: [{ do: 'get', key }] });
    expect(await codesOf({ writes: [value('2'), value('3')] })).toEqual([0]);
    expect(
      await answersTo(scene, [
        { do: 'get', key },
        { do: 'getPolicy', key },
      ]),
    ).toEqual(['1', '']);
    expect(await commit(scene, stale)).toEqual([11]);
  });
});
