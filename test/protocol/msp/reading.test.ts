import { describe, expect, test } from '@jest/globals';
import {
  bits,
  element,
  identifier,
  integer,
  nothing,
  octets,
  sequence,
  set,
  text,
} from '../../support/der.js';
import { otherHalf, signWith } from '../../support/signatures.js';
import {
  alternativeNames,
  authority,
  basicConstraints,
  extension,
  identityOf,
  keys,
  member,
  mspOf,
  subjectKeyId,
  nodeUnits,
  verdictOn,
} from './craft.js';
import type { Parts } from './craft.js';

const root = authority();
const msp = mspOf([root]);
const verdict = (parts: Parts): string => verdictOn(msp, member(root, parts));
const utc = (digits: string): Buffer => element(0x17, Buffer.from(digits));
const general = (digits: string): Buffer => element(0x18, Buffer.from(digits));
const until = utc('340101000000Z');
const ALGORITHM = identifier('1.2.840.10045.4.3.2');

/** Good beside bad, about one thing. */
describe('what is read as a certificate, and what is not', () => {
  const named = (value: Buffer): Parts => ({
    subject: sequence(
      set(sequence(identifier('2.5.4.10'), value)),
      set(sequence(identifier('2.5.4.11'), text('peer'))),
    ),
  });
  const more = (...extensions: Buffer[]): Parts => ({ more: extensions });
  const pair = keys.ec();
  const info = pair.publicKey.export({ format: 'der', type: 'spki' });
  const point = info.subarray(-65);
  const ec = (parameters: Buffer, key: Uint8Array): Parts => ({
    pair,
    keyInfo: sequence(sequence(identifier('1.2.840.10045.2.1'), parameters), bits(key)),
  });
  const P256 = identifier('1.2.840.10045.3.1.7');
  const offCurve = Buffer.from(point);
  offCurve[64]! ^= 1;

  test.each<[string, Parts[], Parts[]]>([
    [
      'the serial number is not negative, and in its shortest form',
      [{ serial: integer(Buffer.of(0)) }, { serial: integer(Buffer.alloc(30, 0xff)) }],
      [
        { serial: element(2, Buffer.of(0x80)) },
        { serial: element(2, Buffer.of(0, 1)) },
        { serial: element(2) },
      ],
    ],
    [
      'the version is 1 to 3',
      [{ version: element(0xa0, integer(Buffer.of(2))) }],
      [
        { version: element(0xa0, integer(Buffer.of(3))) },
        { version: element(0xa0, element(2, Buffer.of(0xff))) },
      ],
    ],
    [
      'times',
      [
        { validity: sequence(utc('2601010000Z'), until) },
        { validity: sequence(utc('260101000000+0130'), until) },
        { validity: sequence(utc('280229000000Z'), until) },
        { validity: sequence(general('20260101000000Z'), general('99991231235959Z')) },
      ],
      [
        { validity: sequence(utc('260101000000'), until) },
        { validity: sequence(utc('260101000000+0000'), until) },
        { validity: sequence(utc('260229000000Z'), until) },
        { validity: sequence(utc('260101240000Z'), until) },
        { validity: sequence(general('20260101000000.5Z'), until) },
        { validity: sequence(general('202601010000Z'), until) },
      ],
    ],
    [
      'names: each attribute is text of its type',
      [
        named(element(0x13, Buffer.from('a&b*'))),
        named(element(0x1e, Buffer.of(0, 65, 0, 0))),
        named(element(0x14, Buffer.of(200))),
        named(element(0x12, Buffer.from('12 3'))),
      ],
      [
        named(element(0x13, Buffer.from('a@b'))),
        named(element(0x0c, Buffer.of(0xc3, 0x28))),
        named(element(0x1e, Buffer.of(0xd8, 0))),
        named(element(0x1e, Buffer.of(65))),
        named(element(0x16, Buffer.of(200))),
        named(element(0x12, Buffer.from('x'))),
        named(nothing()),
      ],
    ],
    [
      'keys: a curve with a name, a point in full and on its curve',
      [ec(P256, point), ec(Buffer.concat([P256, nothing()]), point)],
      [
        ec(P256, offCurve),
        ec(P256, Buffer.concat([Buffer.of(2 + (point[64]! & 1)), point.subarray(1, 33)])),
        ec(P256, Buffer.concat([point, Buffer.of(0)])),
        ec(identifier('1.3.132.0.10'), point),
        { keyInfo: sequence(sequence(identifier('1.2.3')), bits(point)) },
      ],
    ],
    [
      'the algorithm is the same inside and outside',
      [{ algorithm: sequence(ALGORITHM, nothing()) }],
      [{ outerAlgorithm: sequence(ALGORITHM, nothing()) }],
    ],
    [
      'extensions: no two of a kind, and each that is known is read',
      [
        more(subjectKeyId(Buffer.from('x')), extension('1.2.3', Buffer.of(1))),
        more(extension('2.5.29.31', sequence(sequence()))),
        more(extension('2.5.29.32', sequence(sequence(identifier('1.2.3'))))),
      ],
      [
        more(extension('1.2.3', Buffer.of(1)), extension('1.2.3', Buffer.of(1))),
        more(extension('2.5.29.14', octets(Buffer.of(1)), true)),
        more(extension('2.5.29.14', Buffer.of(1))),
        more(extension('2.5.29.31', octets(Buffer.of(1)))),
        more(extension('2.5.29.32', sequence(...[1, 2].map(() => sequence(identifier('1.2.3')))))),
        more(extension('2.5.29.37', sequence(text('x')))),
        more(sequence(identifier('1.2.3'), element(1, Buffer.of(1)), octets(Buffer.of(1)))),
        { extensions: [extension('2.5.29.15', element(3, Buffer.of(2, 1)))] },
        { extensions: [extension('2.5.29.35', sequence(element(0x80, root.keyId)), true)] },
        { extensions: [basicConstraints(false, element(2, Buffer.of(0xff)))] },
      ],
    ],
    [
      'alternative names',
      [
        more(alternativeNames(element(0x82, Buffer.from('peer0.org1')))),
        more(alternativeNames(element(0x86, Buffer.from('http://u:p@[::1]:80/%41?%zz')))),
        more(alternativeNames(element(0x86, Buffer.from('urn:%zz')))),
        more(alternativeNames(element(0x87, Buffer.alloc(16)))),
      ],
      [
        more(alternativeNames(element(0x82, Buffer.of(200)))),
        more(alternativeNames(element(0x81, Buffer.of(200)))),
        more(alternativeNames(element(0x87, Buffer.alloc(5)))),
        ...[
          'http://a b/',
          'http://a/%zz',
          ':x',
          '1a:b',
          'http://a:b/',
          'http://a./',
          'http://[1.2.3.4]/',
          'http://a[/',
          '\u0001',
        ].map((uri) => more(alternativeNames(element(0x86, Buffer.from(uri))))),
      ],
    ],
    [
      'bytes after what is known are passed over within, but not after the certificate',
      [
        { after: nothing() },
        { tail: [element(0xa3, sequence(basicConstraints(false))), nothing()] },
        { validity: sequence(utc('260101000000Z'), until, nothing()) },
      ],
      [],
    ],
  ])('%s', (_, good, bad) => {
    expect(good.map((parts) => verdict(parts)).filter((said) => said !== 'valid')).toEqual([]);
    expect(bad.map((parts) => verdict(parts)).filter((said) => !said.startsWith('unread'))).toEqual(
      [],
    );
  });

  test('a certificate ends where its sequence ends', () => {
    const { der } = member(root);
    expect(verdictOn(msp, { der })).toBe('valid');
    expect(verdictOn(msp, { der: Buffer.concat([der, Buffer.of(0)]) })).toMatch(/^unreadable/);
    expect(verdictOn(msp, { der: der.subarray(0, -1) })).toMatch(/^unreadable/);
  });

  test('lengths are in their shortest form', () => {
    const { der } = member(root);
    expect(der.subarray(0, 2)).toEqual(Buffer.of(0x30, 0x82));
    const padded = Buffer.concat([Buffer.of(0x30, 0x83, 0), der.subarray(2)]);
    expect(verdictOn(msp, { der: padded })).toMatch(/^unreadable.*shortest/);
  });

  test.each(['P-224', 'P-256', 'P-384', 'P-521'] as const)('a key on %s counts', (curve) => {
    expect(verdict({ pair: keys.ec(curve) })).toBe('valid');
  });
});

describe('kinds of keys', () => {
  test('Ed25519 counts from version 3.0 on', () => {
    const one = member(root, { pair: keys.ed25519() });
    expect(verdictOn(mspOf([root], {}, '1.4.3'), one)).toMatch(/does not admit \(ed25519\)/);
    expect(verdictOn(mspOf([root], {}, '3.0'), one)).toBe('valid');
  });

  test('RSA is read and never counts', () => {
    const one = member(root, { pair: keys.rsa() });
    for (const version of ['1.4.3', '3.0'] as const)
      expect(verdictOn(mspOf([root], {}, version), one)).toMatch(/does not admit \(rsa\)/);
  });

  test('an authority does not count as a member', () => {
    expect(verdictOn(msp, authority({ units: ['peer'] }, root))).toMatch(/one of an authority/);
    expect(verdictOn(msp, root)).toMatch(/one of an authority/);
  });
});

describe('one certificate, one identity', () => {
  const one = member(root);
  const id = identityOf(msp, one).id;

  test('is told by the MSP and the certificate', () => {
    expect(id).toMatch(/^Org1MSP[0-9a-f]{64}$/);
    expect(identityOf(mspOf([root], { name: 'Org2MSP' }), one).id).toBe(id.replace('Org1', 'Org2'));
    expect(identityOf(msp, member(root)).id).not.toBe(id);
  });

  test('by the hash that the MSP names', () => {
    const cryptoConfig = (
      identityIdentifierHashFunction: string,
      signatureHashFamily = 'SHA2',
    ) => ({
      cryptoConfig: { identityIdentifierHashFunction, signatureHashFamily },
    });
    const lengths = ['SHA256', 'SHA384', 'SHA3_256', 'SHA3_384', ''].map(
      (hash) => identityOf(mspOf([root], cryptoConfig(hash)), one).id.length - 'Org1MSP'.length,
    );
    expect(lengths).toEqual([64, 96, 64, 96, 64]);
    expect(() => mspOf([root], cryptoConfig('MD5'))).toThrow('the hash function MD5 is not known');
    const hashes = ['', 'SHA2', 'SHA3', 'MD5'].map(
      (family) => identityOf(mspOf([root], cryptoConfig('', family)), one).publicKey.hash,
    );
    expect(hashes).toEqual(['sha256', 'sha256', 'sha3-256', 'unknown']);
  });

  test('with either S in its own signature', () => {
    const parts = { pair: keys.ec(), serial: integer(Buffer.of(77)) };
    const low = member(root, parts);
    // The certificate with the other S holds as well, and anybody can make it.
    const { signed, signature } = identityOf(msp, low).certificate;
    const other = otherHalf(Buffer.from(signature));
    const high = { der: sequence(signed, sequence(ALGORITHM), bits(other)) };
    expect(high.der.equals(low.der)).toBe(false);
    expect(identityOf(msp, high).id).toBe(identityOf(msp, low).id);
    expect(identityOf(msp, high).certificate.raw).toEqual(low.der);
    expect(identityOf(msp, high).validity.valid).toBe(true);
  });

  test('an authority with the high S is the same authority', () => {
    const high = authority({ half: 'high' });
    const bound = mspOf([high], { fabricNodeOus: nodeUnits(high) });
    expect(verdictOn(bound, member(high))).toBe('valid');
  });

  test('what follows the signature stays with the low S, and goes with the high one', () => {
    const low = member(root, { half: 'low', after: nothing() });
    const high = member(root, { half: 'high', after: nothing() });
    expect(identityOf(msp, low).certificate.raw).toEqual(low.der);
    const { raw, signed, signature } = identityOf(msp, high).certificate;
    expect(raw).toEqual(sequence(signed, sequence(ALGORITHM), bits(signature)));
    // Read the second time, a last part that is empty is refused.
    const tail = [element(0xa3, sequence(basicConstraints(false))), nothing()];
    expect(verdict({ half: 'low', tail: [nothing()] })).toBe('valid');
    expect(verdict({ half: 'high', tail: [nothing()] })).toMatch(/^unreadable.*empty/);
    expect(verdict({ half: 'high', tail })).toBe('valid');
  });

  test('a bad signature makes it unreadable', () => {
    const bad = (it: Buffer): Buffer => signWith(root.key, it);
    expect(verdict({ signature: bad })).toMatch(/^unreadable.*not issued by/);
    expect(verdict({ signature: (it) => Buffer.concat([it, Buffer.of(0)]) })).toMatch(/^unread/);
  });
});

test('organisational units are read in any kind of text, several in one set too', () => {
  const attribute = (value: Buffer): Buffer => sequence(identifier('2.5.4.11'), value);
  const both = sequence(
    set(attribute(element(0x13, Buffer.from('a'))), attribute(element(0x1e, Buffer.of(0, 98)))),
    set(attribute(text('peer'))),
  );
  const read = identityOf(msp, member(root, { subject: both })).certificate.subjectName;
  expect(read.organizationalUnits).toEqual(['a', 'b', 'peer']);
});
