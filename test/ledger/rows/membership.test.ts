import { beforeAll, expect, test } from '@jest/globals';
import { YEAR_2021, YEAR_2022, certify, revocationList } from '../../support/certificates.js';
import { ownPolicy } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { TestOrganisation, signerOf } from '../../support/organisation.js';
import { admin, all, any, atLeast, member, policyOf } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';
import type { Otherwise } from '../../support/stage.js';

let channel: TestChannel;
beforeAll(() => {
  channel = new TestChannel();
});

/** The flags of transactions that differ in the creator only. */
const asCreator = async (
  creators: (stage: Stage) => readonly Otherwise['creator'][],
  on: TestChannel = channel,
): Promise<number[]> => {
  const stage = await Stage.open(on);
  return stage.commit(
    ...creators(stage).map((creator) => stage.put('a', '1', { creator: creator! })),
  );
};

test('row 22: expired creator, not revoked', async () => {
  const codes = await asCreator(({ o1 }) => [
    o1.signer({ units: ['client'], from: YEAR_2021, until: YEAR_2022 }),
    o1.signer({ units: ['client'] }),
  ]);
  expect(codes).toEqual([0, 0]);
});

test('row 23: revoked endorser', async () => {
  const o1: TestOrganisation = new TestOrganisation('O1', {
    msp: (plain) => ({
      ...plain,
      revocationList: [Buffer.from(revocationList(o1.issuer, [lost]))],
    }),
  });
  const lost = o1.certified();
  const others = ['O2', 'O3'].map((name) => new TestOrganisation(name));
  const stage = await Stage.open({ members: [o1, ...others] });
  const revoked = signerOf(o1.mspId, lost);
  const endorsed = [
    [revoked, stage.o2.peer],
    [revoked, stage.o2.peer, stage.o3.peer],
    [o1.peer, stage.o2.peer],
  ].map((endorsers) => stage.put('a', '1', { endorsers }));
  const created = stage.put('a', '1', { creator: revoked });
  expect(await stage.commit(...endorsed, created)).toEqual([10, 0, 0, 4]);
});

test('row 24: leaf with EKU clientAuth only', async () => {
  const codes = await asCreator(({ o1 }) => [
    o1.signer({ usages: ['clientAuth'] }),
    o1.signer({ usages: ['serverAuth'] }),
    o1.signer({ usages: ['clientAuth', 'serverAuth'] }),
    o1.signer({ usages: ['any'] }),
  ]);
  expect(codes).toEqual([4, 0, 0, 0]);
});

test('row 25: leaf with admin+client OU', async () => {
  const units = [['admin', 'client'], ['admin', 'sales'], [], ['sales'], ['client', 'client']];
  const codes = await asCreator(({ o1 }) => units.map((it) => o1.signer({ units: it })));
  expect(codes).toEqual([4, 0, 4, 4, 4]);
});

test('row 26: cert issued by root while intermediate configured', async () => {
  const o1 = new TestOrganisation('O1', { intermediate: true });
  const others = ['O2', 'O3'].map((name) => new TestOrganisation(name));
  const codes = await asCreator(
    () => [signerOf(o1.mspId, certify(o1.root, { units: ['client'] })), o1.client],
    new TestChannel({ members: [o1, ...others] }),
  );
  expect(codes).toEqual([4, 0]);
});

test('row 27: high-S signature / DER with trailing bytes', async () => {
  const stage = await Stage.open(channel);
  const client = stage.o1.certified({ units: ['client'] });
  const signers = (['high', 'low'] as const).map((half) =>
    signerOf(stage.o1.mspId, client, { half }),
  );
  const ofHalves = signers.map((creator) => stage.put('a', '1', { creator }));
  const trailing = stage.put('a', '1', {
    alter: (part, bytes) =>
      part === 'signature' ? Buffer.concat([bytes, Buffer.of(1, 2)]) : bytes,
  });
  const endorsers = [
    stage.o2.peer,
    signerOf(stage.o1.mspId, stage.o1.certified(), { half: 'high' }),
  ];
  const endorsed = stage.put('a', '1', { endorsers });
  expect(await stage.commit(...ofHalves, trailing, endorsed)).toEqual([4, 0, 0, 10]);
});

test('row 28: Ed25519 creator', async () => {
  for (const [capability, code] of [
    ['V2_0', 4],
    ['V3_0', 0],
  ] as const) {
    const on = new TestChannel({ capability });
    const codes = await asCreator(({ o1 }) => [o1.signer({ key: 'Ed25519' }), o1.client], on);
    expect([capability, codes]).toEqual([capability, [code, 0]]);
  }
});

/** The flags of one chaincode's transactions that differ in who endorsed them. */
const underPolicy = async (
  policy: (stage: Stage) => Uint8Array,
  endorsements: (stage: Stage) => readonly Otherwise['endorsers'][],
): Promise<number[]> => {
  const stage = await Stage.open(channel);
  await stage.settle(stage.definition('own', { policy: ownPolicy(policy(stage)) }));
  const transactions = endorsements(stage).map((endorsers) =>
    stage.transaction(
      { own: { writes: [['a', '1']] } },
      { chaincode: 'own', endorsers: endorsers! },
    ),
  );
  return stage.commit(...transactions);
};

test('row 29: policy AND(OR(O1,O2),O2), sigs O1,O2', async () => {
  const codes = await underPolicy(
    ({ o1, o2 }) => policyOf(all(any(member(o1), member(o2)), member(o2))),
    ({ o1, o2 }) => [
      [o1.peer, o2.peer],
      [o2.peer, o1.peer],
      [o1.peer, o2.peer, o2.admin],
      [o2.peer, o2.admin],
    ],
  );
  expect(codes).toEqual([10, 10, 0, 0]);
});

test('row 30: policy AND(O1.member,O1.admin), endorsements [admin, peer] vs [peer, admin]', async () => {
  const codes = await underPolicy(
    ({ o1 }) => policyOf(all(member(o1), admin(o1))),
    ({ o1 }) => [
      [o1.admin, o1.peer],
      [o1.peer, o1.admin],
    ],
  );
  expect(codes).toEqual([10, 0]);
});

test('row 31: same endorser twice, PEM with extra newline', async () => {
  const codes = await underPolicy(
    ({ o1 }) => policyOf(atLeast(2, member(o1), member(o1))),
    ({ o1 }) => {
      const certified = o1.certified();
      const plain = signerOf(o1.mspId, certified);
      const wrapped = ['\n', 'some text\n'].map((before) =>
        signerOf(o1.mspId, certified, { text: `${before}${certified.pem}\n` }),
      );
      return [
        [plain, wrapped[0]!],
        [plain, ...wrapped],
        [wrapped[0]!, o1.peer],
      ];
    },
  );
  expect(codes).toEqual([10, 10, 0]);
});
