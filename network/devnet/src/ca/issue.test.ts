import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { encodePem } from '@argosy/protocol/pem';
import { makeAuthority } from './authority.js';
import { generalName } from './general-names.js';
import { readSubject, writeSubject } from './go-names.js';
import { issue } from './issue.js';
import { defaultSettings } from './settings.js';
import { realSurroundings } from './surroundings.js';

const authority = makeAuthority({ commonName: 'ca', organisation: 'bank' }, realSurroundings);
const { publicKey, privateKey } = realSurroundings.makeKeys();
const spki = publicKey.export({ type: 'spki', format: 'der' });
const hosts = [
  'localhost',
  '127.0.0.1',
  '::1',
  'fe80::192.0.2.7',
  '2001:db8::',
  'ops@bank.test',
  'https://bank.test/ca',
];

const leaf = (usage: 'tls' | '') => {
  const profile = defaultSettings.profiles[usage];
  if (profile === undefined) throw new Error('no profile');
  return issue(
    authority,
    {
      subject: { commonName: 'Zoë', units: ['peer'], organisation: ['bank'] },
      publicKey: spki,
      profile,
      notBefore: new Date(authority.certificate.notBefore),
      notAfter: new Date(authority.certificate.notAfter),
      names: usage === 'tls' ? hosts.map(generalName) : [],
      attributes: usage === 'tls' ? undefined : { 'argosy.role': 'trader', a: '"' },
    },
    realSurroundings,
  );
};

test('OpenSSL reads what is issued', () => {
  const { der, serial } = leaf('tls');
  const read = new X509Certificate(der);
  expect(read.serialNumber.toLowerCase()).toBe(serial);
  expect(read.subject).toBe('O=bank\nOU=peer\nCN=Zoë');
  expect(read.checkPrivateKey(privateKey)).toBe(true);
  expect(read.verify(new X509Certificate(authority.certificate.toString()).publicKey)).toBe(true);
  expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(read.subjectAltName?.split(', ')).toEqual([
    'DNS:localhost',
    'IP Address:127.0.0.1',
    'IP Address:0:0:0:0:0:0:0:1',
    'IP Address:FE80:0:0:0:0:0:C000:207',
    'IP Address:2001:DB8:0:0:0:0:0:0',
    'email:ops@bank.test',
    'URI:https://bank.test/ca',
  ]);
  expect(new Date(read.validTo).getTime()).toBe(
    Math.floor(authority.certificate.notAfter / 1000) * 1000,
  );
});

test('names survive their way through DER', () => {
  const subject = {
    country: ['IE'],
    organisation: ['b', 'aa'],
    units: ['peer', 'Zoë & co'],
    locality: [],
    province: [],
    commonName: 'a=b,c+d',
    serialNumber: '7',
  };
  expect(readSubject(writeSubject(subject))).toEqual({
    ...subject,
    // The values of one set stand in the order of their encodings.
    organisation: ['b', 'aa'],
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0 ? test : test.skip;

openssl('the openssl command accepts the chain, strictly', () => {
  const folder = mkdtempSync(join(tmpdir(), 'argosy-issue-'));
  try {
    const [root, file] = [join(folder, 'ca.pem'), join(folder, 'leaf.pem')];
    writeFileSync(root, authority.certificate.toString());
    for (const [usage, purpose] of [
      ['tls', 'sslserver'],
      ['tls', 'sslclient'],
      ['', 'any'],
    ] as const) {
      writeFileSync(file, encodePem('CERTIFICATE', leaf(usage).der));
      const args = ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', root, file];
      expect(spawnSync('openssl', args, { encoding: 'utf8' }).stdout).toContain(': OK');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
