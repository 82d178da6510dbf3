import { beforeEach, beforeAll, expect, test } from '@jest/globals';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { collectionPackage, ownPolicy, referring } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import type { TestOrganisation } from '../../support/organisation.js';
import { all, any, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
import type { CollectionDraft } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
/** The collections `own` (O1 endorses), `referring` (O3 endorses, by the policy of the channel), `lost` (nobody can), and `plain`. */
beforeEach(async () => {
  const { members } = channel;
  const collections = collectionPackage(
    { name: 'own', members, endorsementPolicy: ownPolicy(only(members[0]!)) },
    {
      name: 'referring',
      members,
      endorsementPolicy: referring('/Channel/Application/O3/Endorsement'),
    },
    { name: 'lost', members, endorsementPolicy: referring('/Channel/Application/Nobody') },
    { name: 'plain', members },
  );
  stage = await Stage.open(channel, { collections });
});

const only = (...organisations: readonly TestOrganisation[]) =>
  policyOf(all(...organisations.map(member)));
const into = (drafts: Readonly<Record<string, CollectionDraft>>, ...by: TestOrganisation[]) =>
  stage.transaction({ cc: { collections: drafts } }, { by });
const writes = [['k', 'v']] as const;

test('a collection goes by the policy that it refers to in the channel', async () => {
  const { o1, o2, o3 } = stage;
  const codes = await stage.commit(
    into({ referring: { writes } }, o3),
    into({ referring: { writes } }, o1, o2),
    into({ lost: { writes } }, o1, o2, o3),
  );
  expect(codes).toEqual([0, 10, 10]);
});

test('a collection that is not defined is nobody to endorse for', async () => {
  const { o1, o2, o3 } = stage;
  const drafts = [{ writes }, { purges: ['k'] }, { metadata: [['k', {}] as const] }];
  const sets = drafts.map((draft) => into({ undefined: draft }, o1, o2, o3));
  const reading = into({ undefined: { reads: [['k', undefined]] } }, o1, o2);
  expect(await stage.commit(...sets, reading)).toEqual([10, 10, 10, 0]);
});

test('deletes, purges and metadata ask for the same endorsement as writes', async () => {
  const { o1, o2, o3 } = stage;
  const drafts: CollectionDraft[] = [
    { writes: [['k', undefined]] },
    { purges: ['l'] },
    { metadata: [['m', {}]] },
  ];
  const sets = drafts.flatMap((own) => [into({ own }, o1), into({ own }, o2, o3)]);
  expect(await stage.commit(...sets)).toEqual([0, 10, 0, 10, 0, 10]);
});

test('reads of a collection ask for the policy of the chaincode alone', async () => {
  const { o1, o2 } = stage;
  const reads = [['k', undefined]] as const;
  expect(
    await stage.commit(into({ own: { reads } }, o1), into({ own: { reads } }, o1, o2)),
  ).toEqual([10, 0]);
});

test('each collection of a transaction asks for its own, and the chaincode only where one has none', async () => {
  const { o1, o2, o3 } = stage;
  const both = { own: { writes }, referring: { writes } };
  const codes = await stage.commit(
    into(both, o1),
    into(both, o3),
    into(both, o1, o3),
    into({ own: { writes }, plain: { writes } }, o1),
    into({ own: { writes }, plain: { writes } }, o1, o2),
    into({ own: { writes }, plain: { writes } }, o2, o3),
  );
  expect(codes).toEqual([10, 10, 0, 10, 0, 10]);
});

test('a private key with a policy of its own goes by that, in its collection alone', async () => {
  const { o1, o2, o3 } = stage;
  const guard = { metadata: [['k', guardedBy(only(o2))] as const] };
  await stage.settle(into({ plain: { writes } }, o1, o2), into({ own: { writes } }, o1));
  await stage.settle(into({ plain: guard }, o1, o2));
  const other = { writes: [['l', 'v']] } as const;
  const codes = await stage.commit(
    into({ plain: { writes } }, o2),
    into({ plain: { writes } }, o1, o3),
    into({ plain: other }, o2),
    into({ own: { writes } }, o1),
    stage.put('k', 'v', { by: [o2] }),
  );
  expect(codes).toEqual([0, 10, 10, 0, 10]);
});

test('a private key whose policy changes earlier in the block may not be written', async () => {
  const { o1, o2 } = stage;
  const guard = { metadata: [['k', guardedBy(only(o1, o2))] as const] };
  const codes = await stage.commit(
    into({ plain: guard }, o1, o2),
    into({ plain: { writes } }, o1, o2),
    into({ plain: { purges: ['k'] } }, o1, o2),
    into({ own: { writes } }, o1, o2),
    stage.put('k', 'v'),
    into({ plain: { writes: [['l', 'v']] } }, o1, o2),
  );
  expect(codes).toEqual([0, 10, 10, 0, 0, 0]);
});

test('private and public keys of a transaction are judged one by one', async () => {
  const { o1, o2, o3 } = stage;
  await stage.settle(
    stage.transaction({ cc: { metadata: [['K', guardedBy(only(o3))]] } }, { by: [o1, o2] }),
  );
  const set = { cc: { writes: [['K', '1']], collections: { own: { writes } } } } as const;
  const codes = await stage.commit(
    ...[[o1], [o3], [o1, o3]].map((by) => stage.transaction(set, { by })),
  );
  expect(codes).toEqual([10, 10, 0]);
});

test("an organisation's own collection goes by any of its members where it has no policy Endorsement", async () => {
  const { members } = channel;
  const lacking = await Stage.open({ members, withoutEndorsement: members.slice(2) });
  const own = { cc: { collections: { _implicit_org_O3MSP: { writes } } } };
  const codes = await lacking.commit(
    lacking.transaction(own, { by: [lacking.o3] }),
    lacking.transaction(own, { endorsers: [lacking.o3.client] }),
    lacking.transaction(own, { by: [lacking.o1, lacking.o2] }),
  );
  expect(codes).toEqual([0, 0, 10]);
});

test('approvals by all members are judged one by one, whatever chaincode they are for', async () => {
  const approvals = channel.members.map((one) =>
    stage.transaction(
      { [LIFECYCLE]: { collections: { [`_implicit_org_${one.mspId}`]: { writes } } } },
      { chaincode: LIFECYCLE, by: [one], creator: one.admin },
    ),
  );
  expect(await stage.commit(...approvals)).toEqual([0, 0, 0]);
  const mixed = stage.transaction(
    {
      [LIFECYCLE]: {
        writes: [['namespaces/metadata/x', 'x']],
        collections: { _implicit_org_O1MSP: { writes } },
      },
    },
    { chaincode: LIFECYCLE, by: [stage.o1] },
  );
  expect(await stage.commit(mixed)).toEqual([10]);
});

test('a chaincode that another one calls is asked about its collections, too', async () => {
  const policy = ownPolicy(policyOf(any(member(stage.o3))));
  const collections = collectionPackage({ name: 'plain', members: channel.members });
  await stage.settle(stage.definition('other', { policy, collections }));
  const { o1, o2, o3 } = stage;
  const set = {
    cc: { writes: [['a', '1']] },
    other: { collections: { plain: { writes } } },
  } as const;
  const codes = await stage.commit(
    stage.transaction(set, { by: [o1, o2] }),
    stage.transaction(set, { by: [o1, o3] }),
  );
  expect(codes).toEqual([10, 0]);
});
