import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ownPolicy } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { all, member, policyOf } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

test('row 34: undefined chaincode / qscc as tx', async () => {
  const names = ['undefined', 'qscc', 'cscc', 'lscc', 'CC', 'cc'];
  const calls = names.map((chaincode) => stage.transaction({}, { chaincode }));
  expect(await stage.commit(...calls)).toEqual([25, 25, 25, 25, 25, 0]);
});

test('row 35: B:[commit definition of cc2, invoke cc2]', async () => {
  const use = () => stage.transaction({ cc2: { writes: [['a', '1']] } }, { chaincode: 'cc2' });
  expect(await stage.commit(stage.definition('cc2'), use())).toEqual([0, 25]);
  expect(await stage.commit(use())).toEqual([0]);
});

test('row 39: read-only invoke with too few endorsements', async () => {
  const set = { cc: { reads: [['K', stage.at('K')]] } } as const;
  const codes = await stage.commit(
    stage.transaction(set, { by: [stage.o1] }),
    stage.transaction({}, { by: [stage.o1] }),
    stage.transaction(set),
  );
  expect(codes).toEqual([10, 10, 0]);
});

test('row 40: cc1 calls cc2, only reads in cc2', async () => {
  await stage.settle(
    stage.definition('cc2', { policy: ownPolicy(policyOf(all(member(stage.o3)))) }),
  );
  const reads = [['a', undefined]] as const;
  const writes = [['a', '1']] as const;
  const metadata = [['a', {}]] as const;
  const codes = await stage.commit(
    stage.transaction({ cc: { writes }, cc2: { reads } }),
    stage.transaction({ cc: { writes }, cc2: { writes } }),
    stage.transaction({ cc: { writes }, cc2: { metadata } }),
    stage.transaction({ cc: { writes }, cc2: { writes } }, { by: stage.channel.members }),
    stage.transaction({ cc: { writes }, undefined: { reads } }),
    stage.transaction({ cc: { writes }, undefined: { writes } }),
  );
  expect(codes).toEqual([0, 10, 10, 0, 0, 25]);
});
