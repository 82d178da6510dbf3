import type { Answer, RoleDatabase, Statement } from './database.js';

/** Who runs a statement, and in which schema. */
export interface Place {
  readonly role: string;
  readonly schema: string;
}

/** Runs statements as one transaction: in a place, or as the owner of the database where there is none. */
export type Send = (
  place: Place | undefined,
  statements: readonly Statement[],
) => Promise<readonly Answer[]>;

/** The handle of one role; role and schema are created at the first use.
 *  Refuses: a name that is none, a schema that belongs to somebody else. */
export async function roleDatabase(send: Send, role: string): Promise<RoleDatabase> {
  await ensureRole(send, role);
  return handle(send, { role, schema: role });
}

/** Refuses: what cannot stand for a role in every statement. */
export function requireRoleName(role: string): void {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(role)) throw new Error(`"${role}" is no role name.`);
}

async function ensureRole(send: Send, role: string): Promise<void> {
  requireRoleName(role);
  const [known] = await send(undefined, [
    {
      sql: `select pg_has_role(oid, 'member') as "isOurs" from pg_roles where rolname = $1`,
      parameters: [role],
    },
  ]);
  const [row] = known?.rows ?? [];
  if (row === undefined) await send(undefined, [plain(`create role "${role}" nologin`)]);
  // Who may make roles is not thereby a member of them, which who acts as one has to be.
  if (row?.['isOurs'] !== true) await send(undefined, [plain(`grant "${role}" to current_user`)]);
  await ensureSchema(send, { role, schema: role });
}

async function ensureSchema(send: Send, { role, schema }: Place): Promise<void> {
  const [known] = await send(undefined, [
    {
      sql: `select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = $1`,
      parameters: [schema],
    },
  ]);
  const owner = known?.rows[0]?.['owner'];
  if (owner === undefined) {
    await send(undefined, [plain(`create schema "${schema}" authorization "${role}"`)]);
  } else if (owner !== role) {
    throw new Error(`Schema "${schema}" does not belong to "${role}", who is to work in it.`);
  }
}

function handle(send: Send, place: Place): RoleDatabase {
  const { role } = place;
  return {
    ...place,
    run: (statements) => send(place, statements),
    in: async (schema) => {
      if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema) || !schema.startsWith(`${role}_`)) {
        throw new Error(`"${schema}" is no name of a schema of "${role}".`);
      }
      await ensureSchema(send, { role, schema });
      return handle(send, { role, schema });
    },
  };
}

function plain(sql: string): Statement {
  return { sql, parameters: [] };
}
