import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LIFECYCLE, fieldKey } from '@argosy/ledger/definitions';
import { implicitMeta } from '@argosy/protocol/policy-build';
import type { PolicyValue } from '@argosy/protocol/policy-build';
import { ownPolicy, referring } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { collectionPackage } from '../../support/chaincode-definition.js';
import { setPolicyOf } from '../../support/configurations.js';
import type { TestOrganisation } from '../../support/organisation.js';
import { all, any, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

const only = (...organisations: readonly TestOrganisation[]) =>
  policyOf(all(...organisations.map(member)));
/** A transaction that gives keys of `cc` a policy of their own. */
const guard = (on: Stage, policy: Uint8Array, ...keys: readonly string[]): Buffer =>
  on.transaction({ cc: { metadata: keys.map((key) => [key, guardedBy(policy)]) } });

test('row 32: MAJORITY with org lacking Endorsement', async () => {
  const { members } = channel;
  const withoutEndorsement = members.slice(2);
  const lacking = await Stage.open({
    members,
    withoutEndorsement,
    policies: { Everybody: implicitMeta('all', 'Endorsement') },
  });
  const everybody = { policy: referring('/Channel/Application/Everybody') };
  await lacking.settle(lacking.definition('strict', everybody));
  const strict = (by: readonly TestOrganisation[]) =>
    lacking.transaction({ strict: { writes: [['a', '1']] } }, { chaincode: 'strict', by });
  const codes = await lacking.commit(
    lacking.put('a', '1', { by: members.slice(0, 2) }),
    lacking.put('a', '1', { by: members.slice(1) }),
    strict(members.slice(0, 2)),
    strict(members),
  );
  expect(codes).toEqual([0, 10, 10, 10]);
});

test('row 33: implicit meta, no sub-groups', async () => {
  const rules = ['any', 'all', 'majority'] as const;
  const policies = Object.fromEntries(
    rules.map((rule): [string, PolicyValue] => [
      `Childless-${rule}`,
      implicitMeta(rule, 'Endorsement'),
    ]),
  );
  const childless = await Stage.open({ change: setPolicyOf(['Application', 'O1'], policies) });
  const references = rules.map((rule) => `/Channel/Application/O1/Childless-${rule}`);
  const chaincodes = [...references, '/Channel/Application/Endorsement'];
  for (const [i, reference] of chaincodes.entries())
    await childless.settle(childless.definition(`c${i}`, { policy: referring(reference) }));
  const unsigned = chaincodes.map((_, i) =>
    childless.transaction({}, { chaincode: `c${i}`, endorsers: [] }),
  );
  expect(await childless.commit(...unsigned)).toEqual([0, 0, 0, 10]);
});

test('row 41: key policy O1 only, endorsed by O1, cc MAJORITY', async () => {
  await stage.settle(guard(stage, only(stage.o1), 'K'));
  const by = [stage.o1];
  const own = stage.put('K', '1', { by });
  const more = stage.transaction(
    {
      cc: {
        writes: [
          ['K', '2'],
          ['plain', '2'],
        ],
      },
    },
    { by },
  );
  const other = stage.put('K', '3', { by: [stage.o2, stage.o3] });
  expect(await stage.commit(own, more, other)).toEqual([0, 10, 10]);
  expect(stage.value('K')).toBe('1');
});

test('row 42: B:[T1 sets policy of K, T2 writes K]', async () => {
  const policy = only(stage.o1, stage.o2);
  const write = () => stage.put('K', '1');
  expect(await stage.commit(guard(stage, policy, 'K'), write(), stage.put('L', '1'))).toEqual([
    0, 10, 0,
  ]);
  expect(await stage.commit(write())).toEqual([0]);
});

test('row 43: #42 with T1 stale read', async () => {
  const metadata = [['K', guardedBy(only(stage.o1))]] as const;
  const stale = stage.transaction({ cc: { reads: [['K', [1, 0]]], metadata } });
  expect(await stage.commit(stale, stage.put('K', '1'))).toEqual([11, 10]);
});

test('row 44: #42 with T1 failing endorsement', async () => {
  const metadata = [['K', guardedBy(only(stage.o1))]] as const;
  const unendorsed = stage.transaction({ cc: { metadata } }, { by: [stage.o1] });
  expect(await stage.commit(unendorsed, stage.put('K', '1'))).toEqual([10, 0]);
});

test('row 45: B:[T1 writes K, T2 sets policy of K]', async () => {
  const number = Number(stage.ledger.height);
  const codes = await stage.commit(stage.put('K', '1'), guard(stage, only(stage.o1), 'K'));
  expect(codes).toEqual([0, 0]);
  expect(stage.at('K')).toEqual([number, 1]);
  expect(stage.value('K')).toBe('1');
  expect(await stage.commit(stage.put('K', '2', { by: [stage.o1] }))).toEqual([0]);
});

test('row 46: own policy change', async () => {
  await stage.settle(guard(stage, only(stage.o1), 'K'));
  const metadata = [['K', guardedBy(only(stage.o2))]] as const;
  const set = { cc: { writes: [['K', '1']], metadata } } as const;
  const codes = await stage.commit(
    stage.transaction(set, { by: [stage.o2] }),
    stage.transaction(set, { by: [stage.o1] }),
  );
  expect(codes).toEqual([10, 0]);
  const later = [stage.o1, stage.o2].map((one) => stage.put('K', '2', { by: [one] }));
  expect(await stage.commit(...later)).toEqual([10, 0]);
});

test('row 47: metadata-only bumps version', async () => {
  const before = stage.at('K');
  await stage.settle(guard(stage, only(stage.o1), 'K'));
  expect(stage.value('K')).toBe('0');
  const reads = [before, stage.at('K')].map((at) =>
    stage.transaction({ cc: { reads: [['K', at]] } }),
  );
  expect(before).not.toEqual(stage.at('K'));
  expect(await stage.commit(...reads)).toEqual([11, 0]);
});

test('row 48: metadata on absent key', async () => {
  const reading = () => stage.transaction({ cc: { reads: [['absent', undefined]] } });
  expect(await stage.commit(guard(stage, only(stage.o1), 'absent'), reading())).toEqual([0, 0]);
  expect(stage.entry('cc', 'absent')).toBeUndefined();
  // Where the key exists, the same pair conflicts.
  const readingK = stage.transaction({ cc: { reads: [['K', stage.at('K')]] } });
  expect(await stage.commit(guard(stage, only(stage.o1), 'K'), readingK)).toEqual([0, 11]);
});

test('row 49: value overwrite keeps policy; delete+recreate drops it', async () => {
  await stage.settle(guard(stage, only(stage.o3), 'K', 'K'));
  const by = [stage.o3];
  await stage.settle(stage.put('K', '1', { by }));
  expect(await stage.commit(stage.put('K', '2'), stage.put('K', '3', { by }))).toEqual([10, 0]);
  await stage.settle(stage.transaction({ cc: { writes: [['K', undefined]] } }, { by }));
  await stage.settle(stage.put('K', '4'));
  expect(await stage.commit(stage.put('K', '5', { by }), stage.put('K', '6'))).toEqual([10, 0]);
  expect(stage.entry('cc', 'K')?.metadata).toEqual([]);
});

test('row 50: garbage policy metadata (not a proto) then write K', async () => {
  await stage.settle(guard(stage, Buffer.of(0xff), 'K'));
  const height = stage.ledger.height;
  await expect(stage.commit(stage.put('K', '1'))).rejects.toMatchObject({ name: 'BlockRejected' });
  expect(stage.ledger.height).toBe(height);
  // What can be read and says nothing is met by nobody; nothing at all is no policy.
  await stage.settle(stage.put('L', '0'), stage.put('M', '0'));
  await stage.settle(guard(stage, Buffer.of(0x4a, 0), 'L'), guard(stage, Buffer.of(), 'M'));
  expect(await stage.commit(stage.put('L', '1'), stage.put('M', '1'))).toEqual([10, 0]);
});

/** The collections `own`, whose writes O1 endorses, and `plain`, without a policy. */
const withCollections = async (): Promise<Stage> => {
  const { members } = channel;
  const collections = collectionPackage(
    { name: 'own', members, endorsementPolicy: ownPolicy(only(members[0]!)) },
    { name: 'plain', members },
  );
  return Stage.open(channel, { collections });
};
const privately = (collection: string, namespace = 'cc') =>
  ({
    [namespace]: { collections: { [collection]: { writes: [['k', 'v']] } } },
  }) as const;

test('row 51: collection with own policy O1, private write only, signed O1', async () => {
  const on = await withCollections();
  const by = [on.o1];
  const codes = await on.commit(
    on.transaction(privately('own'), { by }),
    on.transaction(privately('own'), { by: [on.o2, on.o3] }),
    on.transaction(privately('plain'), { by }),
    on.transaction(privately('plain'), { by: [on.o2, on.o3] }),
    on.transaction({ cc: { ...privately('own').cc, writes: [['a', '1']] } }, { by }),
  );
  expect(codes).toEqual([0, 10, 10, 0, 10]);
});

test('row 52: write to `_implicit_org_O2MSP`, signed O1,O3', async () => {
  const set = privately('_implicit_org_O2MSP');
  const codes = await stage.commit(
    stage.transaction(set, { by: [stage.o1, stage.o3] }),
    stage.transaction(set, { by: [stage.o2] }),
  );
  expect(codes).toEqual([10, 0]);
});

test('row 53: `_implicit_org_XMSP`, X not in channel', async () => {
  const by = stage.channel.members;
  const names = ['XMSP', 'OrdMSP', '', 'O1MSP'];
  const sets = names.map((it) => stage.transaction(privately(`_implicit_org_${it}`), { by }));
  expect(await stage.commit(...sets)).toEqual([10, 10, 10, 0]);
});

test('row 54: approve signed by own org only', async () => {
  const chaincode = LIFECYCLE;
  const set = privately('_implicit_org_O1MSP', LIFECYCLE);
  const codes = await stage.commit(
    stage.transaction(set, { chaincode, by: [stage.o1] }),
    stage.transaction(set, { chaincode, by: [stage.o2, stage.o3] }),
    stage.transaction(privately('explicit', LIFECYCLE), { chaincode, by: stage.channel.members }),
    stage.definition('more', {}, { by: [stage.o1] }),
  );
  expect(codes).toEqual([0, 10, 10, 10]);
});

test('row 73: B:[commit new definition of cc (stricter policy), invoke cc endorsed under old policy]', async () => {
  const upgrade = (sequence: bigint) =>
    stage.definition('cc', { sequence, policy: ownPolicy(only(...stage.channel.members)) });
  const sequence = fieldKey('cc', 'Sequence');
  const usual = () =>
    stage.transaction({
      [LIFECYCLE]: { reads: [[sequence, stage.at(sequence, LIFECYCLE)]] },
      cc: { writes: [['a', '1']] },
    });
  expect(await stage.commit(upgrade(2n), usual())).toEqual([0, 11]);
  expect(await stage.commit(usual())).toEqual([10]);
  const again = await Stage.open(channel);
  expect(await again.commit(upgrade(2n), again.put('a', '1'))).toEqual([0, 0]);
});

test('row 77: B:[T1 metadata on K valid in ns1 but failing in ns2, T2 writes K in ns1]', async () => {
  await stage.settle(stage.definition('other', { policy: ownPolicy(only(stage.o3)) }));
  const policy = policyOf(any(member(stage.o1), member(stage.o2)));
  const first = ['cc', { metadata: [['K', guardedBy(policy)]] }] as const;
  const second = ['other', { writes: [['a', '1']] }] as const;
  // The invoked chaincode is judged first, wherever it stands in the read-write set.
  for (const [chaincode, codes] of [
    ['cc', [10, 10]],
    ['other', [10, 0]],
  ] as const) {
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const half = stage.transaction(Object.fromEntries(order), { chaincode });
      expect(await stage.commit(half, stage.put('K', '1'))).toEqual(codes);
    }
  }
});
