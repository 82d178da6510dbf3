import { createHash } from 'node:crypto';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import { migrate, readModelMigrations } from '../database/migrations.js';
import { installRoutines } from '../database/routines.js';
import type { OrganisationTables } from '../database/tables.js';

interface WhichReadModel {
  readonly channel: string;
  /** Each time that it is built it has the next number. */
  readonly generation: number;
}

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
  const generation = await servedGeneration(organisation, channel);
  return readModelAt(organisation, { channel, generation });
}

/** Which read model of a channel is served. */
export async function servedGeneration(
  organisation: RoleDatabase,
  channel: string,
): Promise<number> {
  const { generation } = await kyselyOver<OrganisationTables>(organisation)
    .selectFrom('read_models')
    .select('generation')
    .where('channel', '=', channel)
    .executeTakeFirstOrThrow();
  return generation;
}

/** Have another read model of a channel served from now on. */
export async function serveGeneration(
  organisation: RoleDatabase,
  { channel, generation }: WhichReadModel,
): Promise<void> {
  await kyselyOver<OrganisationTables>(organisation)
    .updateTable('read_models')
    .set({ generation })
    .where('channel', '=', channel)
    .execute();
}

/** Drop a read model, if it is there. Requires: it is not served. */
export async function dropReadModel(
  organisation: RoleDatabase,
  which: WhichReadModel,
): Promise<void> {
  const schema = readModelSchema(organisation.role, which);
  await organisation.run([{ sql: `drop schema if exists "${schema}" cascade`, parameters: [] }]);
}

/** Drop all read models of a channel that came before one. */
export async function dropReadModelsBefore(
  organisation: RoleDatabase,
  { channel, generation }: WhichReadModel,
): Promise<void> {
  for (let earlier = 1; earlier < generation; earlier += 1) {
    await dropReadModel(organisation, { channel, generation: earlier });
  }
}

/** The schema of one read model, made where it is not there yet. */
export async function readModelAt(
  organisation: RoleDatabase,
  which: WhichReadModel,
): Promise<RoleDatabase> {
  const database = await organisation.in(readModelSchema(organisation.role, which));
  await migrate(database, readModelMigrations);
  await installRoutines(database);
  return database;
}

/** What a read model's schema is called: `member_importermsp_trade_1`. Names that PostgreSQL does not take are told by their hash. */
export function readModelSchema(role: string, { channel, generation }: WhichReadModel): string {
  const plain = `${role}_${channel}_${generation}`;
  if (/^[a-z0-9_]{1,63}$/.test(plain)) return plain;
  const hash = createHash('sha256').update(channel).digest('hex').slice(0, 12);
  return `${role}_${hash}_${generation}`;
}
