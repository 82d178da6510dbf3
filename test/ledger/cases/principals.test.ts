import { beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import {
  CombinedPrincipal,
  MSPIdentityAnonymity,
  MSPPrincipal,
  OrganizationUnit,
  anonymityType,
  principalClass,
} from '@argosy/protocol/messages/policies';
import { exactly, roleOf } from '@argosy/protocol/policy-build';
import type { PrincipalValue } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { ownPolicy } from '../../support/chaincode-definition.js';
import { signerOf } from '../../support/organisation.js';
import { all, any, atLeast, member, policyOf } from '../../support/policies.js';
import type { Rule } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});

/** The flags under a policy of transactions that differ in who endorsed them. */
async function under(rule: Rule, ...endorsements: readonly (readonly Signer[])[]) {
  const chaincode = `c${stage.ledger.height}`;
  await stage.settle(stage.definition(chaincode, { policy: ownPolicy(policyOf(rule)) }));
  return stage.commit(
    ...endorsements.map((endorsers) => stage.transaction({}, { chaincode, endorsers })),
  );
}
const alone = (principal: PrincipalValue, ...signers: readonly Signer[]) =>
  under(all(principal), ...signers.map((signer) => [signer]));

const unit = (mspId: string, name: string, certifiers: Uint8Array): PrincipalValue => ({
  principalClassification: principalClass.organizationUnit,
  principal: encode(OrganizationUnit, {
    mspIdentifier: mspId,
    organizationalUnitIdentifier: name,
    certifiersIdentifier: certifiers,
  }),
});
const anonymity = (type: keyof typeof anonymityType): PrincipalValue => ({
  principalClassification: principalClass.anonymity,
  principal: encode(MSPIdentityAnonymity, { anonymityType: anonymityType[type] }),
});
const combined = (...principals: readonly PrincipalValue[]): PrincipalValue => ({
  principalClassification: principalClass.combined,
  principal: encode(CombinedPrincipal, { principals }),
});

describe('a principal', () => {
  test.each([
    ['member', [0, 0, 0, 0]],
    ['admin', [10, 10, 0, 10]],
    ['client', [10, 0, 10, 10]],
    ['peer', [0, 10, 10, 10]],
    ['orderer', [10, 10, 10, 0]],
  ] as const)('of the role %s', async (role, codes) => {
    const { peer, client, admin, orderer, mspId } = stage.o1;
    expect(await alone(roleOf(mspId, role), peer, client, admin, orderer)).toEqual(codes);
    expect(await alone(roleOf('O2MSP', role), peer, client, admin, orderer)).toEqual(
      codes.map(() => 10),
    );
  });

  test('of an organisational unit: its name, its authority and its organisation count', async () => {
    const { o1, o2 } = stage;
    const certifiers = sha256(o1.root.der);
    const sold = o1.signer({ units: ['peer', 'sales'] });
    const others = [
      o1.peer,
      o2.signer({ units: ['peer', 'sales'] }),
      o1.signer({ units: ['sales'] }),
    ];
    const principal = unit(o1.mspId, 'sales', certifiers);
    expect(await alone(principal, sold, ...others)).toEqual([0, 10, 10, 10]);
    expect(await alone(unit(o1.mspId, 'sales', sha256(o2.root.der)), sold)).toEqual([10]);
    expect(await alone(unit(o1.mspId, 'sales', Buffer.of()), sold)).toEqual([10]);
    expect(await alone(unit(o1.mspId, 'peer', certifiers), sold, o1.peer)).toEqual([0, 0]);
  });

  test('of one identity: that certificate in any wrapping, as long as it is a member', async () => {
    const { o1 } = stage;
    const [one, other] = [o1.certified(), o1.certified()];
    const wrapped = signerOf(o1.mspId, one, { text: `text\n${one.pem}` });
    const signers = [signerOf(o1.mspId, one), wrapped, signerOf(o1.mspId, other)];
    expect(await alone(exactly(o1.mspId, Buffer.from(one.pem)), ...signers)).toEqual([0, 0, 10]);
    const unfit = o1.certified({ units: [] });
    const principal = exactly(o1.mspId, Buffer.from(unfit.pem));
    expect(await alone(principal, signerOf(o1.mspId, unfit))).toEqual([10]);
  });

  test('of anonymity: everybody here has a name', async () => {
    expect(await alone(anonymity('nominal'), stage.o1.peer, stage.o2.client)).toEqual([0, 0]);
    expect(await alone(anonymity('anonymous'), stage.o1.peer)).toEqual([10]);
  });

  test('of several: all of them, of nothing: nobody', async () => {
    const { o1, o2 } = stage;
    const peer = roleOf(o1.mspId, 'peer');
    const sales = unit(o1.mspId, 'sales', sha256(o1.root.der));
    const sold = o1.signer({ units: ['peer', 'sales'] });
    expect(await alone(combined(peer, sales), sold, o1.peer, o2.peer)).toEqual([0, 10, 10]);
    expect(await alone(combined(combined(peer), combined(sales)), sold, o1.peer)).toEqual([0, 10]);
    expect(await alone(combined(), sold)).toEqual([10]);
  });

  test('that cannot be read, or of a class that is none, is nobody', async () => {
    const principal = Buffer.of(0x0a, 5);
    for (const principalClassification of [...Object.values(principalClass), 7])
      expect(await alone({ principalClassification, principal }, stage.o1.peer)).toEqual([10]);
    const role = encode(MSPPrincipal, { principalClassification: 9 });
    expect(await alone({ principalClassification: 0, principal: role }, stage.o1.peer)).toEqual([
      10,
    ]);
  });
});

describe('a rule', () => {
  test('of n: all of them are looked at, even after n are met', async () => {
    const { o1, o2 } = stage;
    const [first, second] = [o1.peer, o1.client];
    const greedy = all(any(member(o1), member(o1)), member(o1));
    expect(await under(greedy, [first, second], [first, second, o1.admin])).toEqual([10, 0]);
    const either = all(any(member(o2), member(o1)), member(o1));
    expect(await under(either, [first], [first, second], [first, o2.peer])).toEqual([10, 0, 10]);
  });

  test('that is not met gives back whom it had taken', async () => {
    const { o1, o2, o3 } = stage;
    const rule = any(all(member(o1), member(o2)), all(member(o1), member(o3)));
    expect(await under(rule, [o1.peer, o3.peer], [o2.peer, o3.peer])).toEqual([0, 10]);
  });

  test('of none is met by nothing, and one of too many by nobody', async () => {
    const { o1, o2 } = stage;
    expect(await under(atLeast(0), [])).toEqual([0]);
    expect(await under(atLeast(-1, member(o1)), [])).toEqual([0]);
    expect(await under(atLeast(2, member(o1)), [o1.peer, o2.peer, o1.client])).toEqual([10]);
  });

  test('takes endorsers in their order', async () => {
    const { o1 } = stage;
    const rule = all(roleOf(o1.mspId, 'member'), roleOf(o1.mspId, 'peer'));
    expect(await under(rule, [o1.peer, o1.client], [o1.client, o1.peer])).toEqual([10, 0]);
  });
});
