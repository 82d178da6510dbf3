import type { Kysely } from 'kysely';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import { migrate } from '../database/migrations.js';
import { newSecret, secretHash } from './secret.js';
import { accessMigrations, type AccessTables } from './tables.js';

/** How long a browser stays signed in. */
export const sessionMilliseconds = 12 * 60 * 60 * 1_000;

/** The browsers that are signed in at one organisation. What the cookie holds is random; the database has its hash only, and so
 *  cannot be used to sign in. A restart ends no session. */
export class Sessions {
  #kysely: Promise<Kysely<AccessTables>> | undefined;

  constructor(
    /** Opened when somebody first signs in. */
    private readonly open: () => Promise<RoleDatabase>,
    private readonly now: () => Date,
  ) {}

  /** A new session of a person. Answers what its cookie holds, this once. */
  async begin(person: string): Promise<string> {
    const token = newSecret();
    const now = this.now();
    const kysely = await this.#tables();
    const row = {
      token_hash: secretHash(token),
      person,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + sessionMilliseconds).toISOString(),
    };
    await kysely.insertInto('sessions').values(row).execute();
    return token;
  }

  /** Whose session it is; undefined for one that is unknown, ended or expired. */
  async personOf(token: string): Promise<string | undefined> {
    const kysely = await this.#tables();
    const row = await kysely
      .selectFrom('sessions')
      .select('person')
      .where('token_hash', '=', secretHash(token))
      .where('expires_at', '>', this.now().toISOString())
      .executeTakeFirst();
    return row?.person;
  }

  /** End a session: from now on its cookie is worth nothing. */
  async end(token: string): Promise<void> {
    const kysely = await this.#tables();
    await kysely.deleteFrom('sessions').where('token_hash', '=', secretHash(token)).execute();
  }

  #tables(): Promise<Kysely<AccessTables>> {
    this.#kysely ??= this.#prepare().catch((error: unknown) => {
      // The next one tries again.
      this.#kysely = undefined;
      throw error;
    });
    return this.#kysely;
  }

  async #prepare(): Promise<Kysely<AccessTables>> {
    const database = await this.open();
    await migrate(database, accessMigrations);
    const kysely = kyselyOver<AccessTables>(database);
    const now = this.now().toISOString();
    await kysely.deleteFrom('sessions').where('expires_at', '<=', now).execute();
    return kysely;
  }
}
