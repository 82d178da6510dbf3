import type { ClientBase } from 'pg';

/** The oldest major version that the tests run on. */
export const oldestMajor = 15;

/** What a server says of itself. */
interface ServerSays {
  readonly version: string;
  readonly encoding: string;
}

/** Refuses: a server that is older than any that is tested, and one that cannot keep every character. */
export async function requireServer(client: ClientBase): Promise<void> {
  const sql = `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`;
  const { rows } = await client.query<ServerSays>(sql);
  const [row] = rows;
  if (row === undefined) throw new Error('it does not tell its version');
  requireVersion(row);
}

/** `version` is PostgreSQL's own number: 150018 for 15.18. */
export function requireVersion({ version, encoding }: ServerSays): void {
  const major = Math.floor(Number(version) / 10_000);
  if (!(major >= oldestMajor)) {
    throw new Error(
      `its version is ${major}, and the oldest that Argosy is tested on is ${oldestMajor}: upgrade it`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new Error(`the database keeps text as ${encoding}: make one with encoding UTF8`);
  }
}
