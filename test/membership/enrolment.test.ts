import { describe, expect, test } from '@jest/globals';
import { KeyObject, X509Certificate, generateKeyPairSync, webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { requestCertificate } from '@argosy/operator/membership/key-request';
import { configured } from './support/ca-under-test.js';
import { describeCertificate } from './support/certificate.js';
import { caKinds } from './support/kinds.js';
import { notAuthenticated, notAuthorised, refusalOf, useStand } from './support/stand.js';

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};

const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

describe.each(caKinds)('enrolling at $name', (kind) => {
  const stand = useStand(kind);

  test('the registrar’s certificate names unit and name, and has no attribute unasked', () => {
    const { subject, attributes, usages, isAuthority } = describeCertificate(
      stand.admin.certificatePem,
    );
    expect({ subject, attributes, usages, isAuthority }).toEqual({
      subject: 'OU=client, CN=admin',
      attributes: undefined,
      usages: 1,
      isAuthority: false,
    });
  });

  test('who is in the CA’s configuration enrols without being registered, with the attributes that it says, and no own ones', async () => {
    const { name, pass } = configured;
    const { certificatePem } = await stand.client.enrol({ id: name, secret: pass });
    const { subject, attributes } = describeCertificate(certificatePem);
    expect(subject).toBe('OU=org1+OU=client+OU=department1, CN=ola');
    expect(attributes).toEqual({ 'argosy.role': 'tradeOfficer' });
  });

  test('units are the type and the affiliation, in one set, and the three own attributes are in', async () => {
    const joined = await stand.join({ type: 'peer', affiliation: 'org1.department1' });
    const { subject, attributes } = describeCertificate(joined.certificatePem);
    expect(subject).toBe(`OU=org1+OU=peer+OU=department1, CN=${joined.id}`);
    expect(attributes).toEqual({
      'hf.Affiliation': 'org1.department1',
      'hf.EnrollmentID': joined.id,
      'hf.Type': 'peer',
    });
  });

  test('extensions come in Fabric CA’s order', async () => {
    const { certificatePem } = await stand.join();
    expect(describeCertificate(certificatePem).extensions).toEqual([
      '2.5.29.15!',
      '2.5.29.19!',
      '2.5.29.14',
      '2.5.29.35',
      '1.2.3.4.5.6.7.8.1',
    ]);
  });

  test('an attribute with ecert is in every certificate, another only where it is asked for', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, {
      id,
      attributes: [
        { name: 'argosy.role', value: 'tradeOfficer', ecert: true },
        { name: 'floor', value: '3' },
      ],
    });
    const attributesFor = async (attributes?: { name: string; optional?: boolean }[]) => {
      const wish = attributes === undefined ? {} : { attributes };
      const { certificatePem } = await stand.client.enrol({ id, secret }, wish);
      return describeCertificate(certificatePem).attributes;
    };
    expect(await attributesFor()).toMatchObject({ 'argosy.role': 'tradeOfficer' });
    expect(await attributesFor()).not.toHaveProperty('floor');
    expect(await attributesFor([{ name: 'floor' }])).toEqual({ floor: '3' });
    expect(await attributesFor([])).toEqual({});
    expect(await attributesFor([{ name: 'wing', optional: true }])).toEqual({});
    expect(await refusalOf(attributesFor([{ name: 'wing' }]))).toEqual([500, 0]);
  });

  test('profile tls certifies a listener with its hosts', async () => {
    const id = stand.name('peer');
    const secret = await stand.client.register(stand.admin, { id, type: 'peer' });
    const hosts = ['peer0.bank.example', '127.0.0.1', 'ops@bank.example'];
    const { certificatePem } = await stand.client.enrol({ id, secret }, { profile: 'tls', hosts });
    const { alternativeNames, extendedUsages, usages } = describeCertificate(certificatePem);
    expect(alternativeNames?.split(', ').sort()).toEqual([
      'DNS:peer0.bank.example',
      'IP Address:127.0.0.1',
      'email:ops@bank.example',
    ]);
    expect(extendedUsages).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    // Digital signature, key encipherment, key agreement.
    expect(usages).toBe(1 + 4 + 16);
  });

  test('a profile that is not there is refused', async () => {
    const wish = { profile: 'gold' };
    expect(await refusalOf(stand.client.enrol(stand.ca.bootstrap, wish))).toEqual([500, 0]);
  });

  test('a key that is there already is certified', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { certificatePem } = await stand.client.enrol(stand.ca.bootstrap, { keyPem });
    expect(new X509Certificate(certificatePem).checkPrivateKey(privateKey)).toBe(true);
  });

  test.each([
    ['P-384', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }],
    ['RSA', rsa],
  ])('a key on %s is certified', async (_, algorithm) => {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const request = await x509.Pkcs10CertificateRequestGenerator.create(
      { name: 'CN=admin', keys, signingAlgorithm: algorithm },
      webcrypto,
    );
    const answer = await stand.raw({
      uri: '/enroll',
      authorization: basic('admin', 'adminpw'),
      body: JSON.stringify({ certificate_request: request.toString('pem') }),
    });
    expect(answer.body.errors).toEqual([]);
    const { Cert } = answer.body.result as { Cert: string };
    const certificate = new X509Certificate(Buffer.from(Cert, 'base64'));
    expect(certificate.checkPrivateKey(KeyObject.from(keys.privateKey))).toBe(true);
  });

  test('a certificate is valid at once, for a year, and begins with its authority', async () => {
    const { certificatePem, chainPem } = await stand.join();
    const { validFrom, validTo } = new X509Certificate(certificatePem);
    expect(validFrom).toBe(new X509Certificate(chainPem).validFrom);
    expect(Date.parse(validTo) - Date.now()).toBeGreaterThan(8759 * 3600_000);
    expect(Date.parse(validTo) - Date.now()).toBeLessThan(8761 * 3600_000);
  });

  test('signatures are low-S, as Fabric wants them', async () => {
    for (let count = 0; count < 6; count += 1) {
      const { certificatePem } = await stand.client.enrol(stand.ca.bootstrap);
      expect(sOf(new X509Certificate(certificatePem))).toBeLessThanOrEqual(halfOrder);
    }
  });

  test('who is unknown or has another secret is not told which', async () => {
    const stranger = { id: 'nobody', secret: 'x' };
    const guesser = { id: 'admin', secret: 'x' };
    expect(await refusalOf(stand.client.enrol(stranger))).toEqual(notAuthenticated);
    expect(await refusalOf(stand.client.enrol(guesser))).toEqual(notAuthenticated);
    await stand.client.enrol(stand.ca.bootstrap);
  });

  test('a secret with a colon and with letters of other scripts serves', async () => {
    const { id } = await stand.join({ secret: 'a:b:ß', id: stand.name('Zoë') });
    const { certificatePem } = await stand.client.enrol({ id, secret: 'a:b:ß' });
    expect(new X509Certificate(certificatePem).subject).toContain(`CN=${id}`);
  });

  describe('a request that is none', () => {
    const uri = '/api/v1/enroll';
    const enrolling = () => ({ uri, authorization: basic('admin', 'adminpw') });
    const answerTo = async (request: Parameters<typeof stand.raw>[0]) => {
      const { status, body } = await stand.raw(request);
      expect(body).toMatchObject({ result: '', success: false, messages: [] });
      return [status, body.errors[0]?.code];
    };

    test('without a header, or with another kind of header', async () => {
      expect(await answerTo({ uri, body: '{}' })).toEqual([401, 2]);
      expect(await answerTo({ uri, body: '{}', authorization: 'Bearer x' })).toEqual(
        notAuthenticated,
      );
      const noColon = `Basic ${Buffer.from('admin').toString('base64')}`;
      expect(await answerTo({ uri, body: '{}', authorization: noColon })).toEqual(notAuthenticated);
    });

    test('without a body, with broken JSON, with a field of another type', async () => {
      expect(await answerTo(enrolling())).toEqual([400, 4]);
      expect(await answerTo({ ...enrolling(), body: '{' })).toEqual([400, 5]);
      const body = JSON.stringify({ certificate_request: 7 });
      expect(await answerTo({ ...enrolling(), body })).toEqual([400, 5]);
    });

    test('with what is no certificate request', async () => {
      const sent = async (certificate_request: string) =>
        answerTo({ ...enrolling(), body: JSON.stringify({ certificate_request }) });
      expect(await sent('')).toEqual([400, 31]);
      expect(await sent('hello')).toEqual([400, 31]);
      expect(await sent(pem('CERTIFICATE', 'aGVsbG8='))).toEqual([500, 0]);
      expect(await sent(pem('CERTIFICATE REQUEST', 'aGVsbG8='))).toEqual([500, 0]);
    });

    test('for somebody else’s name', async () => {
      const { requestPem } = requestCertificate('somebody');
      const body = JSON.stringify({ certificate_request: requestPem });
      expect(await answerTo({ ...enrolling(), body })).toEqual([403, 77]);
    });

    test('that was signed with another key', async () => {
      const { requestPem } = requestCertificate('admin');
      const der = Buffer.from(requestPem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
      der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
      const body = JSON.stringify({
        certificate_request: pem('CERTIFICATE REQUEST', der.toString('base64')),
      });
      expect(await answerTo({ ...enrolling(), body })).toEqual([500, 0]);
    });

    test('of a method or a path that is not there', async () => {
      expect(await answerTo({ uri, method: 'GET' })).toEqual([405, 1]);
      await expect(stand.raw({ uri: '/api/v1/unknown', method: 'GET' })).rejects.toThrow();
    });
  });

  test('a name that X.509 has no room for is refused', async () => {
    const id = 'x'.repeat(65);
    const secret = await stand.client.register(stand.admin, { id });
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual([400, 80]);
  });

  test('who asks for an authority of its own needs the attribute for it', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id });
    const wish = { profile: 'ca' };
    expect(await refusalOf(stand.client.enrol({ id, secret }, wish))).toEqual(notAuthorised);
    const { certificatePem } = await stand.client.enrol(stand.ca.bootstrap, wish);
    expect(describeCertificate(certificatePem)).toMatchObject({
      isAuthority: true,
      usages: 32 + 64,
    });
  });

  test('a field’s name may be in any case, and null is as good as nothing', async () => {
    const { requestPem } = requestCertificate('admin');
    const body = JSON.stringify({
      Certificate_Request: requestPem,
      profile: null,
      attr_reqs: null,
    });
    const request = { uri: '/enroll', authorization: basic('admin', 'adminpw'), body };
    expect(await stand.raw(request)).toMatchObject({ status: 201, body: { success: true } });
  });
});

describe.each(caKinds)('enrolling again at $name', (kind) => {
  const stand = useStand(kind);

  test('makes another certificate for a new key, with what the identity has become', async () => {
    const joined = await stand.join();
    await stand.client.modifyIdentity(stand.admin, joined.id, { affiliation: 'org2' });
    const again = await stand.client.reenrol(joined);
    expect(again.keyPem).not.toBe(joined.keyPem);
    expect(describeCertificate(again.certificatePem).subject).toBe(
      `OU=org2+OU=client, CN=${joined.id}`,
    );
    // The one before still serves.
    await stand.client.reenrol(joined);
  });

  test('is refused with a certificate that has expired', async () => {
    const brief = await stand.client.enrol(stand.ca.bootstrap, { profile: 'brief' });
    await stand.ca.pass(brief.notAfter);
    expect(await refusalOf(stand.client.reenrol(brief))).toEqual(notAuthenticated);
    await stand.client.reenrol(stand.admin);
  });

  test('is refused for another name', async () => {
    const joined = await stand.join();
    const other = { ...joined, id: 'admin' };
    expect(await refusalOf(stand.client.reenrol(other))).toEqual([403, 77]);
  });
});

describe.each(caKinds)('limits of $name', (kind) => {
  const stand = useStand(kind, 'closed');

  test('a secret serves as often as the identity may, and not after its enrolments were refused', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id, maxEnrolments: 1 });
    expect(await refusalOf(stand.client.enrol({ id, secret }, { profile: 'gold' }))).toEqual([
      500, 0,
    ]);
    const joined = await stand.client.enrol({ id, secret });
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual(notAuthenticated);
    await stand.client.reenrol(joined);
  });

  test('the CA’s own limit goes before, and nobody may have more', async () => {
    const id = stand.name();
    const register = async (maxEnrolments: number) =>
      stand.client.register(stand.admin, { id, maxEnrolments });
    expect(await refusalOf(register(-1))).toEqual([400, 82]);
    expect(await refusalOf(register(3))).toEqual([400, 82]);
    expect(await refusalOf(register(-2))).toEqual([400, 82]);
    const secret = await register(0);
    expect((await stand.client.identity(stand.admin, id)).maxEnrolments).toBe(2);
    await stand.client.enrol({ id, secret });
    await stand.client.enrol({ id, secret });
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual(notAuthenticated);
  });

  test('three wrong secrets lock an identity until its secret is changed', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id });
    const wrong = { id, secret: 'wrong' };
    await refusalOf(stand.client.enrol(wrong));
    await refusalOf(stand.client.enrol(wrong));
    // A right one ends the count.
    await stand.client.enrol({ id, secret });
    for (let count = 0; count < 3; count += 1)
      expect(await refusalOf(stand.client.enrol(wrong))).toEqual(notAuthenticated);
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual([401, 73]);
    await stand.client.modifyIdentity(stand.admin, id, { secret: 'another' });
    await stand.client.enrol({ id, secret: 'another' });
  });
});

const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/** The second integer of the signature, which is the last element of the certificate. */
function sOf({ raw }: X509Certificate): bigint {
  const end = raw.length;
  const length = [31, 32, 33].find((it) => raw[end - it - 2] === 2 && raw[end - it - 1] === it);
  if (length === undefined) throw new Error('no signature at the end');
  return BigInt(`0x${raw.subarray(end - length).toString('hex')}`);
}

const pem = (kind: string, body: string): string =>
  `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
