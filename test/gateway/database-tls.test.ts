import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '@argosy/devnet/ca/authority';
import { generalName } from '@argosy/devnet/ca/general-names';
import { issue } from '@argosy/devnet/ca/issue';
import { defaultSettings } from '@argosy/devnet/ca/settings';
import { realSurroundings } from '@argosy/devnet/ca/surroundings';
import { PostgresDatabase } from '@argosy/gateway/database/postgres/database';
import { encodePem } from '@argosy/protocol/pem';
import { onPostgres } from './database-engines.js';

jest.setTimeout(30_000);

const authority = makeAuthority({ commonName: 'ca', organisation: 'bank' }, realSurroundings);
const stranger = makeAuthority({ commonName: 'ca', organisation: 'bank' }, realSurroundings);

onPostgres(
  'TLS',
  (server) => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'argosy-tls-'));
      writeFileSync(join(folder, 'ca.pem'), authority.certificate.toString());
      writeFileSync(join(folder, 'stranger.pem'), stranger.certificate.toString());
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    const address = async (host: string, options: string): Promise<string> => {
      // Makes the database.
      await server().url('gateway');
      const { password, port } = server();
      return `postgresql://captain:${password}@${host}:${port}/gateway?${options}`;
    };
    const root = (name: string): string => `sslrootcert=${join(folder, `${name}.pem`)}`;

    test('is spoken where it is asked for, with a server that proves its name', async () => {
      const url = await address('localhost', `sslmode=verify-full&${root('ca')}`);
      const database = await PostgresDatabase.open(url);
      const role = await database.as('bank');
      await role.run([{ sql: 'select 1', parameters: [] }]);
      const { rows } = await server().query(
        `select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'argosy-gateway'`,
      );
      expect(rows).toEqual([{ ssl: true }, { ssl: true }]);
      await database.close();
    });

    test.each([
      ['another authority', 'localhost', 'sslmode=verify-full', 'stranger', /certificate/],
      ['another name', '127.0.0.1', 'sslmode=verify-full', 'ca', /127\.0\.0\.1/],
      ['another authority, any name', '127.0.0.1', 'sslmode=verify-ca', 'stranger', /certificate/],
    ])('is refused with a certificate of %s', async (_what, host, mode, ca, why) => {
      const opening = PostgresDatabase.open(await address(host, `${mode}&${root(ca)}`));
      await expect(opening).rejects.toMatchObject({
        code: '08001',
        message: expect.stringMatching(why),
      });
    });

    test('may leave the name out', async () => {
      const url = await address('127.0.0.1', `sslmode=verify-ca&${root('ca')}`);
      const database = await PostgresDatabase.open(url);
      await database.close();
    });

    test('is not needed on this machine', async () => {
      const database = await PostgresDatabase.open(await address('127.0.0.1', ''));
      await database.close();
    });
  },
  serverCertificate(),
);

/** A certificate for `localhost`, and its key. */
function serverCertificate(): { tls: { certificate: string; key: string } } {
  const { publicKey, privateKey } = realSurroundings.makeKeys();
  const profile = defaultSettings.profiles['tls'];
  if (profile === undefined) throw new Error('The authority has no profile for TLS.');
  const { der } = issue(
    authority,
    {
      subject: { commonName: 'db', units: [], organisation: ['bank'] },
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      profile,
      notBefore: new Date(authority.certificate.notBefore),
      notAfter: new Date(authority.certificate.notAfter),
      names: [generalName('localhost')],
      attributes: undefined,
    },
    realSurroundings,
  );
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { tls: { certificate: encodePem('CERTIFICATE', der), key } };
}
