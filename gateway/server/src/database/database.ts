import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { prepareDataFolder } from './template.js';
import type { Answer, Place, Reply, Request, Statement, Work } from './worker.js';

export type { Answer, Statement } from './worker.js';

/** A failure that the database reported, with PostgreSQL's code where there is one. */
export class DatabaseError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
    this.name = 'DatabaseError';
  }
}

/** What one role may do: run statements in a schema of its own, all or none of them. */
export interface RoleDatabase {
  readonly role: string;
  /** Where new tables are made: the schema of the role's own name, unless another was asked for. */
  readonly schema: string;
  run(statements: readonly Statement[]): Promise<readonly Answer[]>;
  /** The same role in another schema that it owns, `<role>_…`, made at the first use. What is not there is looked for in the
   *  schema of the role's own name. */
  in(schema: string): Promise<RoleDatabase>;
}

export interface DatabaseOptions {
  readonly dataDir: string;
  readonly cache: string;
  /** The file of a development network's clock, which the database follows. */
  readonly clock?: string;
}

interface Waiter {
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: Error) => void;
}

/** One embedded PostgreSQL per process, in a worker thread; a role per organisation, with schemas of its own. */
export class Database {
  #lastId = 0;
  #isClosed = false;
  readonly #waiters = new Map<number, Waiter>();
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: Reply) => {
      this.#settle(reply);
    });
    worker.on('error', (error) => {
      this.#failAll(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', () => {
      this.#isClosed = true;
      this.#failAll(new Error('The database is closed.'));
    });
  }

  /** Open the data folder, made from the template where it is missing.
   *  Refuses: a folder that another process uses is not detected by PGlite; the caller owns `dataDir`. */
  static async open({ dataDir, cache, clock }: DatabaseOptions): Promise<Database> {
    await prepareDataFolder(dataDir, cache);
    const worker = new Worker(workerFile(), { workerData: { dataDir, clock } satisfies Work });
    await once(worker, 'message');
    return new Database(worker);
  }

  /** The handle of one role; role and schema are created at the first use. */
  async as(role: string): Promise<RoleDatabase> {
    if (!/^[a-z][a-z0-9_]{0,40}$/.test(role)) throw new Error(`"${role}" is no role name.`);
    const known = await this.#asOwner([
      { sql: 'select 1 from pg_roles where rolname = $1', parameters: [role] },
    ]);
    if (known[0]?.rows.length === 0) {
      await this.#asOwner([
        { sql: `create role "${role}" nologin`, parameters: [] },
        { sql: `create schema "${role}" authorization "${role}"`, parameters: [] },
      ]);
    }
    return this.#handle({ role, schema: role });
  }

  async close(): Promise<void> {
    const exited = once(this.#worker, 'exit');
    const closed = this.#post({ id: ++this.#lastId, close: true });
    this.#isClosed = true;
    await closed;
    await exited;
  }

  #handle(place: Place): RoleDatabase {
    const { role } = place;
    return {
      ...place,
      run: (statements) => this.#post({ id: ++this.#lastId, place, statements }),
      in: async (schema) => {
        if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema) || !schema.startsWith(`${role}_`)) {
          throw new Error(`"${schema}" is no name of a schema of "${role}".`);
        }
        const sql = `create schema if not exists "${schema}" authorization "${role}"`;
        await this.#asOwner([{ sql, parameters: [] }]);
        return this.#handle({ role, schema });
      },
    };
  }

  #asOwner(statements: readonly Statement[]): Promise<readonly Answer[]> {
    return this.#post({ id: ++this.#lastId, place: undefined, statements });
  }

  #post(request: Request): Promise<readonly Answer[]> {
    if (this.#isClosed) return Promise.reject(new Error('The database is closed.'));
    return new Promise((resolve, reject) => {
      this.#waiters.set(request.id, { resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  #settle(reply: Reply): void {
    const waiter = this.#waiters.get(reply.id);
    this.#waiters.delete(reply.id);
    if ('answers' in reply) waiter?.resolve(reply.answers);
    else waiter?.reject(new DatabaseError(reply.failure.message, reply.failure.code));
  }

  #failAll(error: Error): void {
    for (const waiter of this.#waiters.values()) waiter.reject(error);
    this.#waiters.clear();
  }
}

// Tests run the TypeScript sources, and Node 24 runs this worker's source as it is.
function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
}
