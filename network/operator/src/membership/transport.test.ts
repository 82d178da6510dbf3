import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { certifyForTls, enrol, makeAuthority } from '../../test-support/issued-certificates.js';
import { MembershipClient } from './client.js';
import type { Credentials } from './credentials.js';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A client of whatever answers so. */
async function clientOf(listener: RequestListener, timeoutMs = 2000): Promise<MembershipClient> {
  const port = await listen(createHttpServer(listener));
  return new MembershipClient({ url: `http://127.0.0.1:${port}`, timeoutMs });
}

async function somebody(): Promise<Credentials> {
  return enrol(await makeAuthority('ca', 'bank'), { commonName: 'admin', unit: 'client' });
}

describe('when the answer does not come', () => {
  test('a port that nobody listens on was asked nothing', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const client = new MembershipClient({ url: `http://127.0.0.1:${port}` });
    const asked = client.register(await somebody(), { id: 'mei' });
    await expect(asked).rejects.toMatchObject({ kind: 'unreachable', name: 'CaUnreachable' });
    await expect(asked).rejects.toThrow(
      'Registering mei: the CA was not reached. connect ECONNREFUSED',
    );
  });

  test('a connection that is lost after the request leaves it unknown whether it was carried out', async () => {
    const asked: string[] = [];
    const client = await clientOf((request) => {
      request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
      request.on('end', () => request.socket.destroy());
    });
    const caller = await somebody();
    const unknown = { kind: 'unknown', name: 'CaOutcomeUnknown' };
    await expect(client.register(caller, { id: 'mei' })).rejects.toMatchObject(unknown);
    await expect(client.revoke(caller, { id: 'mei' })).rejects.toMatchObject(unknown);
    await expect(client.removeIdentity(caller, 'mei')).rejects.toMatchObject(unknown);
    await expect(client.enrol({ id: 'mei', secret: 'x' })).rejects.toMatchObject(unknown);
    expect(asked[0]).toBe('{"id":"mei"}');
    // What only asks changed nothing, answered or not.
    await expect(client.identities(caller)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('so does one that is lost in the middle of the answer', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(201, { 'content-length': 100 });
      response.write('{"result":', () => response.socket?.destroy());
    });
    const asked = client.register(await somebody(), { id: 'mei' });
    await expect(asked).rejects.toMatchObject({ kind: 'unknown' });
  });

  test('and a CA that takes too long', async () => {
    const client = await clientOf(() => undefined, 150);
    const asked = client.register(await somebody(), { id: 'mei' });
    await expect(asked).rejects.toMatchObject({ kind: 'unknown' });
    await expect(asked).rejects.toThrow('No answer within 150 ms.');
  });

  test('one that accepts connections and never proves itself was asked nothing', async () => {
    const port = await listen(createServer());
    const client = new MembershipClient({ url: `https://127.0.0.1:${port}`, timeoutMs: 150 });
    const asked = client.register(await somebody(), { id: 'mei' });
    await expect(asked).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('whom it trusts', () => {
  test('a listener of another root is asked nothing', async () => {
    const [own, foreign] = [await makeAuthority('tls', 'bank'), await makeAuthority('tls', 'bank')];
    const { certificatePem: cert, keyPem: key } = await certifyForTls(own, 'localhost');
    let requests = 0;
    const port = await listen(
      createHttpsServer({ cert, key }, (_, response) => {
        requests += 1;
        response.end('{}');
      }),
    );
    const asking = async (rootsPem: string) =>
      new MembershipClient({ url: `https://127.0.0.1:${port}`, rootsPem }).information();
    await expect(asking(foreign.certificatePem)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(requests).toBe(0);
    await expect(asking(own.certificatePem)).rejects.toMatchObject({ kind: 'invalid' });
    expect(requests).toBe(1);
  });

  test('a CA on another machine is not asked in the open', async () => {
    const client = new MembershipClient({ url: 'http://ca.bank.example:7054' });
    await expect(client.information()).rejects.toThrow('over https only');
  });
});

describe('an answer that is none of Fabric CA’s', () => {
  const answering = (status: number, body: string) =>
    clientOf((_, response) => void response.writeHead(status).end(body));
  const good = (result: unknown) =>
    JSON.stringify({ result, errors: [], messages: [], success: true });

  test.each([
    ['no JSON', 'hello'],
    ['another form', '{}'],
    ['no name', good({ CAName: 7 })],
    ['nothing', good('')],
  ])('%s is not taken', async (_, body) => {
    const asked = (await answering(200, body)).information();
    await expect(asked).rejects.toMatchObject({ kind: 'invalid', name: 'CaAnswerInvalid' });
  });

  test('a refusal by something before the CA is one without a code', async () => {
    const asked = (await answering(502, '<html>')).information();
    await expect(asked).rejects.toMatchObject({ kind: 'refused', status: 502, code: undefined });
  });

  test('a refusal is told with the CA’s code and words', async () => {
    const errors = [{ code: 74, message: "Identity 'mei' is already registered" }];
    const body = JSON.stringify({ result: '', errors, messages: [], success: false });
    const asked = (await answering(409, body)).register(await somebody(), { id: 'mei' });
    await expect(asked).rejects.toThrow(
      "Registering mei was refused with status 409: Identity 'mei' is already registered (code 74)",
    );
  });

  test('success without success is a refusal', async () => {
    const body = JSON.stringify({
      result: '',
      errors: [{ code: 0, message: 'x' }],
      success: false,
    });
    await expect((await answering(200, body)).information()).rejects.toMatchObject({
      kind: 'refused',
    });
  });

  test('a certificate for another key, or from another root, is not taken', async () => {
    const [ca, other] = [await makeAuthority('ca', 'bank'), await makeAuthority('ca', 'bank')];
    const issued = await enrol(ca, { commonName: 'mei', unit: 'client' });
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const body = (cert: string, root: string): string =>
      good({ Cert: base64(cert), ServerInfo: { CAChain: base64(root) } });
    const enrolling = async (answer: string, keyPem?: string) =>
      (await answering(201, answer)).enrol(
        { id: 'mei', secret: 'x' },
        keyPem === undefined ? {} : { keyPem },
      );
    const { certificatePem, keyPem } = issued;
    const right = body(certificatePem, ca.certificatePem);
    expect((await enrolling(right, keyPem)).certificatePem).toBe(certificatePem);
    await expect(enrolling(right)).rejects.toThrow('for another key');
    const foreign = body(certificatePem, other.certificatePem);
    await expect(enrolling(foreign, keyPem)).rejects.toThrow('not from the CA’s chain');
    await expect(enrolling(body('x', ca.certificatePem), keyPem)).rejects.toThrow('no certificate');
    await expect(enrolling(body(certificatePem, ''), keyPem)).rejects.toThrow('chain');
  });
});
