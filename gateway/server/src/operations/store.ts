import { sql, type Kysely } from 'kysely';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver, statement } from '../database/dialect.js';
import type { OrganisationTables } from '../database/tables.js';
import { operationOf } from './operation-row.js';
import type { Operation } from './operation.js';
import { awaitStoring, settleFromReadModel } from './settlement.js';

export interface NewOperation {
  readonly id: string;
  readonly channel: string;
  readonly person: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly ledgerRequestId: string;
  readonly function: string;
  readonly parts: readonly string[];
  readonly command: string;
  readonly expectedVersion?: number;
  readonly httpRequestId: string;
  readonly receivedAt: string;
}

/** The operations of one organisation. Every method is one round trip to the database. Requires, to settle: a database in which the
 *  read model of the operation's channel is seen beside the operations. */
export class OperationStore {
  readonly #database: RoleDatabase;
  readonly #kysely: Kysely<OrganisationTables>;

  constructor(database: RoleDatabase) {
    this.#database = database;
    this.#kysely = kyselyOver<OrganisationTables>(database);
  }

  /** Record a request, unless the person has used the key before: then the earlier operation is returned. */
  async receive(operation: NewOperation): Promise<{ operation: Operation; isNew: boolean }> {
    const { idempotencyKey, ...rest } = operation;
    const inserted = await this.#kysely
      .insertInto('operations')
      .values({
        id: rest.id,
        channel: rest.channel,
        person: rest.person,
        idempotency_key: idempotencyKey,
        fingerprint: rest.fingerprint,
        ledger_request_id: rest.ledgerRequestId,
        function: rest.function,
        parts: JSON.stringify(rest.parts),
        command: rest.command,
        expected_version: rest.expectedVersion ?? null,
        http_request_id: rest.httpRequestId,
        state: 'received',
        received_at: rest.receivedAt,
      })
      .onConflict((conflict) => conflict.columns(['person', 'idempotency_key']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted !== undefined) {
      return { operation: { ...rest, state: 'received', attempts: 0 }, isNew: true };
    }
    const row = await this.#kysely
      .selectFrom('operations')
      .selectAll()
      .where('person', '=', operation.person)
      .where('idempotency_key', '=', idempotencyKey)
      .executeTakeFirstOrThrow();
    return { operation: operationOf(row), isNew: false };
  }

  async find(id: string): Promise<Operation | undefined> {
    const row = await this.#kysely
      .selectFrom('operations')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? undefined : operationOf(row);
  }

  /** The operation that sent a transaction, or tried to; of one that was proposed again, by its last transaction only.
   *  Looks through all: it is asked when somebody looks into one request. */
  async ofTransaction(transactionId: string): Promise<Operation | undefined> {
    const row = await this.#kysely
      .selectFrom('operations')
      .selectAll()
      .where('transaction_id', '=', transactionId)
      .executeTakeFirst();
    return row === undefined ? undefined : operationOf(row);
  }

  /** Everything that a stopped gateway has left unfinished on a channel, oldest first. */
  async unfinished(channel: string): Promise<Operation[]> {
    const rows = await this.#kysely
      .selectFrom('operations')
      .selectAll()
      .where('channel', '=', channel)
      .where('state', 'not in', ['committed', 'invalid', 'refused'])
      .orderBy('id')
      .execute();
    return rows.map(operationOf);
  }

  /** Store the envelope; false if the operation has meanwhile gone on without it, and it must not be sent. */
  async endorsed(
    id: string,
    endorsed: { transactionId: string; envelope: Uint8Array; result: string; at: string },
  ): Promise<boolean> {
    const result = await this.#kysely
      .updateTable('operations')
      .set({
        state: 'endorsed',
        attempts: sql`attempts + 1`,
        transaction_id: endorsed.transactionId,
        envelope: endorsed.envelope,
        result: endorsed.result,
        endorsed_at: endorsed.at,
      })
      .where('id', '=', id)
      .where('state', '=', 'received')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** The ledger already has this request: its outcome is that of the transaction recorded there. */
  async recordedAs({ id, channel }: Operation, transactionId: string, at: string): Promise<void> {
    await this.#database.run([
      statement(
        this.#kysely
          .updateTable('operations')
          .set({ state: 'submitted', transaction_id: transactionId, envelope: null })
          .where('id', '=', id)
          .where('state', '=', 'received'),
      ),
      awaitStoring(channel),
      settleFromReadModel(channel, { transactionId, at }),
    ]);
  }

  async submitted(ids: readonly string[], at: string): Promise<void> {
    await this.#kysely
      .updateTable('operations')
      .set({ state: 'submitted', submitted_at: at })
      .where('id', 'in', ids)
      .where('state', '=', 'endorsed')
      .execute();
  }

  async unknown(id: string): Promise<void> {
    await this.#kysely
      .updateTable('operations')
      .set({ state: 'unknown' })
      .where('id', '=', id)
      .where('state', 'in', ['endorsed', 'submitted'])
      .execute();
  }

  async refused(id: string, problem: string, at: string): Promise<void> {
    await this.#kysely
      .updateTable('operations')
      .set({ state: 'refused', problem, finished_at: at })
      .where('id', '=', id)
      .where('state', '=', 'received')
      .execute();
  }

  /** Take up a refusal that was the network's fault, not the request's. */
  async reopen(id: string): Promise<boolean> {
    const result = await this.#kysely
      .updateTable('operations')
      .set({ state: 'received', problem: null, finished_at: null, attempts: 0 })
      .where('id', '=', id)
      .where('state', '=', 'refused')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Look a transaction up in the read model, and settle its operation if it is there. */
  async settle(channel: string, transactionId: string, at: string): Promise<void> {
    await this.#database.run([settleFromReadModel(channel, { transactionId, at })]);
  }
}
