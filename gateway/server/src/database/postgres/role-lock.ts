import type pg from 'pg';
import { DatabaseError, databaseCodes } from '../database.js';

/** Have a role for as long as this connection lasts; false where another connection has it. */
export async function tryLock(client: pg.Client, role: string): Promise<boolean> {
  const sql = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken';
  const { rows } = await client.query<{ taken: boolean }>(sql, [`argosy gateway ${role}`]);
  return rows[0]?.taken === true;
}

/** Why a role cannot be had. */
export function taken(role: string, name: string): DatabaseError {
  return new DatabaseError(
    `Another gateway process works in the schemas of "${role}" in PostgreSQL, ${name}. Stop it, or give this one a database of its own.`,
    databaseCodes.lockTimeout,
  );
}
