import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MembershipClient } from '@argosy/operator/membership/client';
import {
  certifyForTls,
  makeAuthority,
} from '../../../network/operator/test-support/issued-certificates.js';
import { stringify } from 'yaml';
import { configured } from './ca-under-test.js';
import type { CaConfiguration, CaKind } from './ca-under-test.js';

const bootstrap = { id: 'admin', secret: 'adminpw' };

/** Hyperledger Fabric CA itself, from a folder with its program. */
export const fabricCa = (folder: string): CaKind => ({
  name: 'Fabric CA',
  async start(configuration) {
    const home = mkdtempSync(join(tmpdir(), 'argosy-fabric-ca-'));
    const authority = await makeAuthority('tls.bank.example', 'bank.example');
    const tls = await certifyForTls(authority, 'localhost');
    const files = { certfile: join(home, 'tls.pem'), keyfile: join(home, 'tls-key.pem') };
    writeFileSync(files.certfile, tls.certificatePem);
    writeFileSync(files.keyfile, tls.keyPem, { mode: 0o600 });
    const [port, operations] = [await freePort(), await freePort()];
    const file = join(home, 'fabric-ca-server-config.yaml');
    writeFileSync(
      file,
      stringify({ port, tls: { enabled: true, ...files }, ...settings(configuration) }),
    );
    const process_ = spawn(join(folder, 'fabric-ca-server'), ['start', '--home', home], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        FABRIC_CA_SERVER_ADDRESS: '127.0.0.1',
        FABRIC_CA_SERVER_OPERATIONS_LISTENADDRESS: `127.0.0.1:${operations}`,
        FABRIC_CA_SERVER_COMPATIBILITY_MODE_V1_3: String(configuration === 'open'),
      },
    });
    const stop = async (): Promise<void> => {
      await end(process_);
      rmSync(home, { recursive: true, force: true });
    };
    const connection = {
      url: `https://127.0.0.1:${port}`,
      rootsPem: authority.certificatePem,
      timeoutMs: 30_000,
    };
    try {
      await answering(process_, new MembershipClient(connection));
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      connection,
      bootstrap,
      pass: (time) => sleep(Math.max(0, time.getTime() + 1000 - Date.now())),
      stop,
    };
  },
});

function settings(configuration: CaConfiguration): object {
  const isOpen = configuration === 'open';
  return {
    version: '1.5.0',
    ca: { name: 'ca.bank.example' },
    cfg: {
      identities: { allowremove: isOpen, passwordattempts: isOpen ? 10 : 3 },
      affiliations: { allowremove: isOpen },
    },
    registry: {
      maxenrollments: isOpen ? -1 : 2,
      identities: [
        {
          name: bootstrap.id,
          pass: bootstrap.secret,
          type: 'client',
          affiliation: '',
          attrs: registrarAttributes,
        },
        configured,
      ],
    },
    db: { type: 'sqlite3', datasource: 'fabric-ca-server.db' },
    affiliations: { org1: ['department1', 'department2'], org2: ['department1'] },
    signing,
    csr: { cn: 'ca.bank.example', names: [{ O: 'bank.example' }] },
  };
}

const registrarAttributes = {
  'hf.Registrar.Roles': '*',
  'hf.Registrar.DelegateRoles': '*',
  'hf.Revoker': 'true',
  'hf.IntermediateCA': 'true',
  'hf.GenCRL': 'true',
  'hf.Registrar.Attributes': '*',
  'hf.AffiliationMgr': 'true',
};

const signing = {
  default: { usage: ['digital signature'], expiry: '8760h' },
  profiles: {
    ca: {
      usage: ['cert sign', 'crl sign'],
      expiry: '43800h',
      caconstraint: { isca: true, maxpathlen: 0, maxpathlenzero: true },
    },
    tls: {
      usage: ['signing', 'key encipherment', 'server auth', 'client auth', 'key agreement'],
      expiry: '8760h',
    },
    brief: { usage: ['digital signature'], expiry: '1s' },
  },
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(started: ChildProcess, client: MembershipClient): Promise<void> {
  let told = '';
  started.stderr?.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(-4000);
  });
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    if (started.exitCode !== null) break;
    const answer = await client.information().catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(100);
  }
  throw new Error(`fabric-ca-server does not answer:\n${told}`);
}

async function end(started: ChildProcess): Promise<void> {
  if (started.exitCode !== null || started.signalCode !== null) return;
  const ended = once(started, 'exit');
  started.kill('SIGKILL');
  await ended;
  started.stderr?.destroy();
}
