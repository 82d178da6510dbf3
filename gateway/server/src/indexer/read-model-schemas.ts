import { createHash } from 'node:crypto';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import { migrate, readModelMigrations } from '../database/migrations.js';
import { installRoutines } from '../database/routines.js';
import type { OrganisationTables } from '../database/tables.js';

/** The schema of the read model that an organisation serves of a channel, ready for use: the database as its role sees it there,
 *  with the organisation's own tables behind. */
export async function servedReadModel(
  organisation: RoleDatabase,
  channel: string,
): Promise<RoleDatabase> {
  const kysely = kyselyOver<OrganisationTables>(organisation);
  await kysely
    .insertInto('read_models')
    .values({ channel, generation: 1 })
    .onConflict((conflict) => conflict.column('channel').doNothing())
    .execute();
  const { generation } = await kysely
    .selectFrom('read_models')
    .select('generation')
    .where('channel', '=', channel)
    .executeTakeFirstOrThrow();
  return readModelAt(organisation, { channel, generation });
}

/** The schema of one read model, made where it is not there yet. */
export async function readModelAt(
  organisation: RoleDatabase,
  which: { readonly channel: string; readonly generation: number },
): Promise<RoleDatabase> {
  const database = await organisation.in(readModelSchema(organisation.role, which));
  await migrate(database, readModelMigrations);
  await installRoutines(database);
  return database;
}

/** What a read model's schema is called: `member_importermsp_trade_1`. Names that PostgreSQL does not take are told by their hash. */
export function readModelSchema(
  role: string,
  { channel, generation }: { readonly channel: string; readonly generation: number },
): string {
  const plain = `${role}_${channel}_${generation}`;
  if (/^[a-z0-9_]{1,63}$/.test(plain)) return plain;
  const hash = createHash('sha256').update(channel).digest('hex').slice(0, 12);
  return `${role}_${hash}_${generation}`;
}
