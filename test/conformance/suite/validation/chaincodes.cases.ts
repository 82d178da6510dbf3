import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ownPolicy } from '../../../support/chaincode-definition.js';
import { all, any, member, policyOf } from '../../../support/policies.js';
import { SuiteNetwork } from '../support/network.js';
import { ServedChaincode } from '../support/served-chaincode.js';
import type { Step } from '../support/steps.js';
import { commit, together } from './committing.js';
import { crafted } from './crafting.js';
import { approval, approveAll, defineFrom, definitionCommit } from './definitions.js';
import { endorsed, valueOf } from './endorsing.js';
import { define, openScene } from './opening.js';
import { fresh, type Member, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;
let served: ServedChaincode;

const only = (...members: readonly Member[]) => ownPolicy(policyOf(all(...members.map(member))));

beforeAll(async () => {
  scene = await openScene(network);
  served = await ServedChaincode.start('callee');
  await served.install(network);
  const callee = { name: 'callee', validationParameter: only(scene.o3) };
  await defineFrom(scene, [callee], served.packageId);
}, 120_000);
afterAll(async () => {
  scene.close();
  await served.kill();
  network.close();
});

const run = (steps: readonly Step[], by?: readonly Member[], chaincode = scene.chaincode) =>
  endorsed(scene, { chaincode, steps, ...(by && { by }) });
const calling = (...steps: readonly Step[]): Step => ({
  do: 'call',
  chaincode: 'callee',
  args: ['run', JSON.stringify(steps)],
});

describe('which chaincode’s policy counts', () => {
  test('row 34: qscc as tx', async () => {
    const args = ['GetChainInfo', scene.channelId];
    const query = await endorsed(scene, { chaincode: 'qscc', args, by: [scene.o1] });
    expect(await commit(scene, query)).toEqual([25]);
  });

  test('row 39: read-only invoke with too few endorsements', async () => {
    const steps = [{ do: 'get', key: fresh() }];
    expect(await commit(scene, await run(steps, [scene.o1]))).toEqual([10]);
    expect(await commit(scene, await run(steps))).toEqual([0]);
    expect(await commit(scene, await run([], [scene.o1]))).toEqual([10]);
  });

  test('row 40: cc1 calls cc2, only reads in cc2', async () => {
    const key = fresh();
    expect(await commit(scene, await run([calling({ do: 'get', key })]))).toEqual([0]);
    const write = calling({ do: 'put', key, value: '1' });
    expect(await commit(scene, await run([write]))).toEqual([10]);
    expect(await commit(scene, await run([write], [scene.o1, scene.o3]))).toEqual([0]);
    expect(await valueOf(scene, key, { chaincode: 'callee' })).toBe('1');
  });

  test('row 77: B:[T1 metadata on K valid in ns1 but failing in ns2, T2 writes K in ns1]', async () => {
    const { o1, o2 } = scene;
    const { codes } = await together(scene, async () => {
      const key = fresh();
      expect(await commit(scene, await run([{ do: 'put', key, value: '0' }]))).toEqual([0]);
      const value = policyOf(any(member(o1), member(o2))).toString('base64');
      const half = await run([
        { do: 'setPolicy', key, value },
        calling({ do: 'put', key: fresh(), value: '1' }),
      ]);
      return [half, await run([{ do: 'put', key, value: '1' }])];
    });
    expect(codes).toEqual([10, 10]);
  });
});

describe('definitions that change', () => {
  test('row 35: B:[commit definition of cc2, invoke cc2]', async () => {
    const { codes, transactions } = await together(scene, async () => {
      const definition = { name: fresh('new') };
      await approveAll(scene, [definition], network.packageId);
      const { name: chaincode } = definition;
      const invocation = crafted(scene, { [chaincode]: { writes: [['a', '1']] } }, { chaincode });
      return [await definitionCommit(scene, definition), { ...invocation, chaincode }] as const;
    });
    expect(codes).toEqual([0, 25]);
    const [, { chaincode }] = transactions;
    const later = crafted(scene, { [chaincode]: { writes: [['a', '1']] } }, { chaincode });
    expect(await commit(scene, later)).toEqual([0]);
  });

  test('row 54: approve signed by own org only', async () => {
    const definition = { name: fresh('approved') };
    const own = await approval(scene, scene.o1, definition, network.packageId);
    expect(await commit(scene, own)).toEqual([0]);
    const collection = `_implicit_org_${scene.o1.mspId}`;
    const foreign = crafted(
      scene,
      { _lifecycle: { collections: { [collection]: { writes: [[fresh(), 'v']] } } } },
      { chaincode: '_lifecycle', by: [scene.o2, scene.o3] },
    );
    expect(await commit(scene, foreign)).toEqual([10]);
  });

  test('row 73: B:[commit new definition of cc (stricter policy), invoke cc endorsed under old policy]', async () => {
    const name = fresh('strict');
    await define(scene, network, { name });
    const stricter = (sequence: bigint) => ({
      name,
      sequence,
      validationParameter: only(...scene.members),
    });
    let sequence = 1n;
    const { codes } = await together(scene, async () => {
      sequence += 1n;
      await approveAll(scene, [stricter(sequence)], network.packageId);
      const invocation = await run(
        [{ do: 'put', key: 'a', value: `${sequence}` }],
        sequence === 2n ? undefined : scene.members,
        name,
      );
      return [await definitionCommit(scene, stricter(sequence)), invocation];
    });
    expect(codes).toEqual([0, 11]);
    expect(await commit(scene, await run([{ do: 'get', key: 'a' }], undefined, name))).toEqual([
      10,
    ]);
    const all = await run([{ do: 'get', key: 'a' }], scene.members, name);
    expect(await commit(scene, all)).toEqual([0]);
  });

  test('an invocation between approval and commit stays valid', async () => {
    const name = fresh('later');
    await define(scene, network, { name });
    const before = await run([{ do: 'put', key: 'a', value: '1' }], undefined, name);
    await approveAll(scene, [{ name, sequence: 2n }], network.packageId);
    expect(await commit(scene, before)).toEqual([0]);
  });

  test('an invocation endorsed before an upgrade, ordered after it', async () => {
    const name = fresh('upgraded');
    await define(scene, network, { name });
    const before = await run([{ do: 'put', key: 'a', value: '1' }], undefined, name);
    await define(scene, network, { name, sequence: 2n });
    expect(await commit(scene, before)).toEqual([11]);
  });
});
