import { describe, expect, test } from '@jest/globals';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { describeCertificate } from './support/certificate.js';
import { caKinds } from './support/kinds.js';
import { notAuthenticated, notAuthorised, refusalOf, useStand } from './support/stand.js';

const numbersOf = ({ certificatePem }: { readonly certificatePem: string }) => {
  const { serial, aki } = describeCertificate(certificatePem);
  // Fabric CA writes them without zeros in front.
  return { serial: serial.replace(/^0+/, ''), aki: aki.replace(/^0+/, '') };
};

describe.each(caKinds)('revoking at $name', (kind) => {
  const stand = useStand(kind);

  test('an identity ends all its certificates, its secret and its calls', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id });
    const first = await stand.client.enrol({ id, secret });
    const second = await stand.client.reenrol(first);
    const { revoked, crlPem } = await stand.client.revoke(stand.admin, { id });
    expect(byNumber(revoked)).toEqual(byNumber([numbersOf(first), numbersOf(second)]));
    expect(crlPem).toBeUndefined();
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual(notAuthenticated);
    expect(await refusalOf(stand.client.reenrol(first))).toEqual(notAuthenticated);
    expect(await refusalOf(stand.client.reenrol(second))).toEqual(notAuthenticated);
    // It stays known, and revoking it again revokes nothing more.
    expect((await stand.client.identity(stand.admin, id)).id).toBe(id);
    expect((await stand.client.revoke(stand.admin, { id })).revoked).toEqual([]);
  });

  test('one without certificates ends its secret', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id });
    const answer = await stand.client.revoke(stand.admin, { id, wantsCrl: true });
    expect(answer).toEqual({ revoked: [] });
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual(notAuthenticated);
  });

  test('a certificate by its numbers leaves the others and the identity', async () => {
    const first = await stand.join();
    const second = await stand.client.reenrol(first);
    const numbers = numbersOf(first);
    expect((await stand.client.revoke(stand.admin, numbers)).revoked).toEqual([numbers]);
    expect(await refusalOf(stand.client.reenrol(first))).toEqual(notAuthenticated);
    await stand.client.reenrol(second);
    expect(await refusalOf(stand.client.revoke(stand.admin, numbers))).toEqual([404, 66]);
  });

  test('numbers may be in capitals, with colons, with zeros in front', async () => {
    const { serial, aki } = numbersOf(await stand.join());
    const colons = (text: string) => text.toUpperCase().replaceAll(/..(?=(..)+$)/g, '$&:');
    const written = { serial: `000${serial.toUpperCase()}`, aki: colons(aki) };
    expect((await stand.client.revoke(stand.admin, written)).revoked).toHaveLength(1);
  });

  test('is refused for what is not there, for another’s certificate, and for nothing', async () => {
    const joined = await stand.join();
    const { serial, aki } = numbersOf(joined);
    const revoke = (what: Parameters<typeof stand.client.revoke>[1]) =>
      refusalOf(stand.client.revoke(stand.admin, what));
    expect(await revoke({ id: 'nobody' })).toEqual([404, 10]);
    expect(await revoke({ serial: 'abc', aki })).toEqual([404, 8]);
    expect(await revoke({ serial, aki: 'abc' })).toEqual([404, 8]);
    expect(await revoke({ id: 'admin', serial, aki })).toEqual([400, 9]);
    expect(await revoke({})).toEqual([400, 15]);
    expect(await revoke({ serial })).toEqual([400, 15]);
    await stand.client.reenrol(joined);
  });

  test('what is one’s own is anybody’s right; another’s needs hf.Revoker and the rights of a registrar', async () => {
    const [one, other] = [await stand.join(), await stand.join()];
    const again = await stand.client.reenrol(one);
    expect(await refusalOf(stand.client.revoke(other, { id: one.id }))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.revoke(other, numbersOf(one)))).toEqual(notAuthorised);
    // Another of one's own certificates takes a registrar as well.
    expect(await refusalOf(stand.client.revoke(one, numbersOf(again)))).toEqual(notAuthorised);
    expect((await stand.client.revoke(again, numbersOf(again))).revoked).toHaveLength(1);
    expect((await stand.client.revoke(one, { id: one.id })).revoked).toHaveLength(1);
    const revoker = await stand.joinWith({ 'hf.Revoker': 'true' });
    expect(await refusalOf(stand.client.revoke(revoker, { id: other.id }))).toEqual(notAuthorised);
    const both = await stand.joinWith({ 'hf.Revoker': 'true', 'hf.Registrar.Roles': 'client' });
    await stand.client.revoke(both, { id: other.id });
  });

  test('a revoker acts within its affiliation and types only', async () => {
    const revoker = await stand.joinWith(
      { 'hf.Revoker': 'true', 'hf.Registrar.Roles': 'client' },
      { affiliation: 'org1' },
    );
    const elsewhere = await stand.join({ affiliation: 'org2' });
    const peer = await stand.join({ affiliation: 'org1', type: 'peer' });
    const near = await stand.join({ affiliation: 'org1.department1' });
    const revoke = (id: string) => stand.client.revoke(revoker, { id });
    expect(await refusalOf(revoke(elsewhere.id))).toEqual(notAuthorised);
    expect(await refusalOf(revoke(peer.id))).toEqual(notAuthorised);
    expect((await revoke(near.id)).revoked).toHaveLength(1);
    const false_ = await stand.joinWith({ 'hf.Revoker': 'false', 'hf.Registrar.Roles': 'client' });
    expect(await refusalOf(stand.client.revoke(false_, { id: peer.id }))).toEqual(notAuthorised);
  });

  test('a revoked registrar is nobody', async () => {
    const registrar = await stand.joinWith({ 'hf.Registrar.Roles': 'client' });
    await stand.client.revoke(stand.admin, { id: registrar.id });
    const registering = stand.client.register(registrar, { id: stand.name() });
    expect(await refusalOf(registering)).toEqual(notAuthenticated);
  });
});

describe.each(caKinds)('lists of revoked certificates at $name', (kind) => {
  const stand = useStand(kind);

  test('are signed by the CA, and name what was revoked', async () => {
    const [gone, here] = [await stand.join(), await stand.join()];
    const answer = await stand.client.revoke(stand.admin, { id: gone.id, wantsCrl: true });
    const crl = new x509.X509Crl(answer.crlPem ?? '');
    const authority = new x509.X509Certificate(gone.chainPem);
    expect(await crl.verify({ publicKey: authority.publicKey })).toBe(true);
    expect(crl.issuer).toBe(authority.subject);
    expect(serialsIn(answer.crlPem ?? '')).toContain(numbersOf(gone).serial);
    expect(serialsIn(answer.crlPem ?? '')).not.toContain(numbersOf(here).serial);
    const identifier = crl.getExtension(x509.AuthorityKeyIdentifierExtension);
    expect(identifier?.keyId?.replace(/^0+/, '')).toBe(numbersOf(gone).aki);
    const hours = ((crl.nextUpdate?.getTime() ?? 0) - crl.thisUpdate.getTime()) / 3600_000;
    expect(Math.round(hours)).toBe(24);
  });

  test('hold those of the period that is asked for', async () => {
    const { id, ...gone } = await stand.join();
    const { serial } = numbersOf(gone);
    await stand.client.revoke(stand.admin, { id });
    const serials = async (period: Parameters<typeof stand.client.crl>[1]) =>
      serialsIn(await stand.client.crl(stand.admin, period));
    const day = 24 * 3600_000;
    const inDays = (days: number) => new Date(Date.now() + days * day);
    expect(await serials({})).toContain(serial);
    expect(await serials({ revokedAfter: inDays(-1), revokedBefore: inDays(1) })).toContain(serial);
    expect(await serials({ revokedAfter: inDays(1) })).toEqual([]);
    expect(await serials({ revokedBefore: inDays(-1) })).toEqual([]);
    expect(await serials({ expireAfter: inDays(360), expireBefore: inDays(370) })).toContain(
      serial,
    );
    expect(await serials({ expireBefore: inDays(1) })).toEqual([]);
  });

  test('are refused for a period that ends before it begins', async () => {
    const [early, late] = [new Date(0), new Date(1000)];
    const revoked = { revokedAfter: late, revokedBefore: early };
    const expired = { expireAfter: late, expireBefore: early };
    expect(await refusalOf(stand.client.crl(stand.admin, revoked))).toEqual([400, 36]);
    expect(await refusalOf(stand.client.crl(stand.admin, expired))).toEqual([400, 37]);
  });

  test('need hf.GenCRL, but not when they come with a revocation', async () => {
    const revoker = await stand.joinWith({ 'hf.Revoker': 'true', 'hf.Registrar.Roles': 'client' });
    expect(await refusalOf(stand.client.crl(revoker))).toEqual(notAuthorised);
    const { id } = await stand.join();
    const { crlPem } = await stand.client.revoke(revoker, { id, wantsCrl: true });
    expect(crlPem).toMatch(/^-----BEGIN X509 CRL-----\n/);
    const lister = await stand.joinWith({ 'hf.GenCRL': 'true' });
    await stand.client.crl(lister);
  });
});

const serialsIn = (crlPem: string): string[] =>
  new x509.X509Crl(crlPem).entries.map(({ serialNumber }) =>
    serialNumber.toLowerCase().replace(/^0+/, ''),
  );

const byNumber = <T extends { readonly serial: string }>(numbers: readonly T[]): T[] =>
  [...numbers].sort((a, b) => (a.serial < b.serial ? -1 : 1));
