import { describe, expect, test } from '@jest/globals';
import { FabricMSPConfig } from '@argosy/protocol/messages/msp';
import { Msp } from '@argosy/protocol/msp';
import { encode } from '@argosy/protocol/wire';
import { nothing } from '../../support/der.js';
import {
  authority,
  basicConstraints,
  configOf,
  identityOf,
  member,
  mspOf,
  nodeUnits,
  pem,
  revocations,
  seconds,
  subjectKeyId,
  unit,
  verdictOn,
} from './craft.js';
import type { Crafted, MspConfig } from './craft.js';

const root = authority();
const ica = authority({ commonName: 'ica' }, root);
const stranger = authority();
const keyId = Buffer.from('a key');

describe('an MSP is refused', () => {
  test.each<[string, Crafted[], Partial<MspConfig>, RegExp]>([
    ['without a root', [], {}, /there is no root authority/],
    ['with a root that is not PEM', [root], { rootCerts: [root.der] }, /no certificate in PEM/],
    [
      'with a root that is no certificate',
      [root],
      { rootCerts: [pem({ der: nothing() })] },
      /tag 30/,
    ],
    ['with a root that is a member', [member(root)], {}, /did not issue itself|not issued by/],
    [
      'with a root that does not say that it is an authority',
      [authority({ extensions: [basicConstraints(false), subjectKeyId(keyId)] })],
      {},
      /did not issue itself/,
    ],
    [
      'with a root without a subject key identifier',
      [authority({ extensions: [basicConstraints(true)] })],
      {},
      /no subject key identifier/,
    ],
    ['with a root that another one issued', [ica], {}, /did not issue itself/],
    ['with a root that ended before it began', [authority({ until: seconds(0) })], {}, /not valid/],
    [
      'with an intermediate of nobody',
      [root],
      { intermediateCerts: [pem(stranger)] },
      /invalid: it is not/,
    ],
    [
      'with an intermediate that is revoked',
      [root],
      { intermediateCerts: [pem(ica)], revocationList: [revocations(root, [ica])] },
      /invalid: it is revoked/,
    ],
    [
      'with an intermediate that is a member',
      [root],
      { intermediateCerts: [pem(member(root))] },
      /not one of an authority/,
    ],
    [
      'with a revocation list that is none',
      [root],
      { revocationList: [Buffer.from('x')] },
      /tag 30/,
    ],
    [
      'with a TLS root that is a member',
      [root],
      { tlsRootCerts: [pem(member(root))] },
      /not one of/,
    ],
    [
      'with a TLS intermediate of nobody',
      [root],
      {
        tlsRootCerts: [pem(root)],
        tlsIntermediateCerts: [pem(authority({ commonName: 'x' }, stranger))],
      },
      /not issued by/,
    ],
    [
      'with an organisational unit of an authority that it does not have',
      [root],
      { organizationalUnitIdentifiers: [unit('peer', stranger)] },
      /none of the MSP/,
    ],
    [
      'with an organisational unit of no authority',
      [root],
      { organizationalUnitIdentifiers: [unit('peer')] },
      /no certificate in PEM/,
    ],
    [
      'with a node role of an authority that certifies no members',
      [root],
      {
        intermediateCerts: [pem(authority({ commonName: 'lowest' }, ica)), pem(ica)],
        fabricNodeOus: nodeUnits(ica),
      },
      /certifies no members/,
    ],
    ['without administrators and roles', [root], { fabricNodeOus: undefined }, /no administrator/],
    [
      'without administrators and with roles that are not enforced',
      [root],
      { fabricNodeOus: { ...nodeUnits(), enable: false } },
      /no administrator/,
    ],
    [
      'without administrators and the role of one',
      [root],
      { fabricNodeOus: { ...nodeUnits(), adminOuIdentifier: undefined } },
      /no administrator/,
    ],
    [
      'with a peer as administrator, where roles are enforced',
      [root],
      { admins: [pem(member(root, { units: ['peer'] }))] },
      /administrator 1 is invalid: it is neither/,
    ],
    [
      'with an invalid administrator, where they are not',
      [root],
      {
        fabricNodeOus: undefined,
        admins: [pem(member(root))],
        organizationalUnitIdentifiers: [unit('dep', root)],
      },
      /administrator 1 is invalid: .*none of the organisational units/,
    ],
    [
      'with a signing identity',
      [root],
      { signingIdentity: { publicSigner: Buffer.alloc(0), privateSigner: undefined } },
      /signing identity/,
    ],
  ])('%s', (_, roots, parts, expected) => {
    const complain = (): unknown => mspOf(roots, parts);
    expect(complain).toThrow(expected);
    expect(complain).toThrow(/^MSP Org1MSP: /);
  });

  test('of another kind than of certificates', () => {
    const config = encode(FabricMSPConfig, configOf([root]));
    const make = (type: number): Msp => Msp.fromConfig({ type, config }, { version: '3.0' });
    expect(make(0).id).toBe('Org1MSP');
    expect(() => make(1)).toThrow('an MSP is of type 1, which this node has no rules for');
  });
});

describe('an MSP is set up', () => {
  test('with TLS authorities of its own', () => {
    const tls = authority({ commonName: 'tls' });
    const below = authority({ commonName: 'tls 2' }, tls);
    const parts = { tlsRootCerts: [pem(tls)], tlsIntermediateCerts: [pem(below)] };
    const msp = mspOf([root], parts);
    expect(verdictOn(msp, member(root))).toBe('valid');
    // They certify no members.
    expect(verdictOn(msp, member(tls))).toMatch(/not issued by/);
  });

  test('with a listed administrator who is a client or an administrator, though revoked', () => {
    for (const units of [['client'], ['admin'], ['client', 'admin']]) {
      const admin = member(root, { units });
      const msp = mspOf([root], {
        admins: [pem(admin)],
        revocationList: [revocations(root, [admin])],
      });
      expect(msp.holds(identityOf(msp, admin), 'admin')).toBe(true);
      expect(verdictOn(msp, admin)).toMatch(/revoked/);
    }
  });
});

describe('earlier versions', () => {
  const client = member(root, { units: ['client'] });

  test('know no node roles at 1.0', () => {
    const msp = mspOf([root], {}, '1.0');
    expect(verdictOn(msp, member(root, { units: [] }))).toBe('valid');
    expect(msp.holds(identityOf(msp, client), 'client')).toBe(false);
  });

  test.each(['1.1', '1.3'] as const)('know clients and peers at %s, both named', (version) => {
    const msp = mspOf([root], {}, version);
    const verdicts = ['client', 'peer', 'admin', 'orderer'].map(
      (role) => verdictOn(msp, member(root, { units: [role] })) === 'valid',
    );
    expect(verdicts).toEqual([true, true, false, false]);
    expect(verdictOn(msp, member(root, { units: ['client', 'admin'] }))).toBe('valid');
    const unnamed = { ...nodeUnits(), peerOuIdentifier: unit('') };
    expect(() => mspOf([root], { fabricNodeOus: unnamed }, version)).toThrow(
      /of a peer is not named/,
    );
    expect(mspOf([root], { fabricNodeOus: unnamed }, '1.4.3').version).toBe('1.4.3');
  });

  test('of a client and a peer with the same unit, the client counts; later, the peer', () => {
    const fabricNodeOus = { ...nodeUnits(), clientOuIdentifier: unit('peer', root) };
    const bound = { ...fabricNodeOus, peerOuIdentifier: unit('peer', stranger) };
    const verdict = (version: '1.1' | '1.3' | '1.4.3'): string =>
      verdictOn(mspOf([root, stranger], { fabricNodeOus: bound }, version), member(root));
    expect([verdict('1.1'), verdict('1.3')]).toEqual(['valid', 'valid']);
    expect(verdict('1.4.3')).toMatch(/of another authority/);
  });

  test('demand that a listed administrator is a valid client', () => {
    const parts = (admin: Crafted): Partial<MspConfig> => ({ admins: [pem(admin)] });
    expect(mspOf([root], parts(client), '1.3').version).toBe('1.3');
    expect(() => mspOf([root], parts(member(root)), '1.3')).toThrow(/it is not a client/);
    const revocationList = [revocations(root, [client])];
    expect(() => mspOf([root], { ...parts(client), revocationList }, '1.3')).toThrow(/revoked/);
  });
});
