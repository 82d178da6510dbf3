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
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runFolder } from '../run-folder.js';
import { readTopology } from '../topology/read.js';
import { ensureMaterial } from './material.js';
import { filesOf, planMaterial } from './plan.js';

const topology = readTopology(fileURLToPath(new URL('../../../topology.yaml', import.meta.url)));
const home = mkdtempSync(join(tmpdir(), 'argosy-pki-'));
const folder = runFolder(home);
const certificate = (file: string): X509Certificate => new X509Certificate(readFileSync(file));
const everyFile = (): string[] =>
  readdirSync(folder.material, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));

beforeAll(async () => {
  expect(await ensureMaterial(topology, folder, new Date())).toEqual({ made: true });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('every planned file is there, and every file can be read by its owner alone', () => {
  for (const file of filesOf(planMaterial(topology)))
    expect(everyFile()).toContain(join(home, file));
  const modes = new Set(everyFile().map((file) => statSync(file).mode & 0o777));
  expect([...modes]).toEqual([0o600]);
  expect(statSync(folder.material).mode & 0o777).toBe(0o700);
});

test('every certificate is signed by its authority, low-S, and valid since a few minutes ago', () => {
  for (const { msp, authorities, identities } of planMaterial(topology)) {
    const certified = [
      ...authorities.map((kind) => ({ file: folder.authority(msp, kind).certificate, by: kind })),
      ...identities.flatMap(({ name, enrolment, tlsFrom }) => [
        ...(enrolment === undefined
          ? []
          : [{ file: folder.identity(msp, name).certificate, by: 'enrolment' as const }]),
        ...(tlsFrom === undefined
          ? []
          : [{ file: folder.identity(msp, name).tls.certificate, by: tlsFrom }]),
      ]),
    ];
    for (const { file, by } of certified) {
      const one = certificate(file);
      expect(one.verify(certificate(folder.authority(msp, by).certificate).publicKey)).toBe(true);
      expect(sOf(one)).toBeLessThanOrEqual(halfOrder);
      expect(Date.now() - Date.parse(one.validFrom)).toBeGreaterThan(4 * 60_000);
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
    [folder.authority(bank, 'enrolment'), folder.identity(bank, 'henrik')],
    [folder.authority(bank, 'tls'), folder.identity(bank, 'peer0').tls],
    [folder.authority(bank, 'chaincode'), folder.identity(bank, 'chaincode-server').tls],
  ] as const;
  for (const [authority, leaf] of pairs) {
    const args = ['verify', '-x509_strict', '-CAfile', authority.certificate, leaf.certificate];
    expect(spawnSync('openssl', args, { encoding: 'utf8' }).stdout).toContain(': OK');
  }
});

test('a listener is certified for this machine', () => {
  const { subjectAltName } = certificate(folder.identity('ExportBankMSP', 'peer0').tls.certificate);
  expect(subjectAltName).toContain('DNS:localhost');
  expect(subjectAltName).toContain('IP Address:127.0.0.1');
});

test('the link between peer and chaincode is certified by no authority that certifies anything else', () => {
  const { tls } = folder.identity('ImportBankMSP', 'chaincode-client');
  const one = certificate(tls.certificate);
  const authority = (kind: 'tls' | 'chaincode') =>
    certificate(folder.authority('ImportBankMSP', kind).certificate);
  expect(one.checkIssued(authority('chaincode'))).toBe(true);
  expect(one.checkIssued(authority('tls'))).toBe(false);
});

test("a person's certificate names unit and role as Fabric CA writes them", () => {
  const henrik = certificate(folder.identity('ImportBankMSP', 'henrik').certificate);
  expect(henrik.subject).toBe('CN=henrik\nOU=client');
  expect(henrik.raw.toString('latin1')).toContain('"argosy.role":"tradeOfficer"');
  const consenter = certificate(folder.identity('CarrierOrdererMSP', 'consenter').certificate);
  expect(consenter.subject).toContain('OU=orderer');
});

describe('the second start', () => {
  test('makes nothing', async () => {
    const before = everyFile().map((file) => statSync(file).mtimeMs);
    expect(await ensureMaterial(topology, folder, new Date())).toEqual({ made: false });
    expect(everyFile().map((file) => statSync(file).mtimeMs)).toEqual(before);
  });

  test('removes what a start that was cut short left behind', async () => {
    const draft = join(home, '.draft-1', 'material');
    mkdirSync(draft, { recursive: true });
    await ensureMaterial(topology, folder, new Date());
    expect(existsSync(draft)).toBe(false);
  });

  test('refuses material of another topology, expired or incomplete material', async () => {
    const other = { ...topology, organisations: topology.organisations.slice(1) };
    await expect(ensureMaterial(other, folder, new Date())).rejects.toThrow('another network');
    await expect(ensureMaterial(topology, folder, new Date('2100-01-01'))).rejects.toThrow(
      'expired',
    );
    rmSync(folder.identity('ImportBankMSP', 'peer0').key);
    await expect(ensureMaterial(topology, folder, new Date())).rejects.toThrow('is missing');
  });
});
