import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { signLowS } from '@argosy/protocol/crypto';
import {
  CombinedPrincipal,
  MSPIdentityAnonymity,
  MSPPrincipal,
  MSPRole,
  OrganizationUnit,
  SignaturePolicyEnvelope,
  anonymityType,
  principalClass,
  roleType,
} from '@argosy/protocol/messages/policies';
import type { SignaturePolicyNode } from '@argosy/protocol/messages/policies';
import type { Msp } from '@argosy/protocol/msp';
import { MspManager } from '@argosy/protocol/msp-manager';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { satisfiesSignaturePolicy, signers } from '@argosy/protocol/signature-policy';
import type { SignedData } from '@argosy/protocol/signed-data';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import {
  authority,
  configOf,
  member,
  mspOf,
  nodeUnits,
  pem,
  revocations,
  serialized,
  unit,
} from './craft.js';
import type { Crafted } from './craft.js';

type Principal = Decoded<typeof MSPPrincipal>;

const root = authority();
const people = {
  peer: member(root, { units: ['peer', 'dep'] }),
  client: member(root, { units: ['client'] }),
  admin: member(root, { units: ['admin'] }),
  orderer: member(root, { units: ['orderer'] }),
  nobody: member(root, { units: [] }),
  revoked: member(root, { units: ['admin'] }),
};
const revocationList = [revocations(root, [people.revoked])];
const msp = mspOf([root], { revocationList });

const principal = (principalClassification: number, content: Uint8Array): Principal =>
  decode(MSPPrincipal, encode(MSPPrincipal, { principalClassification, principal: content }));
const role = (name: keyof typeof roleType, mspIdentifier = 'Org1MSP'): Principal =>
  principal(principalClass.role, encode(MSPRole, { mspIdentifier, role: roleType[name] }));
const combined = (...principals: Principal[]): Principal =>
  principal(principalClass.combined, encode(CombinedPrincipal, { principals }));
const anonymity = (kind: number): Principal =>
  principal(principalClass.anonymity, encode(MSPIdentityAnonymity, { anonymityType: kind }));

function judge(who: Crafted, what: Principal, ...msps: Msp[]): boolean {
  const manager = new MspManager(msps.length === 0 ? [msp] : msps);
  const identity = manager.identity(serialized(pem(who)));
  if (identity === undefined) throw new Error('unreadable');
  return manager.satisfies(identity, what);
}

const satisfying = (what: Principal, ...msps: Msp[]): string[] =>
  Object.entries(people)
    .filter(([, who]) => judge(who, what, ...msps))
    .map(([key]) => key);

describe('roles', () => {
  test.each([
    ['member', ['peer', 'client', 'admin', 'orderer']],
    ['peer', ['peer']],
    ['client', ['client']],
    ['admin', ['admin']],
    ['orderer', ['orderer']],
  ] as const)('%s', (name, expected) => {
    expect(satisfying(role(name))).toEqual(expected);
    expect(satisfying(role(name, 'Org2MSP'))).toEqual([]);
  });

  test('a role that does not exist, and one that cannot be read, are of nobody', () => {
    const unknown = encode(MSPRole, { mspIdentifier: 'Org1MSP', role: 5 });
    expect(satisfying(principal(principalClass.role, unknown))).toEqual([]);
    expect(satisfying(principal(principalClass.role, Buffer.of(0xff)))).toEqual([]);
  });

  test('a listed administrator is one, whatever else his certificate says', () => {
    const listed = member(root, { units: ['client', 'peer'] });
    const withList = mspOf([root], { revocationList, admins: [pem(people.revoked), pem(listed)] });
    expect(satisfying(role('admin'), withList)).toEqual(['admin', 'revoked']);
    // Neither is valid: one is revoked, the other has two roles.
    expect(judge(listed, role('admin'), withList)).toBe(true);
    expect(judge(listed, role('member'), withList)).toBe(false);
  });

  test('where roles are not enforced, there are members and listed administrators only', () => {
    const plain = mspOf([root], { fabricNodeOus: undefined, admins: [pem(people.client)] });
    const everybody = Object.keys(people);
    expect(satisfying(role('member'), plain)).toEqual(everybody);
    expect(satisfying(role('admin'), plain)).toEqual(['client']);
    for (const name of ['peer', 'client', 'orderer'] as const)
      expect(satisfying(role(name), plain)).toEqual([]);
  });

  test('before 1.4.3 an administrator is listed, and nobody is an orderer', () => {
    const earlier = mspOf([root], { admins: [pem(people.client)] }, '1.3');
    expect(satisfying(role('admin'), earlier)).toEqual(['client']);
    expect(satisfying(role('orderer'), earlier)).toEqual([]);
    expect(satisfying(role('peer'), earlier)).toEqual(['peer']);
  });

  test('two roles with one unit are both had', () => {
    const same = mspOf([root], {
      fabricNodeOus: { ...nodeUnits(), ordererOuIdentifier: unit('peer') },
    });
    expect(judge(people.peer, role('orderer'), same)).toBe(true);
    expect(judge(people.peer, role('peer'), same)).toBe(true);
  });
});

describe('organisational units', () => {
  const ofUnit = (organizationalUnitIdentifier: string, by: Crafted, mspIdentifier = 'Org1MSP') =>
    principal(
      principalClass.organizationUnit,
      encode(OrganizationUnit, {
        mspIdentifier,
        organizationalUnitIdentifier,
        certifiersIdentifier: createHash('sha256').update(by.der).digest(),
      }),
    );

  test('of valid members, by name and authority', () => {
    expect(satisfying(ofUnit('dep', root))).toEqual(['peer']);
    expect(satisfying(ofUnit('admin', root))).toEqual(['admin']);
    expect(satisfying(ofUnit('dep', authority()))).toEqual([]);
    expect(satisfying(ofUnit('dep', root, 'Org2MSP'))).toEqual([]);
    expect(satisfying(ofUnit('', root))).toEqual([]);
  });

  test('the authority is told by its whole chain, lowest first', () => {
    const ica = authority({ commonName: 'ica' }, root);
    const both = mspOf([root], { intermediateCerts: [pem(ica)] });
    const one = member(ica, { units: ['peer', 'dep'] });
    const chain = { ...ica, der: Buffer.concat([ica.der, root.der]) };
    expect(judge(one, ofUnit('dep', chain), both)).toBe(true);
    expect(judge(one, ofUnit('dep', ica), both)).toBe(false);
  });
});

describe('one certificate', () => {
  const exactly = (who: Crafted, mspid?: string, label?: string): Principal =>
    principal(principalClass.identity, serialized(pem(who, label), mspid));

  test('in whichever wrapping, and valid', () => {
    expect(satisfying(exactly(people.peer))).toEqual(['peer']);
    expect(satisfying(exactly(people.peer, 'Org1MSP', 'X'))).toEqual(['peer']);
    expect(satisfying(exactly(people.revoked))).toEqual([]);
    expect(satisfying(exactly(people.nobody))).toEqual([]);
  });

  test('of this MSP, and readable', () => {
    const other = mspOf([root], { name: 'Org2MSP' });
    expect(satisfying(exactly(people.peer, 'Org2MSP'), msp, other)).toEqual([]);
    expect(satisfying(principal(principalClass.identity, Buffer.from('x')))).toEqual([]);
  });
});

describe('anonymity and combinations', () => {
  const everybody = Object.keys(people);

  test('everybody is named, valid or not; nobody is anonymous', () => {
    expect(satisfying(anonymity(anonymityType.nominal))).toEqual(everybody);
    expect(satisfying(anonymity(anonymityType.anonymous))).toEqual([]);
    expect(satisfying(anonymity(2))).toEqual([]);
  });

  test('a combination demands all of its parts', () => {
    const nominal = anonymity(anonymityType.nominal);
    expect(satisfying(combined(role('member'), nominal))).toEqual(satisfying(role('member')));
    expect(satisfying(combined(role('member'), role('peer')))).toEqual(['peer']);
    expect(satisfying(combined(role('client'), role('peer')))).toEqual([]);
    expect(satisfying(combined(combined(nominal), combined(role('admin'))))).toEqual(['admin']);
  });

  test('an empty combination, even within another, and an unreadable part are met by nobody', () => {
    expect(satisfying(combined())).toEqual([]);
    expect(satisfying(combined(role('member'), combined()))).toEqual([]);
    const broken = principal(principalClass.role, Buffer.of(0xff));
    expect(satisfying(combined(role('member'), broken))).toEqual([]);
    expect(satisfying(principal(principalClass.combined, Buffer.of(0xff)))).toEqual([]);
    expect(satisfying(principal(5, Buffer.alloc(0)))).toEqual([]);
  });

  test('a combination a hundred thousand deep is judged', () => {
    let deep = role('peer');
    const start = encode(MSPPrincipal, deep);
    const parts: Buffer[] = [start];
    let { length } = start;
    for (let i = 0; i < 100_000; i++) {
      const inner = header(0x0a, length);
      const middle = header(0x12, length + inner.length);
      const head = Buffer.concat([Buffer.of(0x08, principalClass.combined), middle, inner]);
      parts.push(head);
      length += head.length;
    }
    deep = decode(MSPPrincipal, Buffer.concat(parts.reverse()));
    expect(satisfying(deep)).toEqual(['peer']);
  });

  test('neither is known before version 1.3', () => {
    const earlier = (version: '1.1' | '1.3'): Msp => mspOf([root], {}, version);
    const nominal = anonymity(anonymityType.nominal);
    for (const what of [nominal, combined(role('peer'))]) {
      expect(judge(people.peer, what, earlier('1.3'))).toBe(true);
      expect(judge(people.peer, what, earlier('1.1'))).toBe(false);
    }
  });

  /** A field of so many bytes. */
  function header(tag: number, length: number): Buffer {
    const digits = [tag];
    let left = length;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) digits.push((left % 0x80) | 0x80);
    return Buffer.from([...digits, left]);
  }
});

describe('signature policies', () => {
  const other = authority();
  const org2 = mspOf([other], { name: 'Org2MSP' });
  const manager = new MspManager([msp, org2]);
  const first = signed(people.peer, 'Org1MSP');
  const second = signed(member(other), 'Org2MSP');

  function signed(who: Crafted, mspid: string, text = pem(who)): SignedData {
    const message = Buffer.from('an endorsement');
    return { identity: serialized(text, mspid), message, signature: signLowS(who.key, message) };
  }
  const by = (index: number): Partial<SignaturePolicyNode> => ({ signedBy: index });
  const of = (n: number, ...rules: object[]): object => ({ nOutOf: { n, rules } });

  function met(rule: object, principals: Principal[], signatures: SignedData[]): boolean {
    const policy = decode(
      SignaturePolicyEnvelope,
      encode(SignaturePolicyEnvelope, { rule, identities: principals }),
    );
    const identities = signers(signatures, manager, new SignatureChecks());
    return satisfiesSignaturePolicy(policy, identities, manager);
  }
  const members = [role('member'), role('member', 'Org2MSP')];

  test('AND(OR(1,2),2) is not met by one signature each: the OR takes both', () => {
    const rule = of(2, of(1, by(0), by(1)), by(1));
    expect(met(rule, members, [first, second])).toBe(false);
    const third = signed(member(other), 'Org2MSP');
    expect(met(rule, members, [first, second, third])).toBe(true);
  });

  test('for a member and an administrator, the order of the signatures counts', () => {
    const admin = signed(people.admin, 'Org1MSP');
    const rule = of(2, by(0), by(1));
    const principals = [role('member'), role('admin')];
    expect(met(rule, principals, [admin, first])).toBe(false);
    expect(met(rule, principals, [first, admin])).toBe(true);
  });

  test('one certificate in two wrappings is one signer', () => {
    const two = of(2, by(0), by(0));
    const again = signed(
      people.peer,
      'Org1MSP',
      Buffer.concat([Buffer.from('\n'), pem(people.peer)]),
    );
    expect(met(two, members, [first, again])).toBe(false);
    expect(met(two, members, [first, signed(member(root), 'Org1MSP')])).toBe(true);
  });

  test('a bad signature is passed over, and the good one of the same signer counts', () => {
    const bad = { ...first, signature: second.signature };
    expect(met(by(0), members, [bad])).toBe(false);
    expect(met(by(0), members, [bad, first])).toBe(true);
  });

  test('a revoked signer does not count as a member', () => {
    const revoked = signed(people.revoked, 'Org1MSP');
    expect(met(by(0), members, [revoked])).toBe(false);
    expect(met(by(0), [anonymity(anonymityType.nominal)], [revoked])).toBe(true);
  });
});

test('an identity of an MSP that is not of the channel is nobody', () => {
  const manager = new MspManager([mspOf([root], { name: 'Org2MSP' })]);
  const identity = new MspManager([msp]).identity(serialized(pem(people.peer)));
  expect(identity && manager.satisfies(identity, role('member'))).toBe(false);
  expect(manager.identity(serialized(pem(people.peer)))).toBeUndefined();
  expect(manager.refusal(serialized(pem(people.peer)))).toBe('the channel has no MSP Org1MSP');
  expect(manager.refusal(Buffer.of(0xff))).toMatch(/^the identity cannot be read/);
  expect(configOf([root]).name).toBe('Org1MSP');
});
