import {
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
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { layoutFiles } from './samples-layout.js';
import type { LayoutNetwork } from './samples-layout.js';
import { writeLayout } from './write-layout.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-layout-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pair = (name: string) => ({ certificate: pem(`${name}-cert`), key: pem(`${name}-key`) });
/** A file that holds its own name. */
function pem(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${name}\n`);
  return file;
}

function aNetwork(): LayoutNetwork {
  const member = (msp: string, domain: string) => ({
    msp,
    domain,
    authority: pem(`${msp}-ca`),
    tlsAuthority: pem(`${msp}-tlsca`),
  });
  const identity = (name: string) => ({ name, signing: pair(name) });
  return {
    organisations: [
      {
        ...member('Org1MSP', 'org1.example.com'),
        name: 'Org1',
        users: [identity('Admin'), identity('User1')],
        peers: [{ ...identity('peer0'), port: 7051, tls: pair('peer0-tls') }],
        ca: { name: 'ca-org1', port: 7054, tlsAuthority: pem('ca-tls') },
      },
    ],
    orderers: {
      ...member('OrdererMSP', 'example.com'),
      users: [identity('Admin')],
      orderers: [{ ...identity('orderer'), port: 7050, tls: pair('orderer-tls') }],
    },
  };
}

const contentOf = (path: string): string =>
  readFileSync(join(folder, 'out/organizations', path), 'utf8').trim();
const org1 = 'peerOrganizations/org1.example.com';

describe('what applications open is where they open it', () => {
  beforeAll(() => {
    writeLayout(join(folder, 'out'), aNetwork());
  });

  test.each([
    [`${org1}/peers/peer0.org1.example.com/tls/ca.crt`, 'Org1MSP-tlsca'],
    [`${org1}/peers/peer0.org1.example.com/tls/server.crt`, 'peer0-tls-cert'],
    [`${org1}/peers/peer0.org1.example.com/tls/server.key`, 'peer0-tls-key'],
    [`${org1}/peers/peer0.org1.example.com/msp/keystore/priv_sk`, 'peer0-key'],
    [`${org1}/users/User1@org1.example.com/msp/keystore/priv_sk`, 'User1-key'],
    [`${org1}/users/User1@org1.example.com/msp/signcerts/cert.pem`, 'User1-cert'],
    [
      `${org1}/users/User1@org1.example.com/msp/signcerts/User1@org1.example.com-cert.pem`,
      'User1-cert',
    ],
    [`${org1}/users/User1@org1.example.com/msp/cacerts/ca.org1.example.com-cert.pem`, 'Org1MSP-ca'],
    [`${org1}/users/Admin@org1.example.com/msp/keystore/priv_sk`, 'Admin-key'],
    [`${org1}/msp/cacerts/ca.org1.example.com-cert.pem`, 'Org1MSP-ca'],
    [`${org1}/ca/ca.org1.example.com-cert.pem`, 'Org1MSP-ca'],
    [`${org1}/tlsca/tlsca.org1.example.com-cert.pem`, 'Org1MSP-tlsca'],
    [
      'ordererOrganizations/example.com/orderers/orderer.example.com/msp/tlscacerts/tlsca.example.com-cert.pem',
      'OrdererMSP-tlsca',
    ],
    [
      'ordererOrganizations/example.com/orderers/orderer.example.com/tls/server.crt',
      'orderer-tls-cert',
    ],
    ['ordererOrganizations/example.com/tlsca/tlsca.example.com-cert.pem', 'OrdererMSP-tlsca'],
    ['ordererOrganizations/example.com/users/Admin@example.com/msp/keystore/priv_sk', 'Admin-key'],
  ])('%s', (path, content) => {
    expect(contentOf(path)).toBe(content);
  });

  test('a folder of keys holds one key, as some take whatever comes first', () => {
    const path = join(
      folder,
      'out/organizations',
      org1,
      'users/User1@org1.example.com/msp/keystore',
    );
    expect(readdirSync(path)).toEqual(['priv_sk']);
  });

  test('units of certificates are mapped to roles by the authority that lies beside', () => {
    const text = contentOf(`${org1}/users/User1@org1.example.com/msp/config.yaml`);
    expect(parse(text)).toMatchObject({
      NodeOUs: {
        Enable: true,
        ClientOUIdentifier: {
          Certificate: 'cacerts/ca.org1.example.com-cert.pem',
          OrganizationalUnitIdentifier: 'client',
        },
        OrdererOUIdentifier: { OrganizationalUnitIdentifier: 'orderer' },
      },
    });
  });

  test('the connection profile names peers, authority and their certificates, in both forms alike', () => {
    const profile = JSON.parse(contentOf(`${org1}/connection-org1.json`)) as unknown;
    expect(parse(contentOf(`${org1}/connection-org1.yaml`))).toEqual(profile);
    expect(profile).toMatchObject({
      name: 'test-network-org1',
      client: { organization: 'Org1' },
      organizations: { Org1: { mspid: 'Org1MSP', peers: ['peer0.org1.example.com'] } },
      peers: {
        'peer0.org1.example.com': {
          url: 'grpcs://localhost:7051',
          tlsCACerts: { pem: 'Org1MSP-tlsca\n' },
        },
      },
      certificateAuthorities: {
        'ca.org1.example.com': {
          url: 'https://localhost:7054',
          caName: 'ca-org1',
          tlsCACerts: { pem: ['ca-tls\n'] },
        },
      },
    });
  });
});

test('only the owner can read what was written', () => {
  writeLayout(join(folder, 'private'), aNetwork());
  for (const { path } of layoutFiles(aNetwork(), () => '')) {
    expect(statSync(join(folder, 'private/organizations', path)).mode & 0o077).toBe(0);
  }
});

test('an earlier layout is replaced and removed; what lies beside it stays', () => {
  const out = join(folder, 'again');
  mkdirSync(join(out, 'organizations/cryptogen'), { recursive: true });
  writeLayout(out, aNetwork());
  const stale = join(out, 'organizations', org1, 'stale');
  writeFileSync(stale, '');
  const written = writeLayout(out, aNetwork());
  expect(() => statSync(stale)).toThrow('ENOENT');
  written.remove();
  expect(readdirSync(join(out, 'organizations'))).toEqual(['cryptogen']);
});

test('material of another network is not overwritten', () => {
  const out = join(folder, 'foreign');
  mkdirSync(join(out, 'organizations/peerOrganizations/org1.example.com'), { recursive: true });
  expect(() => writeLayout(out, aNetwork())).toThrow('is there already');
  expect(readdirSync(join(out, 'organizations'))).toEqual(['peerOrganizations']);
});
