import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Sessions } from '@argosy/gateway/access/sessions';
import type { Database, RoleDatabase } from '@argosy/gateway/database/database';
import { gatewayMigrations, migrate } from '@argosy/gateway/database/migrations';
import { temporaryDatabase } from './stand.js';

let database: Database;
let remove: () => Promise<void>;
let role: RoleDatabase;
let now = new Date('2027-03-01T09:30:00Z');

beforeAll(async () => {
  ({ database, remove } = await temporaryDatabase());
  role = await database.as('sessions');
  await migrate(role, gatewayMigrations);
}, 60_000);
afterAll(() => remove());

async function kept(): Promise<unknown[]> {
  const [answer] = await role.run([
    { sql: 'select person from sessions order by person', parameters: [] },
  ]);
  return (answer?.rows ?? []).map(({ person }) => person);
}

test('expired sessions are worth nothing and are deleted at the next start', async () => {
  const sessions = new Sessions(role, () => now);
  const early = await sessions.open('ines');
  now = new Date('2027-03-01T15:30:00Z');
  const late = await sessions.open('omar');
  expect(await sessions.personOf(early.token)).toBe('ines');
  now = new Date('2027-03-01T21:30:00Z');
  expect(await sessions.personOf(early.token)).toBeUndefined();
  expect(await sessions.personOf(late.token)).toBe('omar');

  const next = new Sessions(role, () => now);
  await next.forget('expired');
  expect(await kept()).toEqual(['omar']);
  expect(await next.personOf(late.token)).toBe('omar');
  await next.forget('all');
  expect(await kept()).toEqual([]);
  expect(await next.personOf(late.token)).toBeUndefined();
});
