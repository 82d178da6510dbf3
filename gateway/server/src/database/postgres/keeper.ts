import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '@argosy/protocol/reason';
import pg from 'pg';
import { DatabaseError, databaseCodes } from '../database.js';
import type { Connections } from './connection.js';
import { connectFailure } from './failures.js';
import { taken, tryLock } from './role-lock.js';
import { requireServer } from './server-version.js';

const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 2_000;

/** How long what may take. */
export interface KeeperLimits {
  /** Between two questions whether the server is there. */
  readonly beatMilliseconds: number;
  /** Until the answer, after which the server counts as away. */
  readonly answerMilliseconds: number;
  /** For the locks of a process that has just died, until the server misses it. */
  readonly takeoverMilliseconds: number;
}

export const standardLimits: KeeperLimits = {
  beatMilliseconds: 5_000,
  answerMilliseconds: 10_000,
  takeoverMilliseconds: 10_000,
};

export interface KeeperOptions {
  readonly connections: Connections;
  readonly name: string;
  readonly limits: KeeperLimits;
  /** The server is away, or the locks are lost: nobody may work until `onReturn`. */
  readonly onLoss: () => void;
  readonly onReturn: () => void;
}

/** The one connection that lasts. It holds a lock for each role, so that no two gateways work in the same schemas, and asks the server
 *  every few seconds whether it is there. Where it breaks it is made again, with all locks, for as long as that takes. */
export class Keeper {
  #client: pg.Client | undefined;
  #trouble = 'it is not open yet';
  readonly #roles = new Set<string>();
  readonly #closing = new AbortController();
  #beating: Promise<void> = Promise.resolve();

  constructor(private readonly options: KeeperOptions) {}

  /** Refuses: a server that cannot be reached, is too old, or keeps text in another encoding than UTF-8. */
  async open(): Promise<void> {
    this.#client = await this.#connect();
    this.#beating = this.#beat();
  }

  /** Have this role for this process alone. Refuses: DatabaseError, a role that another process keeps. */
  async take(role: string): Promise<void> {
    if (this.#roles.has(role)) return;
    const until = performance.now() + this.options.limits.takeoverMilliseconds;
    const client = this.require();
    while (!(await tryLock(client, role))) {
      if (performance.now() > until) throw taken(role, this.options.name);
      await delay(firstPauseMilliseconds);
    }
    this.#roles.add(role);
  }

  /** Refuses: DatabaseError, while the server is away. */
  require(): pg.Client {
    if (this.#client !== undefined) return this.#client;
    throw new DatabaseError(
      `PostgreSQL, ${this.options.name}, is away: ${this.#trouble}`,
      databaseCodes.cannotConnect,
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#beating;
    await this.#client?.end();
    this.#client = undefined;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const lost = await this.#untilLost(this.require());
      if (lost === undefined) return;
      this.#client = undefined;
      this.#trouble = reasonOf(lost);
      this.options.onLoss();
      this.#client = await this.#again();
      if (this.#client !== undefined) this.options.onReturn();
    }
  }

  /** Resolves with what broke the connection; with nothing when this closes. */
  async #untilLost(client: pg.Client): Promise<unknown> {
    const { signal } = this.#closing;
    const { beatMilliseconds } = this.options.limits;
    const broken = Promise.withResolvers<unknown>();
    client.once('error', broken.resolve);
    client.once('end', () => {
      broken.resolve(new Error('the connection ended'));
    });
    while (!signal.aborted) {
      const ended = await Promise.race([broken.promise, pause(beatMilliseconds, signal)]);
      if (this.#isClosing()) return undefined;
      const failed = ended ?? (await client.query('select 1').then(nothing, same<unknown>));
      if (failed !== undefined) return failed;
    }
    return undefined;
  }

  async #again(): Promise<pg.Client | undefined> {
    const { signal } = this.#closing;
    for (let wait = firstPauseMilliseconds; !signal.aborted; wait *= 2) {
      await pause(Math.min(wait, longestPauseMilliseconds), signal);
      if (this.#isClosing()) break;
      try {
        return await this.#connect();
      } catch (error) {
        this.#trouble = reasonOf(error);
      }
    }
    return undefined;
  }

  // A method, because the answer changes while others are awaited.
  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #connect(): Promise<pg.Client> {
    const { connections, name } = this.options;
    const client = new pg.Client({
      ...connections.settings,
      query_timeout: this.options.limits.answerMilliseconds,
    });
    // What breaks an idle connection is seen by `#untilLost`; nothing may bring the process down.
    client.on('error', nothing);
    try {
      await client.connect();
      await client.query('set tcp_keepalives_idle = 10');
      await client.query('set tcp_keepalives_interval = 5');
      await client.query('set tcp_keepalives_count = 3');
      await requireServer(client);
      for (const role of this.#roles) {
        if (!(await tryLock(client, role))) throw taken(role, name);
      }
      return client;
    } catch (error) {
      // Its end is not waited for: a connection that was never made has none.
      client.end().catch(nothing);
      throw connectFailure(error, name);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  await delay(milliseconds, undefined, { signal }).catch(nothing);
  return undefined;
}

function nothing(): undefined {
  return undefined;
}

function same<Value>(value: Value): Value {
  return value;
}
