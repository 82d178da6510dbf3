import { KeyObject, createPrivateKey, webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { describe, expect, test } from '@jest/globals';
import { MembershipClient } from '@argosy/operator/membership/client';
import { makeToken } from '@argosy/operator/membership/credentials';
import { encodeSignature, parseSignature } from '@argosy/protocol/ecdsa';
import { signLowS } from '@argosy/protocol/crypto';
import {
  certifyForTls,
  enrol,
  makeAuthority,
} from '../../network/operator/test-support/issued-certificates.js';
import { describeCertificate } from './support/certificate.js';
import { caKinds } from './support/kinds.js';
import { notAuthenticated, notAuthorised, refusalOf, useStand } from './support/stand.js';
import type { Stand } from './support/stand.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A registration, signed as the test says. */
function registering(stand: Stand) {
  const body = JSON.stringify({ id: stand.name(), type: 'client' });
  const asked = { method: 'POST', uri: '/api/v1/register', body } as const;
  const send = async (authorization: string, changed: { uri?: string; body?: string } = {}) => {
    const answer = await stand.raw({ ...asked, ...changed, authorization });
    return [answer.status, answer.body.errors[0]?.code];
  };
  return { asked, send };
}
const accepted = [201, undefined];

describe.each(caKinds)('tokens at $name', (kind) => {
  const stand = useStand(kind);

  test('prove a call and no other', async () => {
    const { asked, send } = registering(stand);
    const token = makeToken(stand.admin, asked);
    expect(await send(token, { body: `${asked.body} ` })).toEqual(notAuthenticated);
    expect(await send(token, { uri: '/register' })).toEqual(notAuthenticated);
    expect(await send(token, { uri: '/api/v1/register?ca=' })).toEqual(notAuthenticated);
    expect(await send(makeToken(stand.admin, { ...asked, method: 'PUT' }))).toEqual(
      notAuthenticated,
    );
    expect(await send(token)).toEqual(accepted);
    // A token is for a call, not for one time.
    expect(await send(token)).toEqual([409, 74]);
  });

  test('are good for the path without the prefix', async () => {
    const { asked, send } = registering(stand);
    const uri = '/register';
    expect(await send(makeToken(stand.admin, { ...asked, uri }), { uri })).toEqual(accepted);
  });

  test('that are none are refused', async () => {
    const { asked, send } = registering(stand);
    const [certificate = '', signature = ''] = makeToken(stand.admin, asked).split('.');
    const { asked: another } = registering(stand);
    const [, foreign = ''] = makeToken(await stand.join(), another).split('.');
    for (const token of [
      'hello',
      certificate,
      `${certificate}.`,
      `${certificate}.${signature}.x`,
      `.${signature}`,
      `${base64('hello')}.${signature}`,
      `${certificate}.${base64('hello')}`,
      `${certificate}.${foreign}`,
      `Basic ${base64('admin:adminpw')}`,
    ])
      expect(await send(token)).toEqual(notAuthenticated);
    expect(await stand.raw(asked)).toMatchObject({ status: 401, body: { errors: [{ code: 2 }] } });
  });

  test('with a signature that is high-S are refused', async () => {
    const { asked, send } = registering(stand);
    const certificate = base64(stand.admin.certificatePem);
    const text = `POST.${base64(asked.uri)}.${base64(asked.body)}.${certificate}`;
    const key = createPrivateKey(stand.admin.keyPem);
    expect(await send(`${certificate}.${highS(key, text).toString('base64')}`)).toEqual(
      notAuthenticated,
    );
    expect(
      await send(`${certificate}.${signLowS(key, Buffer.from(text)).toString('base64')}`),
    ).toEqual(accepted);
  });

  test('of old clients are taken where the CA was told to', async () => {
    const { asked, send } = registering(stand);
    expect(await send(oldToken(stand, asked.body))).toEqual(accepted);
  });

  test('with a certificate that another CA issued are refused', async () => {
    const { asked, send } = registering(stand);
    const authority = await makeAuthority('ca.bank.example', 'bank.example');
    const own = await enrol(authority, { commonName: 'admin', unit: 'client' });
    expect(await send(makeToken(own, asked))).toEqual(notAuthenticated);
    const tls = await certifyForTls(authority, 'admin');
    expect(await send(makeToken(tls, asked))).toEqual(notAuthenticated);
  });

  test('with a certificate that only looks like one of the CA’s are refused', async () => {
    const real = new x509.X509Certificate(stand.admin.certificatePem);
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const forged = await x509.X509CertificateGenerator.create(
      {
        serialNumber: real.serialNumber,
        subject: real.subjectName,
        issuer: real.issuerName,
        notBefore: real.notBefore,
        notAfter: real.notAfter,
        publicKey: keys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: real.extensions.filter(({ type }) => type !== '2.5.29.14'),
      },
      webcrypto,
    );
    const keyPem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
    const credentials = { certificatePem: forged.toString('pem'), keyPem: keyPem.toString() };
    const { asked, send } = registering(stand);
    expect(await send(makeToken(credentials, asked))).toEqual(notAuthenticated);
    expect(await send(makeToken(stand.admin, asked))).toEqual(accepted);
  });

  test('with a certificate for TLS are as good as any', async () => {
    const tls = await stand.client.enrol(stand.ca.bootstrap, { profile: 'tls' });
    const { asked, send } = registering(stand);
    expect(await send(makeToken(tls, asked))).toEqual(accepted);
  });
});

describe.each(caKinds)('tokens at $name as it is configured by default', (kind) => {
  const stand = useStand(kind, 'closed');

  test('of old clients are refused', async () => {
    const { asked, send } = registering(stand);
    expect(await send(oldToken(stand, asked.body))).toEqual(notAuthenticated);
    expect(await send(makeToken(stand.admin, asked))).toEqual(accepted);
  });
});

/** As clients before 1.4 signed: method and path are left out. */
function oldToken({ admin }: Stand, body: string): string {
  const certificate = base64(admin.certificatePem);
  const signature = signLowS(
    createPrivateKey(admin.keyPem),
    Buffer.from(`${base64(body)}.${certificate}`),
  );
  return `${certificate}.${signature.toString('base64')}`;
}

/** The same signature with the other second number, which proves as much to everyone but Fabric. */
function highS(key: ReturnType<typeof createPrivateKey>, text: string): Buffer {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const low = parseSignature(signLowS(key, Buffer.from(text)));
  const high = order - BigInt(`0x${Buffer.from(low?.s ?? []).toString('hex')}`);
  const s = Buffer.from(high.toString(16).padStart(64, '0'), 'hex');
  return Buffer.from(encodeSignature(low?.r ?? s, s));
}

describe.each(caKinds)('the address of $name', (kind) => {
  const stand = useStand(kind);

  test('tells name, chain and version to anybody, in the one envelope', async () => {
    const { name, chainPem, version } = await stand.client.information();
    expect({ name, chainPem }).toEqual({ name: 'ca.bank.example', chainPem: stand.admin.chainPem });
    expect(version).toMatch(/^1\.5\./);
    for (const uri of ['/cainfo', '/api/v1/cainfo', '/cainfo?ca=ca.bank.example']) {
      for (const method of ['GET', 'POST'] as const) {
        const answer = await stand.raw({ uri, method });
        expect(answer).toMatchObject({
          status: 200,
          body: { success: true, errors: [], messages: [], result: { CAName: 'ca.bank.example' } },
        });
      }
    }
  });

  test('answers for the CA that is named, and for no other', async () => {
    const named = new MembershipClient({ ...stand.ca.connection, caName: 'ca.bank.example' });
    await named.enrol(stand.ca.bootstrap);
    expect((await named.identity(stand.admin, 'admin')).id).toBe('admin');
    const other = new MembershipClient({ ...stand.ca.connection, caName: 'ca.other.example' });
    expect(await refusalOf(other.information())).toEqual([404, 19]);
    expect(await refusalOf(other.enrol(stand.ca.bootstrap))).toEqual([404, 19]);
    expect(await refusalOf(other.register(stand.admin, { id: 'x' }))).toEqual([404, 19]);
    const body = '{"caname":"ca.other.example"}';
    expect(await stand.raw({ uri: '/cainfo', body })).toMatchObject({ status: 404 });
  });

  test.each([
    ['/cainfo', 'DELETE'],
    ['/api/v1/enroll', 'GET'],
    ['/api/v1/reenroll', 'PUT'],
    ['/api/v1/register', 'GET'],
    ['/api/v1/revoke', 'DELETE'],
    ['/api/v1/gencrl', 'GET'],
    ['/api/v1/identities', 'DELETE'],
    ['/api/v1/identities/x', 'POST'],
    ['/api/v1/affiliations', 'PUT'],
    ['/api/v1/affiliations/x', 'POST'],
    ['/api/v1/certificates', 'POST'],
  ] as const)('%s takes no %s', async (uri, method) => {
    expect(await stand.raw({ uri, method })).toMatchObject({
      status: 405,
      body: { success: false, result: '', errors: [{ code: 1 }] },
    });
  });

  test.each([
    ['POST', '/api/v1/reenroll'],
    ['POST', '/api/v1/revoke'],
    ['POST', '/api/v1/gencrl'],
    ['GET', '/api/v1/identities'],
    ['POST', '/api/v1/identities'],
    ['GET', '/api/v1/identities/admin'],
    ['PUT', '/api/v1/identities/admin'],
    ['DELETE', '/api/v1/identities/admin'],
    ['GET', '/api/v1/affiliations'],
    ['POST', '/api/v1/affiliations'],
    ['DELETE', '/api/v1/affiliations/org1'],
    ['GET', '/api/v1/certificates'],
  ] as const)('%s %s takes nobody without a token', async (method, uri) => {
    const answer = await stand.raw({ method, uri, body: method === 'POST' ? '{}' : '' });
    expect(answer).toMatchObject({ status: 401, body: { errors: [{ code: 2 }] } });
  });
});

describe.each(caKinds)('certificates at $name', (kind) => {
  const stand = useStand(kind);

  test('are found by owner, numbers, expiry and revocation', async () => {
    const first = await stand.join();
    const second = await stand.client.reenrol(first);
    const { id } = first;
    const { serial, aki } = describeCertificate(second.certificatePem);
    await stand.client.revoke(stand.admin, { serial, aki });
    const found = async (filter: Parameters<typeof stand.client.certificates>[1]) =>
      (await stand.client.certificates(stand.admin, filter)).map((it) => it.trim()).sort();
    const [good, revoked] = [first, second].map((it) => it.certificatePem.trim());
    const both = [good, revoked].sort();
    expect(await found({ id })).toEqual(both);
    expect(await found({ serial, aki })).toEqual([revoked]);
    expect(await found({ serial: `0${serial.toUpperCase()}` })).toEqual([revoked]);
    expect(await found({ id, notrevoked: true })).toEqual([good]);
    expect(await found({ id, notexpired: true })).toEqual(both);
    expect(await found({ id, revoked_start: '-10m', revoked_end: '+10m' })).toEqual([revoked]);
    expect(await found({ id, revoked_start: '+1d' })).toEqual([]);
    expect(await found({ id, expired_start: '+360d', expired_end: '+370d' })).toEqual(both);
    expect(await found({ id, expired_end: '2020-01-01' })).toEqual([]);
    expect(await found({ id, expired_end: '2999-01-01T00:00:00Z' })).toEqual(both);
    expect(await found({ id: 'nobody' })).toEqual([]);
    expect(await found({})).toEqual(expect.arrayContaining(both));
  });

  test('are refused for filters that contradict each other or cannot be read', async () => {
    const ask = (filter: Parameters<typeof stand.client.certificates>[1]) =>
      refusalOf(stand.client.certificates(stand.admin, filter));
    expect(await ask({ notexpired: true, expired_end: '+1d' })).toEqual([400, 67]);
    expect(await ask({ notrevoked: true, revoked_start: '-1d' })).toEqual([400, 67]);
    expect(await ask({ expired_start: 'soon' })).toEqual([400, 67]);
    expect(await ask({ expired_start: '+1y' })).toEqual([400, 67]);
    expect(await ask({ revoked_end: '2020-13-01' })).toEqual([400, 67]);
  });

  test('are for registrars and revokers, of their affiliation', async () => {
    const nobody = await stand.join();
    expect(await refusalOf(stand.client.certificates(nobody))).toEqual(notAuthorised);
    const revoker = await stand.joinWith({ 'hf.Revoker': 'true' }, { affiliation: 'org1' });
    const near = await stand.join({ affiliation: 'org1.department1' });
    const seen = (await stand.client.certificates(revoker)).map((it) => it.trim());
    expect(seen.sort()).toEqual([revoker, near].map((it) => it.certificatePem.trim()).sort());
    const formerly = await stand.joinWith({ 'hf.Revoker': 'false' });
    expect(await refusalOf(stand.client.certificates(formerly))).toEqual(notAuthorised);
  });

  test('are not deleted', async () => {
    const asked = { method: 'DELETE' as const, uri: '/api/v1/certificates', body: '' };
    const authorization = makeToken(stand.admin, asked);
    const answer = await stand.raw({ ...asked, authorization });
    expect(answer).toMatchObject({ status: 500, body: { errors: [{ code: 0 }] } });
  });
});
