import { decodeCredit, type Credit } from '@argosy/domain/credit/credit';
import { ledgerChangeSchema, type LedgerChange } from '@argosy/domain/events';
import { sql, type Kysely } from 'kysely';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import type { OrganisationTables } from '../database/tables.js';

export interface TimelineEntry {
  readonly status: string;
  readonly version: number;
  readonly transactionId: string;
  readonly block: number;
  readonly time: string;
  readonly byMsp: string;
}

export interface LedgerEventEntry {
  readonly block: number;
  readonly index: number;
  readonly transactionId: string;
  readonly time: string;
  readonly changes: readonly LedgerChange[];
}

/** A place in the order of the ledger: the transaction `index` of a block. */
export interface Place {
  readonly block: number;
  readonly index: number;
}

export interface CreditQuery {
  readonly status: string | undefined;
  readonly limit: number;
  /** Only credits created before this one. */
  readonly before: Place | undefined;
}

export interface ListedCredit {
  readonly credit: Credit;
  readonly created: Place;
}

const changesSchema = ledgerChangeSchema.array();

/** What the read model answers. */
export class Reads {
  readonly #kysely: Kysely<OrganisationTables>;

  constructor(database: RoleDatabase) {
    this.#kysely = kyselyOver<OrganisationTables>(database);
  }

  async credit(reference: string): Promise<Credit | undefined> {
    const row = await this.#kysely
      .selectFrom('credits')
      .select('record')
      .where('reference', '=', reference)
      .executeTakeFirst();
    return row === undefined ? undefined : decodeCredit(row.record);
  }

  async timeline(reference: string): Promise<TimelineEntry[]> {
    const rows = await this.#kysely
      .selectFrom('timeline')
      .select(['status', 'version', 'transaction_id', 'block', 'time', 'by_msp'])
      .where('reference', '=', reference)
      .orderBy('block')
      .orderBy('index')
      .execute();
    return rows.map(({ transaction_id: transactionId, by_msp: byMsp, ...rest }) => ({
      ...rest,
      transactionId,
      byMsp,
    }));
  }

  /** Credits, the newest first. */
  async credits({ status, limit, before }: CreditQuery): Promise<ListedCredit[]> {
    let query = this.#kysely
      .selectFrom('credits')
      .select(['record', 'created_block', 'created_index'])
      .orderBy('created_block', 'desc')
      .orderBy('created_index', 'desc')
      .limit(limit);
    if (status !== undefined) query = query.where('status', '=', status);
    if (before !== undefined) {
      const { block, index } = before;
      query = query.where(sql<boolean>`(created_block, created_index) < (${block}, ${index})`);
    }
    const rows = await query.execute();
    return rows.map(({ record, created_block: block, created_index: index }) => ({
      credit: decodeCredit(record),
      created: { block, index },
    }));
  }

  /** Events in the order of the ledger, from the one after `after`. */
  async events(after: Place, limit: number): Promise<LedgerEventEntry[]> {
    const rows = await this.#kysely
      .selectFrom('events')
      .selectAll()
      .where(sql<boolean>`(block, index) > (${after.block}, ${after.index})`)
      .orderBy('block')
      .orderBy('index')
      .limit(limit)
      .execute();
    return rows.map(({ block, index, transaction_id: transactionId, time, changes }) => ({
      block,
      index,
      transactionId,
      time,
      changes: changesSchema.parse(JSON.parse(changes)),
    }));
  }
}
