import type { Database } from './database.js';
import { EmbeddedDatabase, type EmbeddedOptions } from './embedded.js';
import { PostgresDatabase } from './postgres/database.js';

export interface DatabaseOptions extends EmbeddedOptions {
  /** DATABASE_URL: a PostgreSQL server, in place of the embedded database. It is a secret. */
  readonly url?: string;
}

/** Open the database that the settings name: a server, or the embedded one in its folder.
 *  Refuses: a server that cannot be reached or is not fit, see PostgresDatabase. */
export function openDatabase({ url, ...embedded }: DatabaseOptions): Promise<Database> {
  return url === undefined ? EmbeddedDatabase.open(embedded) : PostgresDatabase.open(url);
}
