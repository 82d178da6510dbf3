import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DatabaseError, type Answer, type Database, type RoleDatabase } from './database.js';
import { roleDatabase } from './roles.js';
import { prepareDataFolder } from './template.js';
import type { Reply, Request, Work } from './worker.js';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly cache: string;
  /** The file of a development network's clock, which the database follows. */
  readonly clock?: string;
}

interface Waiter {
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: Error) => void;
}

/** One embedded PostgreSQL (PGlite) per process, in a worker thread. It has one connection: what is sent without waiting is run in
 *  the order in which it was sent. */
export class EmbeddedDatabase implements Database {
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
  static async open({ dataDir, cache, clock }: EmbeddedOptions): Promise<EmbeddedDatabase> {
    await prepareDataFolder(dataDir, cache);
    const worker = new Worker(workerFile(), { workerData: { dataDir, clock } satisfies Work });
    await once(worker, 'message');
    return new EmbeddedDatabase(worker);
  }

  as(role: string): Promise<RoleDatabase> {
    return roleDatabase(
      (place, statements) => this.#post({ id: ++this.#lastId, place, statements }),
      role,
    );
  }

  /** It is never away. */
  onReturn(): void {}

  async close(): Promise<void> {
    const exited = once(this.#worker, 'exit');
    const closed = this.#post({ id: ++this.#lastId, close: true });
    this.#isClosed = true;
    await closed;
    await exited;
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
