import { describe, expect, test } from '@jest/globals';
import type { AffiliationTree } from '@argosy/operator/membership/answers';
import { makeToken } from '@argosy/operator/membership/credentials';
import { describeCertificate } from './support/certificate.js';
import { caKinds } from './support/kinds.js';
import { notAuthorised, refusalOf, useStand } from './support/stand.js';

describe.each(caKinds)('affiliations at $name', (kind) => {
  const stand = useStand(kind);
  const manager = (affiliation: string, more: Readonly<Record<string, string>> = {}) =>
    stand.joinWith(
      { 'hf.AffiliationMgr': 'true', 'hf.Registrar.Roles': 'client', ...more },
      { affiliation },
    );

  test('are a tree, of which everyone sees their own and what is below', async () => {
    const tree = await stand.client.affiliations(stand.admin);
    expect(tree.name).toBe('');
    expect(namesIn(tree)).toEqual(
      expect.arrayContaining(['org1', 'org1.department1', 'org1.department2', 'org2.department1']),
    );
    expect(namesIn(await stand.client.affiliation(stand.admin, 'org1'))).toEqual([
      'org1',
      'org1.department1',
      'org1.department2',
    ]);
    const below = await manager('org1.department1');
    expect(namesIn(await stand.client.affiliations(below))).toEqual(['org1', 'org1.department1']);
    expect(await refusalOf(stand.client.affiliation(below, 'org1'))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.affiliation(below, 'org2'))).toEqual(notAuthorised);
    await stand.client.affiliation(below, 'org1.department1');
  });

  test('one that is not there is not found', async () => {
    expect(await refusalOf(stand.client.affiliation(stand.admin, 'org9'))).toEqual([404, 63]);
    expect(await refusalOf(stand.client.removeAffiliation(stand.admin, 'org9'))).toEqual([404, 63]);
    const renaming = stand.client.renameAffiliation(stand.admin, 'org9', { to: 'org10' });
    expect(await refusalOf(renaming)).toEqual([404, 63]);
  });

  test('are for managers only', async () => {
    const nobody = await stand.join();
    const formerly = await stand.joinWith({ 'hf.AffiliationMgr': 'false' });
    expect(await refusalOf(stand.client.affiliations(nobody))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.affiliations(formerly))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.addAffiliation(nobody, 'x'))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.removeAffiliation(nobody, 'org1'))).toEqual(notAuthorised);
  });

  test('one is added below one that is there, or with force with all above it', async () => {
    const name = stand.name('org');
    await stand.client.addAffiliation(stand.admin, name);
    expect(await refusalOf(stand.client.addAffiliation(stand.admin, name))).toEqual([409, 60]);
    await stand.client.addAffiliation(stand.admin, `${name}.a`);
    const deep = `${name}.b.c`;
    expect(await refusalOf(stand.client.addAffiliation(stand.admin, deep))).toEqual([404, 63]);
    await stand.client.addAffiliation(stand.admin, deep, { force: true });
    expect(namesIn(await stand.client.affiliation(stand.admin, name))).toEqual([
      name,
      `${name}.a`,
      `${name}.b`,
      deep,
    ]);
    await stand.join({ affiliation: deep });
  });

  test('one is added within the manager’s own only', async () => {
    const below = await manager('org1');
    const name = stand.name('department');
    await stand.client.addAffiliation(below, `org1.${name}`);
    expect(await refusalOf(stand.client.addAffiliation(below, `org2.${name}`))).toEqual(
      notAuthorised,
    );
    expect(await refusalOf(stand.client.addAffiliation(below, `org1${name}`))).toEqual(
      notAuthorised,
    );
  });

  test('one is renamed with all below it, and with force with those who have it', async () => {
    const [old, name] = [stand.name('org'), stand.name('org')];
    await stand.client.addAffiliation(stand.admin, `${old}.a`, { force: true });
    const joined = await stand.join({ affiliation: `${old}.a` });
    const rename = (force: boolean) =>
      stand.client.renameAffiliation(stand.admin, old, { to: name, force });
    expect(await refusalOf(rename(false))).toEqual([400, 64]);
    const tree = await rename(true);
    expect(namesIn(tree)).toEqual([name, `${name}.a`]);
    expect(tree.affiliations[0]?.identities.map(({ id }) => id)).toEqual([joined.id]);
    expect(await refusalOf(stand.client.affiliation(stand.admin, old))).toEqual([404, 63]);
    const moved = await stand.client.identity(stand.admin, joined.id);
    expect(moved.affiliation).toBe(`${name}.a`);
    const { certificatePem } = await stand.client.reenrol(joined);
    const { subject, attributes } = describeCertificate(certificatePem);
    expect(subject).toContain(`OU=${name}`);
    // The attribute is no longer in certificates unasked.
    expect(attributes).toEqual({ 'hf.EnrollmentID': joined.id, 'hf.Type': 'client' });
  });

  test('one is removed with force only where others are below it or have it', async () => {
    const name = stand.name('org');
    await stand.client.addAffiliation(stand.admin, `${name}.a`, { force: true });
    const remove = (affiliation: string, force = false) =>
      stand.client.removeAffiliation(stand.admin, affiliation, { force });
    expect(await refusalOf(remove(name))).toEqual(notAuthorised);
    const joined = await stand.join({ affiliation: `${name}.a` });
    expect(await refusalOf(remove(`${name}.a`))).toEqual(notAuthorised);
    const tree = await remove(name, true);
    expect(namesIn(tree)).toEqual([name, `${name}.a`]);
    expect(tree.affiliations[0]?.identities.map(({ id }) => id)).toEqual([joined.id]);
    expect(await refusalOf(stand.client.identity(stand.admin, joined.id))).toEqual([404, 63]);
    expect(await refusalOf(stand.client.reenrol(joined))).toEqual([401, 20]);
    await stand.client.addAffiliation(stand.admin, name);
    expect(namesIn(await remove(name))).toEqual([name]);
  });

  test('force is yes or no', async () => {
    const forcing = async (method: 'POST' | 'PUT' | 'DELETE', path: string, force: string) => {
      const uri = `/api/v1/${path}?force=${force}`;
      const body = method === 'DELETE' ? '' : '{"name":"org5"}';
      const asked = { method, uri, body };
      const authorization = makeToken(stand.admin, asked);
      const answer = await stand.raw({ ...asked, authorization });
      return [answer.status, answer.body.errors[0]?.code];
    };
    expect(await forcing('POST', 'affiliations', 'perhaps')).toEqual([400, 61]);
    expect(await forcing('DELETE', 'affiliations/org1', 'perhaps')).toEqual([400, 61]);
    expect(await forcing('PUT', 'affiliations/org1', 'perhaps')).toEqual([400, 60]);
    expect(await forcing('POST', 'affiliations', 'T')).toEqual([201, undefined]);
  });

  test('nobody removes their own', async () => {
    const name = stand.name('org');
    await stand.client.addAffiliation(stand.admin, name);
    const own = await manager(name);
    const removing = stand.client.removeAffiliation(own, name, { force: true });
    expect(await refusalOf(removing)).toEqual(notAuthorised);
  });

  test('who is no registrar neither renames nor removes', async () => {
    const plain = await stand.joinWith({ 'hf.AffiliationMgr': 'true' });
    const name = stand.name('org');
    await stand.client.addAffiliation(plain, name);
    expect(await refusalOf(stand.client.removeAffiliation(plain, name))).toEqual(notAuthorised);
    const renaming = stand.client.renameAffiliation(plain, name, { to: stand.name('org') });
    expect(await refusalOf(renaming)).toEqual(notAuthorised);
  });
});

describe.each(caKinds)('affiliations at $name as it is configured by default', (kind) => {
  const stand = useStand(kind, 'closed');

  test('are not removed', async () => {
    expect(
      await refusalOf(stand.client.removeAffiliation(stand.admin, 'org2.department1')),
    ).toEqual(notAuthorised);
    await stand.client.affiliation(stand.admin, 'org2.department1');
  });
});

/** The names in a tree, sorted: siblings come in any order. */
const namesIn = ({ name, affiliations }: AffiliationTree): string[] =>
  [...(name === '' ? [] : [name]), ...affiliations.flatMap(namesIn)].sort();
