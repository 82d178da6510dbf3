import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemAmbient } from '@argosy/devnet/ambient';
import { enrolled } from '../../test-support/enrolled.js';
import { freeBase } from '../../test-support/free-base.js';
import { planPorts } from '../ports.js';
import type { PortPlan } from '../ports.js';
import { runFolder } from '../run-folder.js';
import { readTopology } from '../topology/read.js';
import { Material } from './material.js';
import { filesOf, planMaterial } from './plan.js';

const topology = readTopology(fileURLToPath(new URL('../../../topology.yaml', import.meta.url)));
const home = mkdtempSync(join(tmpdir(), 'argosy-pki-'));
const folder = runFolder(home);
const plans = planMaterial(topology);
const day = 86_400_000;
let ports: PortPlan;

const certificate = (file: string): X509Certificate => new X509Certificate(readFileSync(file));
const everyFile = (below: string): string[] =>
  readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));
const enrol = (days = 0): Promise<number> =>
  enrolled({ topology, folder, ports }, { ...systemAmbient, now: () => Date.now() + days * day });
const contents = (): string[] =>
  everyFile(folder.material)
    .filter((file) => file.endsWith('.pem'))
    .map((file) => readFileSync(file, 'utf8'));

beforeAll(async () => {
  ports = planPorts(topology, await freeBase());
  expect(await enrol()).toBe(plans.flatMap(({ certificates }) => certificates).length);
}, 60_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('every planned file is there, and every file can be read by its owner alone', () => {
  for (const file of filesOf(plans)) expect(existsSync(join(home, file))).toBe(true);
  const modes = new Set(everyFile(home).map((file) => statSync(file).mode & 0o777));
  expect([...modes]).toEqual([0o600]);
  for (const each of [folder.material, join(home, 'secrets'), join(home, 'authorities')])
    expect(statSync(each).mode & 0o777).toBe(0o700);
});

test('no two have one secret, and none stands anywhere else', () => {
  const registrars = plans.map(({ msp }) => folder.registrarSecret(msp));
  const known = plans.map(({ msp }) => folder.knownIdentities(msp));
  const files = [...registrars, ...known];
  const passwords = known.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/"pass": "([^"]+)"/g)].map(([, it]) => it ?? ''),
  );
  const everybody = plans.flatMap(({ certificates }) => certificates);
  expect(new Set(passwords).size).toBe(everybody.length);
  const secrets = new Set([
    ...registrars.map((file) => readFileSync(file, 'utf8').trim()),
    ...passwords,
  ]);
  expect(secrets.size).toBe(plans.length + everybody.length);
  const others = everyFile(home).filter((file) => !files.includes(file));
  const found = others.filter((file) =>
    [...secrets].some((secret) => readFileSync(file).includes(secret)),
  );
  expect(found).toEqual([]);
});

test('every certificate is signed by its authority, low-S, with both key identifiers, and valid since a few minutes ago', () => {
  for (const { certificates } of plans) {
    for (const { msp, kind, files } of certificates) {
      const one = certificate(files(folder).certificate);
      const authority = certificate(folder.authority(msp, kind).certificate);
      expect(one.checkIssued(authority) && one.verify(authority.publicKey)).toBe(true);
      expect([one, authority].map((it) => sOf(it) <= halfOrder)).toEqual([true, true]);
      expect(Date.now() - Date.parse(one.validFrom)).toBeGreaterThan(4 * 60_000);
      expect(one.ca).toBe(false);
      for (const identifier of ['551d0e', '551d23'])
        expect(one.raw.toString('hex')).toContain(identifier);
    }
  }
});

const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/** The second integer of the signature, which is the last element of the certificate. */
function sOf({ raw }: X509Certificate): bigint {
  const end = raw.length;
  const lengths = [31, 32, 33];
  const length = lengths.find((it) => raw[end - it - 2] === 2 && raw[end - it - 1] === it);
  if (length === undefined) throw new Error('no signature at the end');
  return BigInt(`0x${raw.subarray(end - length).toString('hex')}`);
}

const openssl = spawnSync('openssl', ['version']).status === 0 ? test : test.skip;

openssl('OpenSSL accepts the chains of a person, a peer and a chaincode', () => {
  const bank = 'ImportBankMSP';
  const pairs = [
    [folder.authority(bank, 'enrolment'), folder.identity(bank, 'henrik'), 'any'],
    [folder.authority(bank, 'tls'), folder.identity(bank, 'peer0').tls, 'sslserver'],
    [
      folder.authority(bank, 'chaincode'),
      folder.identity(bank, 'chaincode-server').tls,
      'sslclient',
    ],
  ] as const;
  for (const [authority, leaf, purpose] of pairs) {
    const chain = ['-CAfile', authority.certificate, leaf.certificate];
    const args = ['verify', '-x509_strict', '-purpose', purpose, ...chain];
    expect(spawnSync('openssl', args, { encoding: 'utf8' }).stdout).toContain(': OK');
  }
});

test('a listener is certified for this machine', () => {
  const { subjectAltName } = certificate(folder.identity('ExportBankMSP', 'peer0').tls.certificate);
  expect(subjectAltName).toBe('DNS:peer0.exportbank.test, DNS:localhost, IP Address:127.0.0.1');
});

test('the link between peer and chaincode is certified by no authority that certifies anything else', () => {
  const { tls } = folder.identity('ImportBankMSP', 'peer0-chaincode-client');
  const one = certificate(tls.certificate);
  const authority = (kind: 'tls' | 'chaincode') =>
    certificate(folder.authority('ImportBankMSP', kind).certificate);
  expect(one.checkIssued(authority('chaincode'))).toBe(true);
  expect(one.checkIssued(authority('tls'))).toBe(false);
});

test("a person's certificate names unit and role, and a node's its unit", () => {
  const henrik = certificate(folder.identity('ImportBankMSP', 'henrik').certificate);
  expect(henrik.subject).toBe('OU=client\nCN=henrik');
  expect(henrik.raw.toString('latin1')).toContain('"argosy.role":"tradeOfficer"');
  const unitOf = (msp: string, name: string) =>
    certificate(folder.identity(msp, name).certificate).subject.split('\n')[0];
  expect(unitOf('CarrierOrdererMSP', 'consenter')).toBe('OU=orderer');
  expect(unitOf('CarrierOrdererMSP', 'admin')).toBe('OU=admin');
  expect(unitOf('CarrierMSP', 'peer0')).toBe('OU=peer');
});

test('the administrator of an organisation has that role for contracts, too; who only orders has none', () => {
  const rolesOf = (msp: string) =>
    certificate(folder.identity(msp, 'admin').certificate).raw.toString('latin1');
  expect(rolesOf('CarrierMSP')).toContain('"argosy.role":"administrator"');
  expect(rolesOf('ImporterMSP')).toContain('"argosy.role":"administrator"');
  expect(rolesOf('CarrierOrdererMSP')).not.toContain('argosy.role');
});

describe('a later start', () => {
  test('enrols nobody', async () => {
    const before = contents();
    expect(await enrol()).toBe(0);
    expect(contents()).toEqual(before);
  });

  test('enrols again whoever lost certificate or key, or has half a pair, under the same name', async () => {
    const { key } = folder.identity('ImportBankMSP', 'henrik');
    rmSync(key);
    writeFileSync(
      folder.identity('CarrierMSP', 'peer0').key,
      readFileSync(folder.identity('CarrierMSP', 'indexer').key),
    );
    expect(await enrol()).toBe(2);
    const { certificate: file } = folder.identity('ImportBankMSP', 'henrik');
    expect(certificate(file).raw.toString('latin1')).toContain('"argosy.role":"tradeOfficer"');
    expect(await enrol()).toBe(0);
  });

  test('renews what ends within a month, but not what channels hold', async () => {
    const inChannels = folder.identity('CarrierOrdererMSP', 'consenter').certificate;
    const before = readFileSync(inChannels, 'utf8');
    const all = plans.flatMap(({ certificates }) => certificates);
    const renewable = all.filter((it) => !it.isInChannels).length;
    expect(await enrol(340)).toBe(renewable);
    expect(readFileSync(inChannels, 'utf8')).toBe(before);
    const henrik = certificate(folder.identity('ImportBankMSP', 'henrik').certificate);
    expect(Date.parse(henrik.validTo) - Date.now()).toBeGreaterThan(700 * day);
    expect(await enrol(340)).toBe(0);
  });

  test('refuses what channels hold and has expired or is lost', async () => {
    await expect(enrol(400)).rejects.toThrow('consenter.orderer.importbank.test');
    mkdirSync(folder.channels);
    const { key } = folder.identity('CarrierOrdererMSP', 'consenter');
    const before = readFileSync(key);
    rmSync(key);
    await expect(enrol()).rejects.toThrow('is missing');
    writeFileSync(key, before);
    rmSync(folder.channels, { recursive: true });
    expect(await enrol()).toBe(0);
  });

  test('refuses material of another topology or form, and another authority', async () => {
    const other = { ...topology, organisations: topology.organisations.slice(1) };
    expect(() => Material.open(other, folder, new Date())).toThrow('another network');
    rmSync(folder.authorityHome('ExporterMSP'), { recursive: true });
    rmSync(folder.identity('ExporterMSP', 'omar').key);
    await expect(enrol()).rejects.toThrow('is another one than before');
    writeFileSync(folder.manifest, '{"version":1}');
    expect(() => Material.open(topology, folder, new Date())).toThrow('another form');
    rmSync(folder.manifest);
    expect(() => Material.open(topology, folder, new Date())).toThrow('manifest is missing');
  });
});
