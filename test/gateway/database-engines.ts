import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@argosy/gateway/database/database';
import { openDatabase } from '@argosy/gateway/database/open';
import { cacheFolder } from '@argosy/gateway/database/template';
import { postgresPrograms, PostgresServer, type PostgresPlan } from '../support/postgres-server.js';

/** One of the engines, with one database on it that lasts as long as the tests of a block. */
export interface Engine {
  /** Open the database, again after it was closed. */
  open(): Promise<Database>;
  stop(): Promise<void>;
}

/** Run tests on the embedded database and on a PostgreSQL server. Where there is none, that is one skipped test. */
export function onEachEngine(name: string, tests: (engine: () => Engine) => void): void {
  describe(`${name}, embedded`, () => {
    onEngine(embedded, tests);
  });
  onPostgres(name, (server) => {
    onEngine(() => Promise.resolve(served(server)), tests);
  });
}

/** Run tests on a PostgreSQL server of their own. */
export function onPostgres(
  name: string,
  tests: (server: () => PostgresServer) => void,
  plan: PostgresPlan = {},
): void {
  if (postgresPrograms === undefined) {
    test.skip(`${name}, on a PostgreSQL server: this machine has none`, () => undefined);
    return;
  }
  describe(`${name}, on a PostgreSQL server`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start(plan);
    }, 60_000);
    afterAll(() => server.stop());
    tests(() => server);
  });
}

function onEngine(start: () => Promise<Engine>, tests: (engine: () => Engine) => void): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  }, 60_000);
  afterAll(() => engine.stop());
  tests(() => engine);
}

async function embedded(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'argosy-database-'));
  const dataDir = join(folder, 'data');
  return {
    open: () => openDatabase({ dataDir, cache: cacheFolder(process.env) }),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

function served(server: () => PostgresServer): Engine {
  return {
    open: async () => openDatabase({ dataDir: '', cache: '', url: await server().url('argosy') }),
    stop: () => Promise.resolve(),
  };
}
