import { describe, expect, test } from '@jest/globals';
import { describeCertificate } from './support/certificate.js';
import { caKinds } from './support/kinds.js';
import { asAttributes, notAuthorised, refusalOf, useStand } from './support/stand.js';

describe.each(caKinds)('registering at $name', (kind) => {
  const stand = useStand(kind);

  test('makes up a secret, or takes the one given', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id });
    expect(secret).toMatch(/^[a-zA-Z]{12}$/);
    const given = { id: stand.name(), secret: 'given' };
    expect(await stand.client.register(stand.admin, given)).toBe('given');
  });

  test('keeps what was given, with the CA’s own attributes', async () => {
    const id = stand.name();
    await stand.client.register(stand.admin, {
      id,
      type: 'peer',
      affiliation: 'org1.department1',
      maxEnrolments: 7,
      attributes: [{ name: 'floor', value: '3', ecert: true }],
    });
    const known = await stand.client.identity(stand.admin, id);
    expect({ ...known, attributes: sorted(known.attributes) }).toEqual({
      id,
      type: 'peer',
      affiliation: 'org1.department1',
      maxEnrolments: 7,
      attributes: [
        { name: 'floor', value: '3', ecert: true },
        { name: 'hf.Affiliation', value: 'org1.department1', ecert: true },
        { name: 'hf.EnrollmentID', value: id, ecert: true },
        { name: 'hf.Type', value: 'peer', ecert: true },
      ],
    });
  });

  test('what is left out is as the registrar is; a dot is the root', async () => {
    const registrar = await stand.joinWith(
      { 'hf.Registrar.Roles': 'client,peer' },
      { affiliation: 'org1', type: 'peer' },
    );
    const id = stand.name();
    await stand.client.register(registrar, { id });
    expect(await stand.client.identity(stand.admin, id)).toMatchObject({
      type: 'peer',
      affiliation: 'org1',
      maxEnrolments: -1,
    });
    const root = stand.name();
    await stand.client.register(stand.admin, { id: root, affiliation: '.' });
    expect((await stand.client.identity(stand.admin, root)).affiliation).toBe('');
  });

  test('a name that is taken is refused', async () => {
    const { id } = await stand.join();
    expect(await refusalOf(stand.client.register(stand.admin, { id }))).toEqual([409, 74]);
    // How often it may enrol is looked at before.
    const endless = stand.client.register(stand.admin, { id, maxEnrolments: -2 });
    expect(await refusalOf(endless)).toEqual([400, 82]);
  });

  test('an affiliation that is not there is refused', async () => {
    const registration = { id: stand.name(), affiliation: 'org9' };
    expect(await refusalOf(stand.client.register(stand.admin, registration))).toEqual(
      notAuthorised,
    );
  });

  test('who is no registrar is refused', async () => {
    const nobody = await stand.join();
    const registering = stand.client.register(nobody, { id: stand.name() });
    expect(await refusalOf(registering)).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.identities(nobody))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.identity(nobody, 'admin'))).toEqual(notAuthorised);
  });

  test('a body is read before its sender', async () => {
    const uri = '/api/v1/register';
    const codeOf = async (body: string) => {
      const answer = await stand.raw({ uri, body });
      return [answer.status, answer.body.errors[0]?.code];
    };
    expect(await codeOf('')).toEqual([400, 4]);
    expect(await codeOf('[')).toEqual([400, 5]);
    expect(await codeOf('{"id":"x","max_enrollments":"many"}')).toEqual([400, 5]);
    expect(await codeOf('{"id":"x"}')).toEqual([401, 2]);
  });

  describe('a registrar with roles, attributes and an affiliation', () => {
    const registrarOf = (attributes: Readonly<Record<string, string>>) =>
      stand.joinWith(
        { 'hf.Registrar.Roles': 'client,peer', ...attributes },
        { affiliation: 'org1' },
      );

    test('may register the types among its roles only, in any case', async () => {
      const registrar = await registrarOf({});
      const register = (type: string) =>
        stand.client.register(registrar, { id: stand.name(), type });
      await register('peer');
      await register('Client');
      expect(await refusalOf(register('orderer'))).toEqual(notAuthorised);
      expect(await refusalOf(register('admin'))).toEqual(notAuthorised);
    });

    test('may register at its own affiliation and below only', async () => {
      const registrar = await registrarOf({});
      const register = (affiliation: string) =>
        stand.client.register(registrar, { id: stand.name(), affiliation });
      await register('org1');
      await register('org1.department2');
      expect(await refusalOf(register('org2'))).toEqual(notAuthorised);
      expect(await refusalOf(register('.'))).toEqual(notAuthorised);
      expect(await refusalOf(register('org1.department9'))).toEqual(notAuthorised);
    });

    const giving = async (own: Readonly<Record<string, string>>, given: Record<string, string>) => {
      const registrar = await registrarOf(own);
      const attributes = asAttributes(given);
      return stand.client.register(registrar, { id: stand.name(), type: 'client', attributes });
    };
    const attributesOf = (list: string) => ({ 'hf.Registrar.Attributes': list });

    test.each<[string, Record<string, string>, Record<string, string>]>([
      ['a name on the list', attributesOf('floor'), { floor: '3' }],
      ['a name that begins as the list says', attributesOf('argosy.*'), { 'argosy.role': 'a' }],
      ['any name for a star', attributesOf('*'), { anything: 'x' }],
      [
        'a right that it has',
        { ...attributesOf('hf.Revoker'), 'hf.Revoker': 'true' },
        { 'hf.Revoker': 'true' },
      ],
      [
        'fewer roles than its own',
        attributesOf('hf.Registrar.Roles'),
        { 'hf.Registrar.Roles': 'peer' },
      ],
      [
        'fewer roles to delegate',
        {
          ...attributesOf('hf.Registrar.Roles,hf.Registrar.DelegateRoles'),
          'hf.Registrar.DelegateRoles': 'client',
        },
        { 'hf.Registrar.Roles': 'client,peer', 'hf.Registrar.DelegateRoles': 'client' },
      ],
      [
        'part of its own list',
        attributesOf('hf.Registrar.Attributes,argosy.*'),
        attributesOf('argosy.role'),
      ],
      [
        'a reserved name on a list, with the attribute itself',
        { ...attributesOf('*'), 'hf.GenCRL': 'true' },
        { ...attributesOf('hf.GenCRL'), 'hf.GenCRL': 'true' },
      ],
    ])('may give %s', async (_, own, given) => {
      expect(await giving(own, given)).toHaveLength(12);
    });

    test.each<[string, Record<string, string>, Record<string, string>]>([
      ['anything without a list', {}, { floor: '3' }],
      ['a name off the list', attributesOf('floor'), { wing: 'b' }],
      ['a name that begins otherwise', attributesOf('argosy.*'), { 'argos.role': 'a' }],
      ['a right that it has not', attributesOf('*'), { 'hf.Revoker': 'true' }],
      [
        'a right that it has as false',
        { ...attributesOf('*'), 'hf.Revoker': 'false' },
        { 'hf.Revoker': 'true' },
      ],
      [
        'a right that is neither true nor false',
        { ...attributesOf('*'), 'hf.Revoker': 'true' },
        { 'hf.Revoker': 'perhaps' },
      ],
      ['the CA’s own attributes', attributesOf('*'), { 'hf.Type': 'client' }],
      ['a name of a user', attributesOf('*'), { 'hf.EnrollmentID': 'admin' }],
      ['a reserved name that is none', attributesOf('*'), { 'hf.Wish': 'true' }],
      ['more roles than its own', attributesOf('*'), { 'hf.Registrar.Roles': 'client,orderer' }],
      [
        'roles to delegate that are not the identity’s',
        { ...attributesOf('*'), 'hf.Registrar.DelegateRoles': 'client,peer' },
        { 'hf.Registrar.Roles': 'client', 'hf.Registrar.DelegateRoles': 'client,peer' },
      ],
      [
        'a longer list than its own',
        attributesOf('hf.Registrar.Attributes,floor'),
        attributesOf('*'),
      ],
      [
        'a reserved name on a list without the attribute itself',
        { ...attributesOf('*'), 'hf.GenCRL': 'true' },
        attributesOf('hf.GenCRL'),
      ],
    ])('may not give %s', async (_, own, given) => {
      // The registrar itself is made by one with every right, so that this is refused to it and not to its maker.
      const registrar = await registrarOf(own);
      const attributes = asAttributes(given);
      const registration = { id: stand.name(), type: 'client', attributes };
      expect(await refusalOf(stand.client.register(registrar, registration))).toEqual(
        notAuthorised,
      );
      expect(await refusalOf(stand.client.identity(stand.admin, registration.id))).toEqual([
        404, 63,
      ]);
    });
  });
});

describe.each(caKinds)('identities at $name', (kind) => {
  const stand = useStand(kind);

  test('are added as they are registered, but answered whole', async () => {
    const id = stand.name();
    const added = await stand.client.addIdentity(stand.admin, { id, type: 'orderer' });
    expect(added).toMatchObject({ id, type: 'orderer', affiliation: '', maxEnrolments: -1 });
    await stand.client.enrol({ id, secret: added.secret ?? '' });
    expect(await refusalOf(stand.client.addIdentity(stand.admin, { id }))).toEqual([409, 74]);
    expect(await refusalOf(stand.client.addIdentity(stand.admin, { id: '' }))).toEqual([400, 52]);
  });

  test('a registrar sees those of its types and affiliation', async () => {
    const registrar = await stand.joinWith(
      { 'hf.Registrar.Roles': 'peer' },
      { affiliation: 'org1', type: 'peer' },
    );
    const seen = { id: stand.name(), type: 'peer', affiliation: 'org1.department1' };
    const otherType = { id: stand.name(), type: 'client', affiliation: 'org1' };
    const elsewhere = { id: stand.name(), type: 'peer', affiliation: 'org2' };
    for (const registration of [seen, otherType, elsewhere])
      await stand.client.register(stand.admin, registration);
    const ids = (await stand.client.identities(registrar)).map(({ id }) => id);
    expect(ids.sort()).toEqual([registrar.id, seen.id].sort());
    expect(await refusalOf(stand.client.identity(registrar, otherType.id))).toEqual(notAuthorised);
    expect(await refusalOf(stand.client.identity(registrar, elsewhere.id))).toEqual(notAuthorised);
    const all = (await stand.client.identities(stand.admin)).map(({ id }) => id);
    expect(all).toEqual(expect.arrayContaining(['admin', seen.id, otherType.id, elsewhere.id]));
  });

  test('one with a stroke and a space in its name is found', async () => {
    const { id } = await stand.join({ id: `${stand.name()} of the bank` });
    expect((await stand.client.identity(stand.admin, id)).id).toBe(id);
  });

  test('one that is not there is not found', async () => {
    expect(await refusalOf(stand.client.identity(stand.admin, 'nobody'))).toEqual([404, 63]);
    const change = { type: 'peer' };
    expect(await refusalOf(stand.client.modifyIdentity(stand.admin, 'nobody', change))).toEqual([
      404, 63,
    ]);
    expect(await refusalOf(stand.client.removeIdentity(stand.admin, 'nobody'))).toEqual([404, 63]);
  });

  test('changing one changes what is named, and its next certificate', async () => {
    const joined = await stand.join({
      attributes: [
        { name: 'floor', value: '3' },
        { name: 'wing', value: 'b', ecert: true },
      ],
    });
    const changed = await stand.client.modifyIdentity(stand.admin, joined.id, {
      type: 'peer',
      affiliation: 'org2',
      maxEnrolments: 4,
      attributes: [
        { name: 'floor', value: '4', ecert: true },
        { name: 'wing', value: '' },
        { name: 'desk', value: '12' },
      ],
    });
    expect(changed).toMatchObject({ type: 'peer', affiliation: 'org2', maxEnrolments: 4 });
    expect(sorted(changed.attributes)).toEqual([
      { name: 'desk', value: '12', ecert: false },
      { name: 'floor', value: '4', ecert: true },
      { name: 'hf.Affiliation', value: 'org2', ecert: true },
      { name: 'hf.EnrollmentID', value: joined.id, ecert: true },
      { name: 'hf.Type', value: 'peer', ecert: true },
    ]);
    const { certificatePem } = await stand.client.reenrol(joined);
    expect(describeCertificate(certificatePem).attributes).toEqual({
      floor: '4',
      'hf.Affiliation': 'org2',
      'hf.EnrollmentID': joined.id,
      'hf.Type': 'peer',
    });
  });

  test('a dot moves one to the root, and -2 ends its enrolments', async () => {
    const id = stand.name();
    const secret = await stand.client.register(stand.admin, { id, affiliation: 'org1' });
    const change = { affiliation: '.', maxEnrolments: -2 };
    const changed = await stand.client.modifyIdentity(stand.admin, id, change);
    expect(changed).toMatchObject({ affiliation: '', maxEnrolments: 0 });
    expect(changed.attributes.map(({ name }) => name)).not.toContain('hf.Affiliation');
    expect(await refusalOf(stand.client.enrol({ id, secret }))).toEqual([401, 20]);
  });

  test('a change is refused beyond the registrar’s rights, and to what is not there', async () => {
    const registrar = await stand.joinWith(
      { 'hf.Registrar.Roles': 'client', 'hf.Registrar.Attributes': 'floor' },
      { affiliation: 'org1' },
    );
    const { id } = await stand.join({ affiliation: 'org1' });
    const change = (what: Parameters<typeof stand.client.modifyIdentity>[2]) =>
      refusalOf(stand.client.modifyIdentity(registrar, id, what));
    expect(await change({ affiliation: 'org2' })).toEqual(notAuthorised);
    expect(await change({ affiliation: '.' })).toEqual(notAuthorised);
    expect(await change({ affiliation: 'org9' })).toEqual([400, 58]);
    expect(await change({ type: 'peer' })).toEqual(notAuthorised);
    expect(await change({ attributes: [{ name: 'wing', value: 'b' }] })).toEqual(notAuthorised);
    expect(await change({ attributes: [{ name: 'hf.Type', value: 'peer' }] })).toEqual(
      notAuthorised,
    );
    await stand.client.modifyIdentity(registrar, id, {
      attributes: [{ name: 'floor', value: '1' }],
    });
  });

  test('removing one ends its certificates and its name', async () => {
    const joined = await stand.join();
    expect(await stand.client.removeIdentity(stand.admin, joined.id)).toMatchObject({
      id: joined.id,
    });
    expect(await refusalOf(stand.client.reenrol(joined))).toEqual([401, 20]);
    expect(await refusalOf(stand.client.identity(stand.admin, joined.id))).toEqual([404, 63]);
    await stand.join({ id: joined.id });
  });

  test('one’s own is removed with force only', async () => {
    const registrar = await stand.joinWith({ 'hf.Registrar.Roles': 'client' });
    const { id } = registrar;
    expect(await refusalOf(stand.client.removeIdentity(registrar, id))).toEqual([403, 56]);
    await stand.client.removeIdentity(registrar, id, { force: true });
    expect(await refusalOf(stand.client.identity(stand.admin, id))).toEqual([404, 63]);
  });
});

describe.each(caKinds)('identities at $name as it is configured by default', (kind) => {
  const stand = useStand(kind, 'closed');

  test('are not removed', async () => {
    const { id } = await stand.join();
    expect(await refusalOf(stand.client.removeIdentity(stand.admin, id))).toEqual([403, 56]);
    expect((await stand.client.identity(stand.admin, id)).id).toBe(id);
  });
});

const sorted = <T extends { readonly name: string }>(attributes: readonly T[]): T[] =>
  [...attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
