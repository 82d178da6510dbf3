import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readServerOptions } from './options.js';

let folder: string;
let environment: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-'));
  const file = (name: string): string => {
    writeFileSync(join(folder, name), name);
    return join(folder, name);
  };
  environment = {
    CORE_PEER_LOCALMSPID: 'ImportBankMSP',
    CHAINCODE_SERVER_ADDRESS: '127.0.0.1:17021',
    CHAINCODE_ID: 'argosy_0.1.0:ab',
    CHAINCODE_TLS_KEY_FILE: file('key'),
    CHAINCODE_TLS_CERT_FILE: file('certificate'),
    CHAINCODE_TLS_CLIENT_CACERT_FILE: file('authority'),
  };
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the environment gives all that the server needs', () => {
  expect(readServerOptions([], environment)).toEqual({
    address: '127.0.0.1:17021',
    packageId: 'argosy_0.1.0:ab',
    tls: {
      key: Buffer.from('key'),
      cert: Buffer.from('certificate'),
      clientCACerts: Buffer.from('authority'),
    },
  });
});

test('a flag comes before the environment', () => {
  const flags = ['--chaincode-address=127.0.0.1:1', '--chaincode-id', 'other:cd'];
  const { address, packageId } = readServerOptions(flags, environment);
  expect([address, packageId]).toEqual(['127.0.0.1:1', 'other:cd']);
});

test.each([
  ['CORE_PEER_LOCALMSPID', 'needs CORE_PEER_LOCALMSPID'],
  ['CHAINCODE_SERVER_ADDRESS', 'needs --chaincode-address (or CHAINCODE_SERVER_ADDRESS)'],
  ['CHAINCODE_ID', 'needs --chaincode-id'],
  ['CHAINCODE_TLS_KEY_FILE', 'needs --chaincode-tls-key-file'],
  ['CHAINCODE_TLS_CERT_FILE', 'needs --chaincode-tls-cert-file'],
  ['CHAINCODE_TLS_CLIENT_CACERT_FILE', 'needs --chaincode-tls-client-cacert-file'],
])('without %s it does not start, and says so', (name, words) => {
  expect(() => readServerOptions([], { ...environment, [name]: '' })).toThrow(words);
  expect(() => readServerOptions([], { ...environment, [name]: undefined })).toThrow(words);
});

test('a file that cannot be read is named', () => {
  const missing = { ...environment, CHAINCODE_TLS_KEY_FILE: join(folder, 'nowhere') };
  expect(() => readServerOptions([], missing)).toThrow(`cannot read ${join(folder, 'nowhere')}`);
});

test('an unknown flag is refused', () => {
  expect(() => readServerOptions(['--chaincode-adress=x'], environment)).toThrow('adress');
});
