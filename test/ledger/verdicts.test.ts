import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { hashedSpace } from '@argosy/ledger/spaces';
import type { PolicyEvaluation, Verdict } from '@argosy/ledger/verdict';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import { collectionPackage, ownPolicy } from '../support/chaincode-definition.js';
import { TestChannel } from '../support/channel.js';
import type { TestOrganisation } from '../support/organisation.js';
import { all, member, policyOf } from '../support/policies.js';
import { guardedBy, hash, readWriteSet } from '../support/read-write-sets.js';
import { Stage } from '../support/stage.js';

const { VALID, DUPLICATE_TXID, ENDORSEMENT_POLICY_FAILURE, INVALID_CHAINCODE } = validationCode;

let channel: TestChannel;
let stage: Stage;
let verdicts: readonly Verdict[];

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  const { members } = channel;
  const collections = collectionPackage(
    { name: 'own', members, endorsementPolicy: ownPolicy(only(members[0]!)) },
    { name: 'plain', members },
  );
  stage = await Stage.open(channel, { collections });
  stage.ledger.onCommit((_, judged) => (verdicts = judged));
});

const only = (...organisations: readonly TestOrganisation[]): Buffer =>
  policyOf(all(...organisations.map(member)));

/** Judge one transaction. */
async function judged(entry: Uint8Array): Promise<Verdict> {
  await stage.commit(entry);
  return verdicts[0]!;
}

const asked = ({ evaluations = [] }: Verdict) =>
  evaluations.map(({ of, namespace, collection, key, result }: PolicyEvaluation) => [
    of,
    [namespace, collection, key].filter((it) => it !== undefined).join('/'),
    result.satisfied,
  ]);

describe('the policies that a verdict rests on', () => {
  test('are the one of the chaincode, with who signed', async () => {
    const verdict = await judged(stage.put('a', '1', { by: [stage.o1, stage.o3] }));
    expect(verdict).toMatchObject({ code: VALID, reason: '' });
    expect(asked(verdict)).toEqual([['chaincode', 'cc', true]]);
    const [evaluation] = verdict.evaluations ?? [];
    expect(evaluation?.signers.map(({ mspId }) => mspId)).toEqual(['O1MSP', 'O3MSP']);
    const policy = decode(ApplicationPolicy, evaluation?.policy ?? Buffer.of());
    expect(policy.channelConfigPolicyReference).toBe('/Channel/Application/Endorsement');
  });

  test('are asked once each, in the order of the keys', async () => {
    const guarded = { cc: { metadata: [['K', guardedBy(only(stage.o1))]] } } as const;
    await stage.settle(stage.transaction(guarded));
    const writes = [
      ['a', '1'],
      ['K', '1'],
      ['b', '1'],
    ] as const;
    const collections = {
      own: {
        writes: [
          ['x', '1'],
          ['y', '1'],
        ],
      },
      plain: { writes: [['x', '1']] },
    } as const;
    const verdict = await judged(stage.transaction({ cc: { writes, collections } }));
    expect(asked(verdict)).toEqual([
      ['chaincode', 'cc', true],
      ['key', 'cc/K', true],
      ['collection', 'cc/own', true],
      ['collection', 'cc/plain', true],
    ]);
    const own = verdict.evaluations?.[1]?.policy ?? Buffer.of();
    expect(decode(SignaturePolicyEnvelope, own).identities).toHaveLength(1);
  });

  test('end with the one that is not met', async () => {
    const sets = [
      ['cc', { collections: { own: { writes: [['x', '1']] } } }],
      [LIFECYCLE, { writes: [['x', '1']] }],
      ['undefined', { writes: [['x', '1']] }],
    ] as const;
    const by = [stage.o1];
    const verdict = await judged(stage.transaction(readWriteSet(sets), { by }));
    expect(verdict.code).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(verdict.finding).toEqual({ namespace: LIFECYCLE });
    expect(verdict.reason).toContain('1 of 1 endorsements hold, of O1MSP');
    expect(asked(verdict)).toEqual([
      ['collection', 'cc/own', true],
      ['chaincode', LIFECYCLE, false],
    ]);
  });

  test('stay told where the transaction fails for another reason', async () => {
    const stale = stage.transaction({ cc: { reads: [['K', [1, 0]]] } });
    expect(asked(await judged(stale))).toEqual([['chaincode', 'cc', true]]);
    const twice = stage.put('a', '1');
    await stage.commit(twice, twice);
    expect(verdicts.map(({ code }) => code)).toEqual([VALID, DUPLICATE_TXID]);
    expect(asked(verdicts[1]!)).toEqual([['chaincode', 'cc', true]]);
  });

  test('are none of a transaction that is refused before', async () => {
    const { evaluations } = await judged(stage.put('a', '1', { epoch: 1n }));
    expect(evaluations).toBeUndefined();
  });
});

describe('what was found', () => {
  test('an endorsement that does not hold is counted, but nobody signed it', async () => {
    const signature = (part: string, bytes: Buffer): Buffer =>
      part === 'endorsement' ? Buffer.from(bytes).fill(0, bytes.length - 4) : bytes;
    const verdict = await judged(stage.put('a', '1', { alter: signature }));
    expect(verdict.reason).toContain('none of 2 endorsements holds');
    expect(verdict.evaluations?.[0]?.signers).toEqual([]);
  });

  test('the key whose policy is not met', async () => {
    await stage.settle(stage.transaction({ cc: { metadata: [['K', guardedBy(only(stage.o3))]] } }));
    const verdict = await judged(stage.put('K', '1'));
    expect(verdict.finding).toEqual({ namespace: 'cc', key: 'K' });
    expect(verdict.reason).toContain('the policy of key "K" is not met');
  });

  test('the hash of a private key, its collection, and the transaction that changes its policy', async () => {
    const secret = { writes: [['k', '1']] } as const;
    const metadata = [['k', guardedBy(only(stage.o1))]] as const;
    const change = stage.transaction({ cc: { collections: { plain: { ...secret, metadata } } } });
    const write = stage.transaction({ cc: { collections: { plain: secret } } });
    await stage.settle(stage.transaction({ cc: { collections: { plain: secret } } }));
    const block = stage.ledger.height;
    expect(await stage.commit(stage.put('a', '1'), change, write)).toEqual([0, 0, 10]);
    const key = hash('k').toString('hex');
    expect(verdicts[2]?.finding).toEqual({
      namespace: 'cc',
      collection: 'plain',
      key,
      other: { block, index: 1 },
    });
    const entry = stage.entry(hashedSpace('cc', 'plain'), key);
    expect(entry?.metadata.map(({ name }) => name)).toEqual(['VALIDATION_PARAMETER']);
  });

  test('the collection that is not there', async () => {
    const set = { cc: { collections: { none: { writes: [['k', '1']] } } } } as const;
    const verdict = await judged(stage.transaction(set, { by: channel.members }));
    expect(verdict.finding).toEqual({ namespace: 'cc', collection: 'none' });
    expect(verdict.reason).toContain('collection "none" of chaincode "cc" is not defined');
  });

  test('the chaincode that is not there', async () => {
    const verdict = await judged(stage.transaction({}, { chaincode: 'none' }));
    expect(verdict).toMatchObject({ code: INVALID_CHAINCODE, finding: { namespace: 'none' } });
  });

  test('the transaction that has the id already', async () => {
    const entry = stage.put('a', '1');
    const block = stage.ledger.height;
    await stage.commit(stage.put('b', '1'), entry, entry);
    expect(verdicts[2]?.finding).toEqual({ other: { block, index: 1 } });
    expect((await judged(entry)).finding).toEqual({ other: { block, index: 1 } });
  });

  test('the namespace that occurs twice', async () => {
    const part = ['cc', { writes: [['a', '1']] }] as const;
    const verdict = await judged(stage.transaction(readWriteSet([part, part])));
    expect(verdict.finding).toEqual({ namespace: 'cc' });
  });
});
