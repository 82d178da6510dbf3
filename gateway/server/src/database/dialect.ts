import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { RoleDatabase, Statement } from './database.js';

/** Kysely over one role's database. Several statements as one transaction go through `RoleDatabase.run`:
 *  there is one connection, and an interactive transaction would hold up every organisation. */
export function kyselyOver<Tables>(database: RoleDatabase): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new RoleDriver(database),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

/** A compiled query as a statement of a batch. */
export function statement(query: { compile(): CompiledQuery }): Statement {
  const { sql, parameters } = query.compile();
  return { sql, parameters };
}

class RoleDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(database: RoleDatabase) {
    this.#connection = new RoleConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }

  async beginTransaction(): Promise<void> {
    return Promise.reject(new Error('Run the statements of a transaction as one batch.'));
  }

  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

class RoleConnection implements DatabaseConnection {
  constructor(private readonly database: RoleDatabase) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const [answer] = await this.database.run([query]);
    // The row type is the query's own; kysely states it, the database cannot.
    const rows = (answer?.rows ?? []) as Row[];
    return { rows, numAffectedRows: BigInt(answer?.affectedRows ?? 0) };
  }

  // eslint-disable-next-line require-yield -- the interface asks for a generator; streaming is refused.
  async *streamQuery<Row>(): AsyncGenerator<QueryResult<Row>> {
    return Promise.reject(new Error('Queries are not streamed.'));
  }
}
