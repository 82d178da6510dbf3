import { documentKind, type DocumentName, type RecordOf } from '@argosy/domain/documents';
import { ledgerChangeSchema, type LedgerChange } from '@argosy/domain/events';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { RoleDatabase } from '../database/database.js';
import { kyselyOver } from '../database/dialect.js';
import type { ReadModelTables } from '../database/tables.js';
import type { QuarantineReason } from './document-fold.js';
import type { Facets } from './facets.js';

export interface TimelineEntry {
  readonly status: string;
  readonly version: number;
  readonly transactionId: string;
  readonly block: number;
  readonly time: string;
  readonly byMsp: string;
}

/** What a document is called. */
export interface DocumentKey {
  readonly kind: DocumentName;
  readonly parts: readonly string[];
}

/** One change of a document, and what was announced of it: nothing, where members went past the contracts. */
export interface HistoryEntry extends DocumentKey, TimelineEntry {
  readonly index: number;
  readonly events: readonly string[];
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

/** When a document came to be, or when it was last changed: the orders of lists. */
export const listSorts = ['created', 'updated'] as const;
export type ListSort = (typeof listSorts)[number];

export const listOrders = ['desc', 'asc'] as const;
export type ListOrder = (typeof listOrders)[number];

export interface DocumentQuery<Name extends DocumentName = DocumentName> {
  readonly kind: Name;
  readonly status: string | undefined;
  /** What the documents are to have of what they are found by. */
  readonly facets: Facets;
  readonly sort: ListSort;
  readonly order: ListOrder;
  readonly limit: number;
  /** Only documents that come after this place in that order. */
  readonly after: ListPlace | undefined;
}

export interface ListedDocument<Name extends DocumentName = DocumentName> {
  readonly record: RecordOf<Name>;
  /** Where it stands in the order of the list. */
  readonly place: ListPlace;
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
    return row === undefined ? undefined : recordOf(kind, row.record);
  }

  /** The version of a document, by all parts of its name or by as many as tell it from others. */
  async version(kind: DocumentName, parts: readonly string[]): Promise<number | undefined> {
    const named = this.#kysely.selectFrom('documents').select('version').where('kind', '=', kind);
    const exact = await named.where('parts', '=', jsonb(parts)).executeTakeFirst();
    if (exact !== undefined) return exact.version;
    let beginning = named.where(sql<boolean>`jsonb_array_length(parts) > ${parts.length}`).limit(2);
    for (const [place, part] of parts.entries()) {
      beginning = beginning.where(sql<boolean>`parts ->> ${place}::int = ${part}`);
    }
    const [only, another] = await beginning.execute();
    return another === undefined ? only?.version : undefined;
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

  /** Documents of a kind, in the order that is asked for. */
  async documents<Name extends DocumentName>(
    asked: DocumentQuery<Name>,
  ): Promise<ListedDocument<Name>[]> {
    const { kind, status, facets, sort, order, limit, after } = asked;
    const { block, index } = placeColumns[sort];
    let query = this.#kysely
      .selectFrom('documents')
      .select(['record', 'parts', `${block} as block`, `${index} as index`])
      .where('kind', '=', kind)
      .orderBy(block, order)
      .orderBy(index, order)
      .orderBy('parts', order)
      .limit(limit);
    if (status !== undefined) query = query.where('status', '=', status);
    if (Object.keys(facets).length > 0) {
      query = query.where(hasFacets(facets));
    }
    if (after !== undefined) {
      const place = sql`(${after.block}, ${after.index}, ${jsonb(after.parts)})`;
      const here = sql`(${sql.ref(block)}, ${sql.ref(index)}, parts)`;
      query = query.where(
        order === 'desc' ? sql<boolean>`${here} < ${place}` : sql<boolean>`${here} > ${place}`,
      );
    }
    const rows = await query.execute();
    return rows.map(({ record, ...place }) => ({
      record: recordOf(kind, record),
      place,
    }));
  }

  /** The documents of these names that there are. */
  async called<Name extends DocumentName>(
    kind: Name,
    names: readonly (readonly string[])[],
  ): Promise<RecordOf<Name>[]> {
    if (names.length === 0) return [];
    // A join looks each up in the index; given a list of them, PostgreSQL reads all documents of the kind.
    const { rows } = await sql<{ readonly record: string }>`
      select d.record from jsonb_array_elements(${JSON.stringify(names)}::jsonb) as n(parts)
      join documents d on d.kind = ${kind} and d.parts = n.parts`.execute(this.#kysely);
    return rows.map(({ record }) => recordOf(kind, record));
  }

  /** The documents of a kind that have one of these facets, in the order of their creation. */
  async having<Name extends DocumentName>(
    kind: Name,
    facets: readonly Facets[],
  ): Promise<RecordOf<Name>[]> {
    if (facets.length === 0) return [];
    // Facets are found first and the kind is looked at afterwards (offset 0 keeps it so): few documents have one of them, and a
    // kind has many.
    const { rows } = await sql<{ readonly record: string }>`
      select f.record from (
        select d.* from jsonb_array_elements(${JSON.stringify(facets)}::jsonb) as n(facets)
        join documents d on d.facets @> n.facets offset 0
      ) as f
      where f.kind = ${kind}
      order by f.created_block, f.created_index, f.parts`.execute(this.#kysely);
    return rows.map(({ record }) => recordOf(kind, record));
  }

  /** The histories of documents with what was announced of them, in the order of the ledger. */
  async histories(names: readonly DocumentKey[]): Promise<HistoryEntry[]> {
    const { rows } = await sql<HistoryRow>`
      select t.kind, t.parts, t.block, t.index, t.transaction_id, t.version, t.status, t.time, t.by_msp, e.changes
      from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as n(kind text, parts jsonb)
      join timeline t on t.kind = n.kind and t.parts = n.parts
      left join events e on e.block = t.block and e.index = t.index
      order by t.block, t.index, t.kind, t.parts`.execute(this.#kysely);
    return rows.map(historyEntry);
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

const placeColumns = {
  created: { block: 'created_block', index: 'created_index' },
  updated: { block: 'updated_block', index: 'updated_index' },
} as const satisfies Record<ListSort, object>;

function hasFacets(facets: Facets): RawBuilder<boolean> {
  return sql<boolean>`facets @> ${JSON.stringify(facets)}::jsonb`;
}

function recordOf<Name extends DocumentName>(kind: Name, text: string): RecordOf<Name> {
  // What the schema of a kind reads is a record of that kind.
  return decodeRecord(documentKind(kind), text) as RecordOf<Name>;
}

interface HistoryRow extends Omit<HistoryEntry, 'transactionId' | 'byMsp' | 'events'> {
  readonly transaction_id: string;
  readonly by_msp: string;
  readonly changes: unknown;
}

// A transaction announces all of its changes together, in the order in which it made them.
function historyEntry({ transaction_id, by_msp, changes, ...rest }: HistoryRow): HistoryEntry {
  const { kind, version } = rest;
  const parts = JSON.stringify(rest.parts);
  const events = changesSchema
    .parse(changes ?? [])
    .filter((it) => it.document === kind && JSON.stringify(it.parts) === parts)
    .filter((it) => it.version === version)
    .map(({ type }) => type);
  return { ...rest, transactionId: transaction_id, byMsp: by_msp, events };
}

function jsonb(parts: readonly string[]): RawBuilder<readonly string[]> {
  return sql<readonly string[]>`${JSON.stringify(parts)}::jsonb`;
}
