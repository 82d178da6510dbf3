// Runs PostgreSQL (PGlite) in a thread of its own, so that a long statement never stops the gateway's event loop. Tests run it, and
// what it imports, as they are: by their own names, and without syntax that has to be compiled.
import { PGlite } from '@electric-sql/pglite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Statement } from './database.js';
import { PreparedStatements } from './prepared.ts';
import type { Place } from './roles.js';

/** What the thread is given. */
export interface Work {
  readonly dataDir: string;
  readonly clock: string | undefined;
}

export type Request =
  | {
      readonly id: number;
      /** Undefined for the owner of the database. */
      readonly place: Place | undefined;
      readonly statements: readonly Statement[];
    }
  | { readonly id: number; readonly close: true };

export type Reply =
  | { readonly id: number; readonly answers: readonly Answer[] }
  | {
      readonly id: number;
      readonly failure: { readonly message: string; readonly code: string | undefined };
    };

async function serve(port: NonNullable<typeof parentPort>, dataDir: string): Promise<void> {
  const database = await PGlite.create(dataDir);
  const owner = 'reset role; reset search_path';
  const prepared = new PreparedStatements(database);
  let current = owner;

  // A role sees its own schemas only. Switching is skipped where the last statement ran in the same place.
  async function goTo(place: Place | undefined): Promise<void> {
    const next = place === undefined ? owner : switchTo(place);
    if (next === current) return;
    current = '';
    await database.exec(next);
    current = next;
  }

  async function run(statements: readonly Statement[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const statement of statements) answers.push(await runOne(statement));
    return answers;
  }

  // What makes tables and roles has no parameters, and is run once.
  async function runOne(statement: Statement): Promise<Answer> {
    const { sql, parameters } = statement;
    if (parameters.length > 0) return prepared.run(current, statement);
    const { rows, affectedRows = 0 } = await database.query<Record<string, unknown>>(sql);
    return { rows, affectedRows };
  }

  async function runAtomically(statements: readonly Statement[]): Promise<Answer[]> {
    if (statements.length < 2) return run(statements);
    await database.exec('begin');
    try {
      const answers = await run(statements);
      await database.exec('commit');
      return answers;
    } catch (error) {
      await database.exec('rollback');
      throw error;
    }
  }

  async function answer(request: Request): Promise<Reply> {
    try {
      if ('close' in request) {
        await database.close();
        return { id: request.id, answers: [] };
      }
      await goTo(request.place);
      return { id: request.id, answers: await runAtomically(request.statements) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
      return { id: request.id, failure: { message, code } };
    }
  }

  // There is one connection, so requests run one after the other in the order of their arrival.
  let queue = Promise.resolve();
  port.on('message', (request: Request) => {
    queue = queue.then(async () => {
      port.postMessage(await answer(request));
      if ('close' in request) port.close();
    });
  });
  port.postMessage({ id: 0, answers: [] } satisfies Reply);
}

function switchTo({ role, schema }: Place): string {
  return `set role "${role}"; set search_path to "${schema}", "${role}"`;
}

if (parentPort !== null) {
  const { dataDir, clock } = workerData as Work;
  // Only a network for development has one.
  if (clock !== undefined) (await import('../sandbox-clock.js')).followSandboxClock(clock);
  await serve(parentPort, dataDir);
}
