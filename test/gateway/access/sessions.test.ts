import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Sessions } from '@argosy/gateway/access/sessions';
import type { Database, RoleDatabase } from '@argosy/gateway/database/database';
import { temporaryDatabase } from '../stand.js';

let database: Database;
let remove: () => Promise<void>;
let now = new Date('2027-03-01T09:30:00Z');

const role = (): Promise<RoleDatabase> => database.as('sessions');
const sessions = (): Sessions => new Sessions(role, () => now);

beforeAll(async () => {
  ({ database, remove } = await temporaryDatabase());
}, 60_000);
afterAll(() => remove());

async function kept(): Promise<readonly Record<string, unknown>[]> {
  const select = { sql: 'select * from sessions order by person', parameters: [] };
  const [answer] = await (await role()).run([select]);
  return answer?.rows ?? [];
}

test('a session lasts twelve hours, over restarts, and is then deleted', async () => {
  now = new Date('2027-03-01T09:30:00Z');
  const early = await sessions().begin('ines');
  now = new Date('2027-03-01T21:29:59.999Z');
  const late = await sessions().begin('omar');
  expect(await sessions().personOf(early)).toBe('ines');
  now = new Date('2027-03-01T21:30:00Z');
  expect(await sessions().personOf(early)).toBeUndefined();
  expect(await sessions().personOf(late)).toBe('omar');
  expect((await kept()).map(({ person }) => person)).toEqual(['omar']);
});

test('a session that was ended is worth nothing, and others go on', async () => {
  const these = sessions();
  const [ended, other] = [await these.begin('ines'), await these.begin('ines')];
  await these.end(ended);
  expect(await these.personOf(ended)).toBeUndefined();
  expect(await these.personOf(other)).toBe('ines');
});

test('what was never given out is nobody’s session', async () => {
  expect(await sessions().personOf('x'.repeat(43))).toBeUndefined();
});

test('the database does not hold what the cookie holds', async () => {
  const token = await sessions().begin('ines');
  expect(JSON.stringify(await kept())).not.toContain(token);
});
