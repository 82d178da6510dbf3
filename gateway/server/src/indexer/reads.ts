import { documentKind, type DocumentName, type RecordOf } from '@argosy/domain/documents';
import { ledgerChangeSchema, type LedgerChange } from '@argosy/domain/events';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import type { ReadModelTables } from '../database/tables.js';
import type { QuarantineReason } from './document-fold.js';

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

/** A place in a list of documents: one transaction may create several. */
export interface ListPlace extends Place {
  readonly parts: readonly string[];
}

export interface DocumentQuery {
  readonly kind: DocumentName;
  readonly status: string | undefined;
  readonly limit: number;
  /** Only documents created before this one. */
  readonly before: ListPlace | undefined;
}

export interface ListedDocument {
  readonly record: LedgerRecord;
  readonly created: ListPlace;
}

/** What transactions wrote, announced or deleted that no contract does. */
export interface Quarantine {
  readonly count: number;
  readonly newest: readonly QuarantineEntry[];
}

interface QuarantineEntry {
  /** Of the document, or `event`. */
  readonly kind: string;
  readonly reason: QuarantineReason;
  readonly block: number;
  readonly transactionId: string;
}

const newestOfQuarantine = 5;

const changesSchema = ledgerChangeSchema.array();

/** What the read model answers: documents that count. */
export class Reads {
  readonly #kysely: Kysely<ReadModelTables>;

  constructor(database: RoleDatabase) {
    this.#kysely = kyselyOver<ReadModelTables>(database);
  }

  async document<Name extends DocumentName>(
    kind: Name,
    parts: readonly string[],
  ): Promise<RecordOf<Name> | undefined> {
    const row = await this.#kysely
      .selectFrom('documents')
      .select('record')
      .where('kind', '=', kind)
      .where('parts', '=', jsonb(parts))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    // What the schema of a kind reads is a record of that kind.
    return decodeRecord(documentKind(kind), row.record) as RecordOf<Name>;
  }

  async timeline(kind: DocumentName, parts: readonly string[]): Promise<TimelineEntry[]> {
    const rows = await this.#kysely
      .selectFrom('timeline')
      .select(['status', 'version', 'transaction_id', 'block', 'time', 'by_msp'])
      .where('kind', '=', kind)
      .where('parts', '=', jsonb(parts))
      .orderBy('block')
      .orderBy('index')
      .execute();
    return rows.map(({ transaction_id: transactionId, by_msp: byMsp, ...rest }) => ({
      ...rest,
      transactionId,
      byMsp,
    }));
  }

  /** Documents of a kind, the newest first. */
  async documents({ kind, status, limit, before }: DocumentQuery): Promise<ListedDocument[]> {
    let query = this.#kysely
      .selectFrom('documents')
      .select(['record', 'created_block', 'created_index', 'parts'])
      .where('kind', '=', kind)
      .orderBy('created_block', 'desc')
      .orderBy('created_index', 'desc')
      .orderBy('parts', 'desc')
      .limit(limit);
    if (status !== undefined) query = query.where('status', '=', status);
    if (before !== undefined) {
      const { block, index, parts } = before;
      query = query.where(
        sql<boolean>`(created_block, created_index, parts) < (${block}, ${index}, ${jsonb(parts)})`,
      );
    }
    const rows = await query.execute();
    return rows.map(({ record, created_block: block, created_index: index, parts }) => ({
      record: decodeRecord(documentKind(kind), record),
      created: { block, index, parts },
    }));
  }

  /** How much counts for nothing, and where the newest of it stands. */
  async quarantine(): Promise<Quarantine> {
    const { count } = await this.#kysely
      .selectFrom('quarantine')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count === 0) return { count, newest: [] };
    const newest = await this.#kysely
      .selectFrom('quarantine')
      .select(['kind', 'reason', 'block', 'transaction_id'])
      .orderBy('block', 'desc')
      .orderBy('place', 'desc')
      .limit(newestOfQuarantine)
      .execute();
    return {
      count,
      newest: newest.map(({ transaction_id: transactionId, ...rest }) => ({
        ...rest,
        transactionId,
      })),
    };
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
      changes: changesSchema.parse(changes),
    }));
  }
}

function jsonb(parts: readonly string[]): RawBuilder<readonly string[]> {
  return sql<readonly string[]>`${JSON.stringify(parts)}::jsonb`;
}
