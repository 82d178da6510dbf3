import { describe, expect, test } from '@jest/globals';
import { element, integer, pem as pemText, sequence } from '../../support/der.js';
import { otherHalf } from '../../support/signatures.js';
import {
  authority,
  authorityKeyId,
  extension,
  member,
  mspOf,
  nodeUnits,
  pem,
  revocations,
  unit,
  verdictOn,
} from './craft.js';
import type { Crafted, MspConfig } from './craft.js';

const root = authority();
const ica = authority({ commonName: 'ica' }, root);
const stranger = authority();

describe('revocation', () => {
  const [revoked, other] = [member(root), member(root)];
  const verdicts = (...revocationList: Buffer[]): string[] => {
    const msp = mspOf([root], { revocationList });
    return [revoked, other].map((one) => verdictOn(msp, one));
  };
  const gone = 'the certificate does not count: it is revoked';

  test('counts for the certificate that the issuer lists, at once and for ever', () => {
    // The list says that it is revoked in ten years.
    expect(verdicts(revocations(root, [revoked]))).toEqual([gone, 'valid']);
    expect(verdicts(revocations(root, []))).toEqual(['valid', 'valid']);
  });

  test('in DER or PEM, and in any of several lists', () => {
    const list = Buffer.from(pemText('X509 CRL', revocations(root, [revoked])));
    expect(verdicts(revocations(root, []), list)).toEqual([gone, 'valid']);
    expect(() => verdicts(Buffer.from(pemText('CRL', revocations(root, []))))).toThrow(/tag 30/);
  });

  test.each<[string, Parameters<typeof revocations>[2], Crafted, boolean]>([
    ['signed by the issuer', {}, root, true],
    ['with the high S', { signature: otherHalf }, root, true],
    [
      'with bytes after the signature',
      { signature: (it) => Buffer.concat([it, Buffer.of(0)]) },
      root,
      true,
    ],
    ['signed by somebody else in its name', { keyId: root.keyId }, stranger, false],
    ['that claims to be of another authority', { keyId: stranger.keyId }, root, false],
    ['of another authority', {}, stranger, false],
  ])('a list %s', (_, parts, by, counts) => {
    expect(verdicts(revocations(by, [revoked], parts))[0]).toBe(counts ? gone : 'valid');
  });

  test.each([
    ['does not say whose it is', []],
    ['says so unreadably', [extension('2.5.29.35', integer(Buffer.of(1)))]],
  ])('a list that %s makes everybody void', (_, extensions) => {
    const said = verdicts(revocations(stranger, [], { extensions }));
    expect(said).toEqual(Array(2).fill(expect.stringMatching(/does not say whose it is/)));
  });

  test('a list of nobody in particular is of nobody', () => {
    const extensions = [
      extension('2.5.29.35', sequence(element(0xa1, Buffer.of(0x82, 1, 120)))),
      authorityKeyId(root.keyId),
    ];
    expect(verdicts(revocations(root, [revoked], { extensions }))).toEqual(['valid', 'valid']);
  });

  test('is asked of the direct issuer only', () => {
    const intermediateCerts = [pem(ica)];
    const one = member(ica);
    const verdict = (list: Buffer): string =>
      verdictOn(mspOf([root], { intermediateCerts, revocationList: [list] }), one);
    expect(verdict(revocations(root, [one]))).toBe('valid');
    expect(verdict(revocations(ica, [one]))).toBe(gone);
  });
});

describe('organisational units that the MSP demands', () => {
  const verdict = (
    units: string[],
    ...required: MspConfig['organizationalUnitIdentifiers']
  ): string =>
    verdictOn(
      mspOf([root, stranger], { organizationalUnitIdentifiers: required }),
      member(root, { units: ['peer', ...units] }),
    );

  test('one of them is enough', () => {
    expect(verdict([])).toBe('valid');
    expect(verdict(['b'], unit('a', root), unit('b', root))).toBe('valid');
    expect(verdict(['c'], unit('a', root), unit('b', root))).toMatch(/none of the organisational/);
  });

  test('certified by the authority that is named', () => {
    expect(verdict(['a'], unit('a', stranger))).toMatch(/none of the organisational units/);
    expect(verdict(['a'], unit('a', stranger), unit('a', root))).toBe('valid');
  });
});

describe('node roles', () => {
  const verdict = (units: string[], fabricNodeOus = nodeUnits()): string =>
    verdictOn(mspOf([root, stranger], { fabricNodeOus }), member(root, { units }));

  test.each([[['client']], [['peer']], [['admin']], [['orderer']], [['dep 1', 'peer', 'dep 2']]])(
    '%j is one role',
    (units) => {
      expect(verdict(units)).toBe('valid');
    },
  );

  test.each([
    [[], /no node role/],
    [['PEER'], /no node role/],
    [['peer '], /no node role/],
    [['admin', 'client'], /more than one node role/],
    [['peer', 'peer'], /more than one node role/],
  ])('%j is not', (units, expected) => {
    expect(verdict(units)).toMatch(expected);
  });

  test('a role that is not configured is none', () => {
    const some = { ...nodeUnits(), ordererOuIdentifier: undefined };
    expect(verdict(['orderer'], some)).toMatch(/no node role/);
    expect(verdict(['orderer', 'peer'], some)).toBe('valid');
  });

  test('is bound to the authority that is named, alone', () => {
    expect(verdict(['peer'], nodeUnits(root))).toBe('valid');
    expect(verdict(['peer'], nodeUnits(stranger))).toMatch(/of another authority/);
    expect(verdict(['peer'], { ...nodeUnits(stranger), peerOuIdentifier: unit('peer') })).toBe(
      'valid',
    );
    expect(
      verdict(['peer'], { ...nodeUnits(root), clientOuIdentifier: unit('client', stranger) }),
    ).toBe('valid');
  });

  test('is bound to the whole chain of that authority', () => {
    const parts = (of: Crafted): Partial<MspConfig> => ({
      intermediateCerts: [pem(ica)],
      fabricNodeOus: nodeUnits(of),
    });
    expect(verdictOn(mspOf([root], parts(ica)), member(ica))).toBe('valid');
    expect(verdictOn(mspOf([root], parts(root)), member(ica))).toMatch(/of another authority/);
  });

  test('need not be had where they are not enforced', () => {
    const admins = [pem(member(root))];
    const off = [undefined, { ...nodeUnits(), enable: false }];
    for (const fabricNodeOus of off) {
      const msp = mspOf([root], { admins, fabricNodeOus });
      expect(verdictOn(msp, member(root, { units: [] }))).toBe('valid');
    }
    const nothingNamed = {
      enable: true,
      clientOuIdentifier: undefined,
      peerOuIdentifier: undefined,
      adminOuIdentifier: undefined,
      ordererOuIdentifier: undefined,
    };
    const msp = mspOf([root], { admins, fabricNodeOus: nothingNamed });
    expect(verdictOn(msp, member(root, { units: [] }))).toBe('valid');
  });

  test('of two roles with the same unit there is one', () => {
    const same = { ...nodeUnits(), adminOuIdentifier: unit('peer') };
    expect(verdict(['peer'], same)).toBe('valid');
  });

  test('a second root with the same name counts once the roles are not bound to the first', () => {
    const second = authority();
    const one = member(second);
    expect(verdictOn(mspOf([root], { fabricNodeOus: nodeUnits(root) }), one)).toMatch(/not issued/);
    expect(verdictOn(mspOf([root, second], { fabricNodeOus: nodeUnits(root) }), one)).toMatch(
      /of another authority/,
    );
    expect(verdictOn(mspOf([root, second]), one)).toBe('valid');
  });
});
