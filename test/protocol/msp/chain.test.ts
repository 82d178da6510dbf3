import { describe, expect, test } from '@jest/globals';
import { element, identifier, integer, nothing, sequence } from '../../support/der.js';
import {
  alternativeNames,
  authority,
  basicConstraints,
  extended,
  extension,
  keyUsage,
  keys,
  member,
  mspOf,
  name,
  pem,
  seconds,
  subjectKeyId,
  usage,
  verdictOn,
} from './craft.js';
import type { Crafted, Parts } from './craft.js';

const root = authority();
const msp = mspOf([root]);

describe('time: every authority is asked at one second after the certificate begins', () => {
  const from = seconds(0);
  test.each<[string, Parts, Parts, RegExp]>([
    ['the authority begins at that second', { from: seconds(1) }, { from }, /^valid$/],
    ['the authority begins a second later', { from: seconds(2) }, { from }, /not issued by/],
    ['the authority ends at that second', { until: seconds(1) }, { from }, /^valid$/],
    [
      'the authority ends a second earlier',
      { from: seconds(-9), until: from },
      { from },
      /not issued/,
    ],
    ['the certificate has expired long since', {}, { from, until: seconds(60) }, /^valid$/],
    ['the certificate ends at that second', {}, { from, until: seconds(1) }, /^valid$/],
    [
      'the certificate ends before that second',
      {},
      { from, until: from },
      /not valid at that time/,
    ],
    ['the certificate is yet to begin', {}, { from: new Date('2033-01-01T00:00:00Z') }, /^valid$/],
  ])('%s', (_, above, below, expected) => {
    const ca = authority(above);
    expect(verdictOn(mspOf([ca]), member(ca, below))).toMatch(expected);
  });
});

describe('extended key usage: each certificate of the chain must allow to serve', () => {
  test.each<[string, string[], RegExp]>([
    ['server', [usage.server], /^valid$/],
    ['any', [usage.any], /^valid$/],
    ['client and server', [usage.client, usage.server], /^valid$/],
    ['an empty list', [], /^valid$/],
    ['client only', [usage.client], /do not allow its use/],
    ['an unknown one only', ['1.2.3.4'], /do not allow its use/],
  ])('%s', (_, usages, expected) => {
    expect(verdictOn(msp, member(root, { more: [extended(...usages)] }))).toMatch(expected);
    // Of an authority it shows when the MSP is set up: its own chain has that usage too.
    const above = (): string =>
      verdictOn(mspOf([limited]), member(limited, { more: [extended(usage.server)] }));
    const limited = authority({ more: [extended(...usages)] });
    if (expected.test('valid')) expect(above()).toBe('valid');
    else expect(above).toThrow(expected);
  });
});

describe('who may certify', () => {
  const plain = (ca: Crafted): string => verdictOn(mspOf([ca]), member(ca));
  const pair = keys.ec();
  const keyId = Buffer.from('key id');

  test('an authority without a limit on its keys', () => {
    const ca = authority({ extensions: [basicConstraints(true), subjectKeyId(keyId)] });
    expect(plain(ca)).toBe('valid');
  });

  test('not one whose key is not for certificates', () => {
    const constraints = [basicConstraints(true), subjectKeyId(keyId)];
    const ca = authority({ extensions: [...constraints, keyUsage(0x80)] });
    expect(() => plain(ca)).toThrow(/did not issue itself/);
  });

  test('not the holder of a member certificate', () => {
    const peer = member(root, { commonName: 'peer' });
    expect(verdictOn(msp, member(peer))).toMatch(/^unreadable.*not issued by an authority/);
  });

  test('not an authority of another MSP, even of the same name', () => {
    expect(verdictOn(msp, member(authority()))).toMatch(/^unreadable.*not issued by/);
  });

  test('of two roots with the same name, the one with the key', () => {
    const other = authority();
    const both = mspOf([root, other]);
    expect([root, other].map((ca) => verdictOn(both, member(ca)))).toEqual(['valid', 'valid']);
  });

  test('not two roots with the same name and key: there is to be one chain', () => {
    const twins = [authority({ pair }), authority({ pair })];
    const both = mspOf(twins);
    expect(verdictOn(both, member(twins[0]!))).toMatch(/more than one chain/);
    expect(verdictOn(mspOf([twins[0]!]), member(twins[0]!))).toBe('valid');
  });

  test('the same root twice is one', () => {
    expect(verdictOn(mspOf([root, root]), member(root))).toBe('valid');
  });

  test.each<[string, string, string, RegExp]>([
    ['SHA-384', 'sha384', '1.2.840.10045.4.3.3', /^valid$/],
    ['SHA-512', 'sha512', '1.2.840.10045.4.3.4', /^valid$/],
    ['SHA-1', 'sha1', '1.2.840.10045.4.1', /^unreadable/],
    ['another hash than it says', 'sha384', '1.2.840.10045.4.3.2', /^unreadable/],
  ])('with ECDSA over %s', (_, digest, id, expected) => {
    const one = member(root, { digest, algorithm: sequence(identifier(id)) });
    expect(verdictOn(msp, one)).toMatch(expected);
  });

  test.each([
    ['RSA', keys.rsa(), '1.2.840.113549.1.1.11', /^valid$/],
    ['RSA with a short key', keys.rsa(1000), '1.2.840.113549.1.1.11', /not issued by/],
    ['Ed25519', keys.ed25519(), '1.3.101.112', /^valid$/],
  ])('an authority with %s', (_, ofAuthority, id, expected) => {
    const isRsa = ofAuthority.publicKey.asymmetricKeyType === 'rsa';
    const algorithm = sequence(identifier(id), ...(isRsa ? [nothing()] : []));
    const ca = authority({ pair: ofAuthority, algorithm });
    expect(verdictOn(mspOf([ca]), member(ca, { algorithm }))).toMatch(expected);
    const bad = member(ca, { algorithm, signature: (it) => it.fill(1, 9, 20) });
    // What is not signed with ECDSA is read unchecked, and then does not count.
    expect(verdictOn(mspOf([ca]), bad)).toMatch(
      /^the certificate does not count: it is not issued/,
    );
  });
});

describe('critical extensions', () => {
  const unknown = (critical: boolean): Buffer => extension('1.2.3.4.5', Buffer.of(1), critical);

  test('one that is not understood makes the certificate void, of a member and of an authority', () => {
    expect(verdictOn(msp, member(root, { more: [unknown(false)] }))).toBe('valid');
    expect(verdictOn(msp, member(root, { more: [unknown(true)] }))).toMatch(/not understood/);
    expect(() => mspOf([authority({ more: [unknown(true)] })])).toThrow(/not understood/);
  });

  test('alternative names of no known kind are not understood', () => {
    const names = sequence(element(0x88, Buffer.of(1)));
    const more = (critical: boolean): Parts => ({
      more: [extension('2.5.29.17', names, critical)],
    });
    expect(verdictOn(msp, member(root, more(false)))).toBe('valid');
    expect(verdictOn(msp, member(root, more(true)))).toMatch(/not understood/);
  });
});

describe('intermediate authorities', () => {
  const under = (above: Crafted, parts: Parts = {}): Crafted =>
    authority({ commonName: 'ica', ...parts }, above);
  const intermediateCerts = (...list: Crafted[]): { intermediateCerts: Buffer[] } => ({
    intermediateCerts: list.map((one) => pem(one)),
  });
  const middle = under(root);

  test('a member may be certified by one that certifies no other', () => {
    const both = mspOf([root], intermediateCerts(middle));
    expect(verdictOn(both, member(middle))).toBe('valid');
    expect(verdictOn(both, member(root))).toMatch(/its issuer certifies other authorities/);
    expect(verdictOn(msp, member(root))).toBe('valid');
  });

  test('of a longer chain, only the last', () => {
    const last = under(middle, { commonName: 'ica 2' });
    const all = mspOf([root], intermediateCerts(middle, last));
    expect(verdictOn(all, member(last))).toBe('valid');
    expect(verdictOn(all, member(middle))).toMatch(/its issuer certifies other authorities/);
  });

  test('a root beside one with intermediates may certify', () => {
    const other = authority({ commonName: 'other' });
    expect(verdictOn(mspOf([root, other], intermediateCerts(middle)), member(other))).toBe('valid');
  });

  test('one that is not configured is not found', () => {
    expect(verdictOn(msp, member(middle))).toMatch(/not issued by an authority/);
  });

  test.each([
    [1, /not issued by/],
    [2, /^valid$/],
  ])('two authorities below a root that admits %i', (limit, expected) => {
    const constraints = basicConstraints(true, integer(Buffer.of(limit)));
    const first = authority({ extensions: [constraints, subjectKeyId(Buffer.from('x'))] });
    const second = under(first, { commonName: 'second' });
    const third = under(second, { commonName: 'third' });
    const all = mspOf([first], intermediateCerts(second, third));
    expect(verdictOn(all, member(third))).toMatch(expected);
  });

  test('they are asked at the second after the member begins, too', () => {
    const late = under(root, { from: seconds(5) });
    const both = mspOf([root], intermediateCerts(late));
    expect(verdictOn(both, member(late, { from: seconds(4) }))).toBe('valid');
    expect(verdictOn(both, member(late, { from: seconds(3) }))).toMatch(/not issued by/);
  });

  test('two certificates of one authority make two chains', () => {
    const pair = keys.ec();
    const twins = [under(root, { pair }), under(root, { pair })];
    const both = mspOf([root], intermediateCerts(...twins));
    expect(verdictOn(both, member(twins[0]!))).toMatch(/more than one chain/);
  });

  test('an authority does not stand above itself, under another certificate either', () => {
    const pair = keys.ec();
    const one = authority({ commonName: 'one', pair }, root);
    const two = authority({ commonName: 'two' }, one);
    const back = authority({ commonName: 'one', pair }, two);
    expect(verdictOn(mspOf([root], intermediateCerts(one, two)), member(two))).toBe('valid');
    expect(() => mspOf([root], intermediateCerts(one, two, back))).toThrow(/not issued by/);
    const other = authority({ commonName: 'one' }, two);
    expect(verdictOn(mspOf([root], intermediateCerts(one, two, other)), member(other))).toBe(
      'valid',
    );
  });
});

describe('constraints on names', () => {
  const domain = (text: string): Buffer => element(0x82, Buffer.from(text));
  const trees = (tag: number, ...bases: Buffer[]): Buffer =>
    element(tag, ...bases.map((base) => sequence(base)));
  const limited = (...parts: Buffer[]): Crafted =>
    authority({
      commonName: 'a limited authority',
      more: [extension('2.5.29.30', sequence(...parts))],
    });
  const only = limited(trees(0xa0, domain('example.com')));
  const but = limited(trees(0xa1, domain('example.com')));

  test.each([
    ['example.com', true, false],
    ['a.example.com', true, false],
    ['A.EXAMPLE.com', true, false],
    ['notexample.com', false, true],
    ['b.org', false, true],
  ])('%s under one that is permitted, and under one that is excluded', (text, inside, outside) => {
    const verdict = (ca: Crafted): string =>
      verdictOn(mspOf([ca]), member(ca, { more: [alternativeNames(domain(text))] }));
    expect([verdict(only) === 'valid', verdict(but) === 'valid']).toEqual([inside, outside]);
  });

  test('other kinds of names', () => {
    const mailbox = (text: string): Buffer => element(0x81, Buffer.from(text));
    const address = (...bytes: number[]): Buffer => element(0x87, Buffer.from(bytes));
    const uri = (text: string): Buffer => element(0x86, Buffer.from(text));
    const ca = limited(
      trees(0xa0, mailbox('example.com'), address(10, 0, 0, 0, 255, 0, 0, 0)),
      trees(0xa1, element(0x86, Buffer.from('.b.org'))),
    );
    const verdict = (one: Buffer): boolean =>
      verdictOn(mspOf([ca]), member(ca, { more: [alternativeNames(one)] })) === 'valid';
    expect([mailbox('x@EXAMPLE.com'), mailbox('x@b.org')].map(verdict)).toEqual([true, false]);
    expect([address(10, 9, 8, 7), address(11, 9, 8, 7)].map(verdict)).toEqual([true, false]);
    const uris = ['http://b.org/', 'http://a.b.org:80/x', 'http://1.2.3.4/', 'urn:x'];
    expect(uris.map(uri).map(verdict)).toEqual([true, false, false, false]);
  });

  test('without alternative names, a common name that looks like a host is refused', () => {
    const verdict = (commonName: string): string =>
      verdictOn(mspOf([only]), member(only, { commonName }));
    expect(verdict('peer0.example.com')).toMatch(/constraints on names/);
    expect(verdict('peer 0')).toBe('valid');
    expect(verdictOn(msp, member(root, { commonName: 'peer0.example.com' }))).toBe('valid');
  });
});

describe('certificate policies, where an authority demands one', () => {
  const policies = (...ids: string[]): Buffer =>
    extension('2.5.29.32', sequence(...ids.map((id) => sequence(identifier(id)))));
  const demand = extension('2.5.29.36', sequence(element(0x80, Buffer.of(0))));
  const ica = (...more: Buffer[]): Crafted => authority({ commonName: 'ica', more }, root);
  const verdict = (middle: Crafted, ...more: Buffer[]): string =>
    verdictOn(mspOf([root], { intermediateCerts: [pem(middle)] }), member(middle, { more }));

  test('a chain that names none is refused only then', () => {
    expect(verdict(ica())).toBe('valid');
    expect(verdict(ica(policies('1.2.3')), policies('1.2.4'))).toBe('valid');
    expect(verdict(ica(demand, policies('1.2.3')))).toMatch(/do not allow its use/);
  });

  test('the same policy throughout, or any, will do', () => {
    expect(verdict(ica(demand, policies('1.2.3')), policies('1.2.3'))).toBe('valid');
    expect(verdict(ica(demand, policies('1.2.3')), policies('1.2.4'))).toMatch(/do not allow/);
    expect(verdict(ica(demand, policies('2.5.29.32.0')), policies('1.2.4'))).toBe('valid');
  });

  test('a policy may be called by another name below', () => {
    const mapping = extension(
      '2.5.29.33',
      sequence(sequence(identifier('1.2.3'), identifier('1.2.4'))),
    );
    expect(verdict(ica(demand, policies('1.2.3'), mapping), policies('1.2.4'))).toBe('valid');
    expect(verdict(ica(demand, policies('1.2.3'), mapping), policies('1.2.3'))).toMatch(/allow/);
  });
});

test('an empty name of the subject and of the issuer is a name', () => {
  const ca = authority({ subject: sequence() });
  expect(verdictOn(mspOf([ca]), member(ca, { subject: name('x', 'peer') }))).toBe('valid');
});
