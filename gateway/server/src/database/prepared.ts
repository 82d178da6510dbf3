import { parse, protocol, type PGlite, type Results } from '@electric-sql/pglite';
import type { Answer, Statement } from './database.js';

const { serialize } = protocol;

type Messages = Awaited<ReturnType<PGlite['execProtocol']>>['messages'];

/** A statement that PostgreSQL has parsed. */
interface Prepared {
  readonly name: string;
  /** The types of its parameters, by PostgreSQL's numbers. */
  readonly types: readonly number[];
  /** What its rows consist of, which need not be asked for again. */
  readonly description: Messages;
}

// Statements with lists have a text for each length.
const maximumPrepared = 500;

/** Statements with parameters, parsed once for each place and then only run: that is a third of the time for small ones. Bytes go
 *  as they are, and not as text of twice the length. */
export class PreparedStatements {
  readonly #database: PGlite;
  readonly #known = new Map<string, Prepared>();
  #lastName = 0;

  constructor(database: PGlite) {
    this.#database = database;
  }

  /** Requires: `place` names the role and the schemas that the statement is run in; nothing else asks the database meanwhile. */
  async run(place: string, { sql, parameters }: Statement): Promise<Answer> {
    const key = `${place}\n${sql}`;
    const prepared = this.#known.get(key) ?? (await this.#prepare(key, sql));
    const values = parameters.map((value, index) => this.#valueOf(value, prepared.types[index]));
    const messages = await this.#send([
      serialize.bind({ statement: prepared.name, values }),
      serialize.execute({}),
      serialize.sync(),
    ]);
    const results: Results<Record<string, unknown>>[] = parse.parseResults(
      [...prepared.description, ...messages],
      this.#database.parsers,
    );
    const [{ rows, affectedRows = 0 } = { rows: [] }] = results;
    return { rows, affectedRows };
  }

  async #prepare(key: string, text: string): Promise<Prepared> {
    if (this.#known.size >= maximumPrepared) {
      await this.#database.exec('deallocate all');
      this.#known.clear();
    }
    const name = `s${++this.#lastName}`;
    const messages = await this.#send([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    ]);
    const types = parse.parseDescribeStatementResults(messages);
    const description = messages.filter((message) => message.name === 'rowDescription');
    const prepared = { name, types, description };
    this.#known.set(key, prepared);
    return prepared;
  }

  #valueOf(value: unknown, type: number | undefined): string | Uint8Array | null {
    if (value === null || value === undefined) return null;
    if (value instanceof Uint8Array) return value;
    const write = type === undefined ? undefined : this.#database.serializers[type];
    return write === undefined ? textOf(value) : write(value);
  }

  async #send(messages: readonly Uint8Array[]): Promise<Messages> {
    return (await this.#database.execProtocol(Buffer.concat(messages))).messages;
  }
}

// For types that PGlite has no other text for.
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
