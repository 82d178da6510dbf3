import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startDevelopmentCa } from '@argosy/devnet/ca/development-ca';
import type { DevelopmentCa, DevelopmentCaOptions } from '@argosy/devnet/ca/development-ca';
import { MembershipClient } from '@argosy/operator/membership/client';
import type { Connection } from '@argosy/operator/membership/transport';
import { FabricMSPConfig } from '@argosy/protocol/messages/msp';
import { Msp } from '@argosy/protocol/msp';
import { decode, encode } from '@argosy/protocol/wire';
import { describeCertificate } from './support/certificate.js';
import { refusalOf } from './support/stand.js';

const program = fileURLToPath(new URL('programs/serve-ca.ts', import.meta.url));
const bootstrap = { id: 'admin', secret: 'adminpw' };

let folder: string;
const started: DevelopmentCa[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-ca-'));
});
afterEach(async () => {
  for (const ca of started.splice(0)) await ca.close();
  rmSync(folder, { recursive: true });
});

async function start(options: Partial<DevelopmentCaOptions> = {}): Promise<DevelopmentCa> {
  const ca = await startDevelopmentCa({
    name: 'ca.bank.example',
    organisation: 'bank.example',
    bootstrap,
    tls: true,
    ...options,
  });
  started.push(ca);
  return ca;
}

const clientOf = (ca: DevelopmentCa, caName?: string): MembershipClient =>
  new MembershipClient({
    url: ca.url,
    rootsPem: ca.tlsChainPem,
    ...(caName === undefined ? {} : { caName }),
  });

describe('in a folder', () => {
  test('it is the same CA again after a stop, and its files are its owner’s alone', async () => {
    const first = await start({ folder });
    const admin = await clientOf(first).enrol(bootstrap);
    const secret = await clientOf(first).register(admin, { id: 'mei' });
    const mei = await clientOf(first).enrol({ id: 'mei', secret });
    await clientOf(first).revoke(admin, { id: 'mei' });
    await first.close();
    started.pop();
    const again = await start({ folder });
    expect(again.chainPem).toBe(first.chainPem);
    expect(again.tlsChainPem).toBe(first.tlsChainPem);
    expect(await refusalOf(clientOf(again).reenrol(mei))).toEqual([401, 20]);
    expect((await clientOf(again).identity(admin, 'mei')).id).toBe('mei');
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const { mode } = statSync(join(file.parentPath, file.name));
      expect(mode & 0o777).toBe(file.isFile() ? 0o600 : 0o700);
    }
  });

  test('no second process, nor the same one, opens its folder', async () => {
    const { kill } = await serve(folder);
    await expect(start({ folder })).rejects.toThrow('is in use by process');
    kill();
    await until(async () => (await start({ folder }).catch(() => undefined)) !== undefined);
    await expect(start({ folder })).rejects.toThrow('is in use by process');
  });

  test('a lost certificate is not replaced by another', async () => {
    await (await start({ folder })).close();
    started.pop();
    rmSync(join(folder, 'enrolment', 'ca-cert.pem'));
    await expect(start({ folder })).rejects.toThrow('ca-cert.pem is missing');
  });

  test('killed at any time, it has all that it acknowledged', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { connection, kill } = await serve(folder);
      const client = new MembershipClient(connection);
      const admin = await client.enrol(bootstrap);
      const registering = Array.from({ length: 12 }, async (_, lane) => {
        for (let count = 0; ; count += 1) {
          const id = `${round}-${lane}-${count}`;
          await client.register(admin, { id });
          acknowledged.push(id);
        }
      });
      setTimeout(kill, 150 + 70 * round);
      const outcomes = await Promise.allSettled(registering);
      expect(outcomes.map(({ status }) => status)).not.toContain('fulfilled');
    }
    const ca = await start({ folder });
    const admin = await clientOf(ca).enrol(bootstrap);
    const known = new Set((await clientOf(ca).identities(admin)).map(({ id }) => id));
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(20);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 200) throw new Error('it did not happen');
    await sleep(20);
  }
}

async function serve(folder_: string): Promise<{ connection: Connection; kill: () => void }> {
  const child = spawn(process.execPath, ['--no-warnings', program, folder_], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const connection = JSON.parse(line.toString()) as Connection;
  return { connection, kill: () => child.kill('SIGKILL') };
}

test('the TLS CA beside it knows its own identities and certifies by its own root', async () => {
  const ca = await start();
  const [enrolment, tls] = [clientOf(ca), clientOf(ca, ca.tlsName)];
  const [admin, tlsAdmin] = [await enrolment.enrol(bootstrap), await tls.enrol(bootstrap)];
  expect(admin.chainPem).toBe(ca.chainPem);
  expect(tlsAdmin.chainPem).toBe(ca.tlsChainPem);
  expect(await refusalOf(tls.register(admin, { id: 'peer0' }))).toEqual([401, 20]);
  const secret = await tls.register(tlsAdmin, { id: 'peer0', type: 'peer' });
  expect(await refusalOf(enrolment.identity(admin, 'peer0'))).toEqual([404, 63]);
  const wish = { profile: 'tls', hosts: ['localhost'] };
  const { certificatePem } = await tls.enrol({ id: 'peer0', secret }, wish);
  expect(describeCertificate(certificatePem).alternativeNames).toBe('DNS:localhost');
});

test('the chaincode link has a CA of its own, only where it was asked for', async () => {
  const [plain, own] = [await start(), await start({ certifiesChaincode: true })];
  const name = `chaincode.${own.name}`;
  const admin = await clientOf(own, name).enrol(bootstrap);
  expect([own.chainPem, own.tlsChainPem]).not.toContain(admin.chainPem);
  expect(await refusalOf(clientOf(plain, name).enrol(bootstrap))).toEqual([404, 19]);
});

test('it listens on this machine alone, and says what it is in every answer', async () => {
  const ca = await start({ tls: false });
  const { hostname, port } = new URL(ca.url);
  expect(hostname).toBe('127.0.0.1');
  const [response] = (await once(get(`${ca.url}/cainfo`), 'response')) as [IncomingMessage];
  response.resume();
  expect(response.headers.server).toBe('Argosy development CA');
  const outside = Object.values(networkInterfaces())
    .flatMap((it) => it ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  // A machine without any network has no address to try.
  const address = outside?.address ?? '127.0.0.2';
  await expect(once(get(`http://${address}:${port}/cainfo`), 'response')).rejects.toThrow();
});

test('a request larger than any of Fabric CA’s is not read', async () => {
  const ca = await start();
  const secret = 'x'.repeat(1024 * 1024);
  const admin = await clientOf(ca).enrol(bootstrap);
  const asked = clientOf(ca).register(admin, { id: 'large', secret });
  await expect(asked).rejects.toMatchObject({ kind: expect.stringMatching(/refused|unknown/) });
  expect(await refusalOf(clientOf(ca).identity(admin, 'large'))).toEqual([404, 63]);
});

test('an affiliation is not renamed to one that is there', async () => {
  const ca = await start();
  const admin = await clientOf(ca).enrol(bootstrap);
  const renaming = clientOf(ca).renameAffiliation(admin, 'org1', { to: 'org2' });
  expect(await refusalOf(renaming)).toEqual([409, 64]);
});

test('a peer takes its certificates by their units, and refuses those on its list', async () => {
  const ca = await start();
  const client = clientOf(ca);
  const admin = await client.enrol(bootstrap);
  const join_ = async (id: string, type: string) => {
    const secret = await client.register(admin, { id, type, affiliation: 'org1' });
    return client.enrol({ id, secret });
  };
  const [peer, officer, gone] = [
    await join_('peer0', 'peer'),
    await join_('officer', 'admin'),
    await join_('gone', 'client'),
  ];
  const { crlPem = '' } = await client.revoke(admin, { id: 'gone', wantsCrl: true });
  const msp = mspOf(ca.chainPem, crlPem);
  const identities = [peer, officer, gone].map((it) =>
    msp.identity(Buffer.from(it.certificatePem)),
  );
  expect(identities.map((it) => it?.validity.valid)).toEqual([true, true, false]);
  const roles = identities.map((it) =>
    it === undefined
      ? []
      : (['peer', 'admin', 'client'] as const).filter((role) => msp.holds(it, role)),
  );
  expect(roles).toEqual([['peer'], ['admin'], []]);
});

/** An organisation's membership rules with this CA's root. */
function mspOf(chainPem: string, crlPem: string): Msp {
  const certificate = Buffer.from(chainPem);
  const unit = (organizationalUnitIdentifier: string) => ({
    certificate,
    organizationalUnitIdentifier,
  });
  const config = encode(FabricMSPConfig, {
    name: 'BankMSP',
    rootCerts: [certificate],
    revocationList: [Buffer.from(crlPem)],
    cryptoConfig: { signatureHashFamily: 'SHA2', identityIdentifierHashFunction: 'SHA256' },
    fabricNodeOus: {
      enable: true,
      clientOuIdentifier: unit('client'),
      peerOuIdentifier: unit('peer'),
      adminOuIdentifier: unit('admin'),
      ordererOuIdentifier: unit('orderer'),
    },
  });
  return new Msp(decode(FabricMSPConfig, config), { version: '1.4.3' });
}
