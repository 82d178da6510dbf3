import { describe, expect, test } from '@jest/globals';
import { readPackage, servicePackage } from './chaincode-package.js';
import { buildPackage, connectionOf } from './connection.js';
import { reasonOf } from '@argosy/protocol/reason';
import { compress } from './gzip.js';
import { writeTar } from './tar.js';

const values = { address: 'localhost:7052', ca: 'CA', key: 'KEY', certificate: 'CERTIFICATE' };
const connectionIn = async (given: Record<string, unknown>) =>
  connectionOf(await buildPackage(await readPackage(servicePackage('x', given).bytes), values));
const faultOf = (given: Record<string, unknown>) =>
  connectionIn(given).then(() => 'none', reasonOf);
const tls = {
  address: 'localhost:1',
  tls_required: true,
  client_auth_required: true,
  root_cert: 'CA',
  client_key: 'KEY',
  client_cert: 'CERTIFICATE',
};

describe('the connection of a package', () => {
  test('without TLS, and with a peer’s own patience', async () => {
    expect(await connectionIn({ address: 'localhost:1', root_cert: '{{.nothing}}' })).toEqual({
      address: 'localhost:1',
      dialTimeoutMs: 3_000,
      tls: undefined,
    });
  });

  test('each peer fills in its own values', async () => {
    const templates = {
      address: '{{.address}}',
      root_cert: '{{ .ca }}',
      client_key: '{{.key}}',
      client_cert: '{{.certificate}}',
    };
    expect(await connectionIn({ ...tls, ...templates })).toEqual({
      address: 'localhost:7052',
      dialTimeoutMs: 3_000,
      tls: { ca: 'CA', client: { key: 'KEY', certificate: 'CERTIFICATE' }, serverName: undefined },
    });
  });

  test('the name in the certificate counts beside a certificate of the peer only', async () => {
    const named = await connectionIn({ ...tls, domain: 'chaincode.test' });
    expect(named.tls?.serverName).toBe('chaincode.test');
    const oneWay = await connectionIn({ ...tls, domain: 'x', client_auth_required: false });
    expect(oneWay.tls).toEqual({ ca: 'CA', client: undefined, serverName: undefined });
  });

  test.each([
    ['10s', 10_000],
    ['1m0.5s', 60_500],
    [5_000_000_000, 5_000],
    ['', 3_000],
  ])('a dial timeout of %j', async (given, milliseconds) => {
    const { dialTimeoutMs } = await connectionIn({ address: 'a:1', dial_timeout: given });
    expect(dialTimeoutMs).toBe(milliseconds);
  });

  test.each([
    ['no address', { address: '' }, 'chaincode address not provided'],
    ['no authority', { ...tls, root_cert: '' }, 'chaincode tls root cert not provided'],
    ['no key', { ...tls, client_key: '' }, 'chaincode tls key not provided'],
    ['no certificate', { ...tls, client_cert: '' }, 'chaincode tls cert not provided'],
    [
      'a timeout of eggs',
      { address: 'a:1', dial_timeout: 'eggs' },
      'time: invalid duration "eggs"',
    ],
  ])('refuses %s', async (_, given, why) => {
    expect(await faultOf(given)).toBe(why);
  });

  const BUILDER =
    "external builder failed: external builder failed to build: external builder 'ccaas_builder' failed: ";
  test.each([
    [
      'a value that the peer has not',
      { address: '{{.unknown}}' },
      `${BUILDER}Failed to parse the Address field template: map has no entry for key "unknown"`,
    ],
    [
      'a command of templates',
      { address: '{{if true}}' },
      `${BUILDER}Failed to parse the Address field template: {{if true}} is no name of a value`,
    ],
  ])('cannot be built with %s', async (_, given, why) => {
    expect(await faultOf(given)).toBe(why);
  });

  test('code of another language cannot be built', async () => {
    const one = { id: 'x', label: 'x', type: 'node', code: Buffer.alloc(0) };
    await expect(buildPackage(one, values)).rejects.toThrow("the package's type is 'node'");
  });

  test('code without the file cannot be built', async () => {
    const code = compress(writeTar([{ name: 'other.json', body: Buffer.from('{}') }]));
    const one = { id: 'x', label: 'x', type: 'CCAAS', code };
    await expect(buildPackage(one, values)).rejects.toThrow(
      `${BUILDER}connection.json not found in source folder`,
    );
  });
});
