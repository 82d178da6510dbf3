import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import type { GatewayTables } from '../database/tables.js';
import { sha256 } from '../operations/request-identity.js';

interface Session {
  readonly person: string;
  readonly expiresAt: string;
}

const lifetimeMilliseconds = 12 * 60 * 60 * 1_000;
const remembered = 10_000;

/** Sandbox sign-ins: a random bearer token per sign-in. The database has its hash only, and so cannot be used to sign in. */
export class Sessions {
  readonly #kysely: Kysely<GatewayTables>;
  readonly #known = new Map<string, Session>();

  constructor(
    database: RoleDatabase,
    private readonly now: () => Date,
  ) {
    this.#kysely = kyselyOver<GatewayTables>(database);
  }

  /** A new token for a person; it is shown this once. */
  async open(person: string): Promise<{ token: string; expiresAt: string }> {
    const token = `sandbox_${randomBytes(32).toString('base64url')}`;
    const now = this.now();
    const expiresAt = new Date(now.getTime() + lifetimeMilliseconds).toISOString();
    const createdAt = now.toISOString();
    await this.#kysely
      .insertInto('sessions')
      .values({ token_hash: sha256(token), person, created_at: createdAt, expires_at: expiresAt })
      .execute();
    return { token, expiresAt };
  }

  /** Whose token it is; undefined for an unknown or expired one. */
  async personOf(token: string): Promise<string | undefined> {
    const hash = sha256(token);
    const session = this.#known.get(hash) ?? (await this.#find(hash));
    if (session === undefined || session.expiresAt <= this.now().toISOString()) return undefined;
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(hash, session);
    return session.person;
  }

  /** Delete the sessions that have expired; all of them where such tokens are worth nothing any more. */
  async forget(which: 'expired' | 'all'): Promise<void> {
    const sessions = this.#kysely.deleteFrom('sessions');
    const now = this.now().toISOString();
    await (which === 'all' ? sessions : sessions.where('expires_at', '<=', now)).execute();
    this.#known.clear();
  }

  async #find(hash: string): Promise<Session | undefined> {
    const row = await this.#kysely
      .selectFrom('sessions')
      .select(['person', 'expires_at'])
      .where('token_hash', '=', hash)
      .executeTakeFirst();
    return row === undefined ? undefined : { person: row.person, expiresAt: row.expires_at };
  }
}
