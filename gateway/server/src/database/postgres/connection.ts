import { Socket } from 'node:net';
import pg from 'pg';
import type { ClientConfig } from 'pg';
import type { ServerAddress } from './address.js';

const connectLimitMilliseconds = 5_000;
const statementLimitMilliseconds = 30_000;
const lockLimitMilliseconds = 10_000;

/** What every connection to the server has in common, and the sockets of those that are open. */
export class Connections {
  readonly #sockets = new Set<Socket>();

  constructor(private readonly address: ServerAddress) {}

  get settings(): ClientConfig {
    const { host, port, database, user, password, ssl } = this.address;
    return {
      host,
      port,
      database,
      user,
      ...(password === undefined ? {} : { password }),
      ssl,
      application_name: 'argosy-gateway',
      keepAlive: true,
      connectionTimeoutMillis: connectLimitMilliseconds,
      statement_timeout: statementLimitMilliseconds,
      lock_timeout: lockLimitMilliseconds,
      idle_in_transaction_session_timeout: statementLimitMilliseconds,
      types,
      stream: () => this.#socket(),
    };
  }

  /** Cut all connections: a server that does not answer would be waited for until the network gives up, which takes minutes. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #socket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

// As the embedded database does: a number where it is exact.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, parseBigint);

function parseBigint(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
