import { createHash } from 'node:crypto';
import type { ClientBase, QueryResult } from 'pg';
import type { Answer, Statement } from '../database.js';
import type { Place } from '../roles.js';
import { transactionFailure } from './failures.js';

/** Statements of a connection that the server keeps parsed; with more kinds than that, the rest is parsed each time. */
const maximumPrepared = 200;

/** What a connection was asked before: each statement in its schema, with the name under which the server may keep it. */
type Known = Map<string, string>;

const knownBy = new WeakMap<ClientBase, Known>();

/** Run statements as one transaction in one round trip: all are sent at once, and after one that fails the server refuses the others
 *  and takes the commit for a rollback. Requires: a client that pipelines. Refuses: DatabaseError. */
export async function runTransaction(
  client: ClientBase,
  place: Place | undefined,
  statements: readonly Statement[],
): Promise<readonly Answer[]> {
  // Values are put into their form first: none may fail once the begin has been sent.
  const queries = statements.map((statement) => queryOf(client, place, statement));
  const sent = [
    client.query(begin(place)),
    ...queries.map((query) => client.query(query)),
    client.query('commit'),
  ];
  const ends = await Promise.allSettled(sent);
  for (const [index, end] of ends.entries()) {
    if (end.status === 'rejected') throw transactionFailure(end.reason, index === ends.length - 1);
  }
  return ends.slice(1, -1).flatMap((end) => ('value' in end ? [answerOf(end.value)] : []));
}

// Both end with the transaction, so that a connection belongs to nobody between two.
function begin(place: Place | undefined): string {
  if (place === undefined) return 'begin; set local search_path to pg_catalog';
  const { role, schema } = place;
  return `begin; set local role "${role}"; set local search_path to "${schema}", "${role}"`;
}

function queryOf(
  client: ClientBase,
  place: Place | undefined,
  { sql, parameters }: Statement,
): { text: string; values: (string | Buffer | null)[]; name?: string } {
  const name = place === undefined ? undefined : nameOf(client, `${place.schema} ${sql}`);
  const query = { text: sql, values: parameters.map(wireValue) };
  return name === undefined ? query : { ...query, name };
}

// Asked for a second time, it is worth keeping. By the schema too: the server parses anew what is run in another one.
function nameOf(client: ClientBase, statement: string): string | undefined {
  const known: Known = knownBy.get(client) ?? new Map<string, string>();
  knownBy.set(client, known);
  const name = known.get(statement);
  if (name !== undefined) return name;
  if (known.size < maximumPrepared) {
    known.set(statement, createHash('sha256').update(statement).digest('hex').slice(0, 32));
  }
  return undefined;
}

function wireValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      throw new Error('A parameter is text, a number, a truth value or bytes.');
  }
}

const changing = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'];

function answerOf({ command, rowCount, rows }: QueryResult): Answer {
  const affectedRows = changing.includes(command) ? (rowCount ?? 0) : 0;
  return { rows: rows as Answer['rows'], affectedRows };
}
