import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { afterEach, expect, test } from '@jest/globals';
import { ChaincodeID } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { encode } from '@argosy/protocol/wire';
import { Authority } from '../../test-support/certificates.js';
import { hostParts } from '../../test-support/host-parts.js';
import { until } from '../../test-support/until.js';
import { rawMethod } from '../grpc/service.js';
import type { Connection, ConnectionTls } from '../packages/connection.js';
import { ChaincodeHost } from './host.js';

const PACKAGE_ID = `cc_1:${'ab'.repeat(32)}`;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** How many messages a chaincode with these credentials gets from a peer that connects so: REGISTERED and READY, or none. */
async function answers(
  credentials: ServerCredentials,
  tls: ConnectionTls | undefined,
): Promise<number> {
  const server = new Server();
  let count = 0;
  const connect = (stream: ServerDuplexStream<Buffer, Buffer>): void => {
    const payload = encode(ChaincodeID, { name: PACKAGE_ID });
    stream.write(encode(ChaincodeMessage, { type: messageType.REGISTER, payload }));
    stream.on('data', () => count++);
    stream.on('error', () => undefined);
  };
  server.addService(
    { Connect: rawMethod('/protos.Chaincode/Connect', 'duplex') },
    { Connect: connect },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const connection: Connection = { address: `127.0.0.1:${port}`, dialTimeoutMs: 500, tls };
  const target = { packageId: PACKAGE_ID, connection: () => connection };
  const warnings: string[] = [];
  const host = new ChaincodeHost(
    target,
    hostParts((text) => warnings.push(text)),
  );
  closing.push(() => {
    host.close();
    server.forceShutdown();
  });
  host.warmUp();
  await until(() => count === 2 || warnings.length > 0);
  return count;
}

test('a chaincode without TLS', async () => {
  expect(await answers(ServerCredentials.createInsecure(), undefined)).toBe(2);
});

test('a chaincode that asks for no certificate', async () => {
  const authority = await Authority.make('tlsca');
  const { key, certificate } = await authority.certifyTls('chaincode');
  const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) };
  const credentials = ServerCredentials.createSsl(null, [pair], false);
  const tls = { ca: authority.certificate, client: undefined, serverName: undefined };
  expect(await answers(credentials, tls)).toBe(2);
});

test('a chaincode that asks for a certificate, and has one of the name that the package says', async () => {
  const authority = await Authority.make('tlsca');
  const pair = await authority.certifyTls('chaincode');
  const own = { private_key: Buffer.from(pair.key), cert_chain: Buffer.from(pair.certificate) };
  const credentials = ServerCredentials.createSsl(Buffer.from(authority.certificate), [own], true);
  const tls = { ca: authority.certificate, client: pair, serverName: 'localhost' };
  expect(await answers(credentials, tls)).toBe(2);
  expect(await answers(credentials, { ...tls, serverName: 'elsewhere.test' })).toBe(0);
  expect(await answers(credentials, { ...tls, client: undefined })).toBe(0);
});

test('a package that does not say where its chaincode serves', async () => {
  const target = {
    packageId: PACKAGE_ID,
    connection: () => {
      throw new Error('error building chaincode: chaincode address not provided');
    },
  };
  const warnings: string[] = [];
  new ChaincodeHost(
    target,
    hostParts((text) => warnings.push(text)),
  ).warmUp();
  await until(() => warnings.length === 1);
  expect(warnings).toEqual(['error building chaincode: chaincode address not provided']);
});
