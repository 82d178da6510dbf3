import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseError, type Answer, type Database, type RoleDatabase } from '../database.js';
import { requireRoleName, roleDatabase, type Place, type Send } from '../roles.js';
import { serverAddress, type ServerAddress } from './address.js';
import { Connections } from './connection.js';
import { connectFailure } from './failures.js';
import { Keeper, standardLimits, type KeeperLimits } from './keeper.js';
import { runTransaction } from './transaction.js';

const maximumConnections = 10;
const idleMilliseconds = 60_000;
const lifetimeSeconds = 3_600;
const maximumTries = 5;
const firstPauseMilliseconds = 10;

/** A PostgreSQL server. Runs take place at the same time, on a few connections; one that another is in the way of is run again. */
export class PostgresDatabase implements Database {
  readonly #address: ServerAddress;
  readonly #keeper: Keeper;
  readonly #pool: pg.Pool;
  readonly #listeners = new Set<() => void>();

  private constructor(address: ServerAddress, limits: KeeperLimits) {
    this.#address = address;
    const connections = new Connections(address);
    this.#pool = new pg.Pool({
      ...connections.settings,
      pipeline: true,
      max: maximumConnections,
      idleTimeoutMillis: idleMilliseconds,
      maxLifetimeSeconds: lifetimeSeconds,
    });
    // A connection that breaks is told to whoever uses it; one that nobody uses is dropped.
    this.#pool.on('error', nothing);
    this.#pool.on('connect', (client) => client.on('error', nothing));
    this.#keeper = new Keeper({
      connections,
      name: address.name,
      limits,
      onLoss: () => {
        connections.cut();
      },
      onReturn: () => {
        for (const listener of this.#listeners) listener();
      },
    });
  }

  /** Connect to the server of a DATABASE_URL. Refuses: an address that is none, a server that does not answer or is too old; never
   *  in words that repeat the address. */
  static async open(url: string, limits = standardLimits): Promise<PostgresDatabase> {
    const database = new PostgresDatabase(serverAddress(url), limits);
    await database.#keeper.open();
    return database;
  }

  async as(role: string): Promise<RoleDatabase> {
    requireRoleName(role);
    await this.#keeper.take(role);
    return roleDatabase(this.#send, role);
  }

  onReturn(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.#keeper.close();
  }

  readonly #send: Send = async (place, statements) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#run(place, statements);
      } catch (error) {
        const again = error instanceof DatabaseError && error.isSerialization;
        if (!again || tries === maximumTries) throw error;
        await delay(firstPauseMilliseconds * 2 ** tries);
      }
    }
  };

  async #run(
    place: Place | undefined,
    statements: Parameters<Send>[1],
  ): Promise<readonly Answer[]> {
    this.#keeper.require();
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw connectFailure(error, this.#address.name);
    });
    try {
      return await runTransaction(client, place, statements);
    } finally {
      // The pool drops a connection that has broken by itself.
      client.release();
    }
  }
}

function nothing(): void {}
