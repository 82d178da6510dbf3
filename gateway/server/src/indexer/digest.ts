import { createHash } from 'node:crypto';
import type { RoleDatabase } from '../database/database.js';
import { projectionTables } from '../database/migrations.js';

type Table = (typeof projectionTables)[number];

export interface TableDigest {
  readonly table: Table;
  readonly rows: number;
  /** SHA-256, in hexadecimal. */
  readonly digest: string;
}

export interface ReadModelDigest {
  /** Of all tables. */
  readonly digest: string;
  readonly tables: readonly TableDigest[];
}

/** How the rows of each table are told, and in which order: nothing may depend on the engine, its language, or when a row was
 *  written. Names are compared byte by byte. */
const forms: Readonly<Record<Table, { readonly columns: string; readonly order: string }>> = {
  documents: {
    columns:
      'kind, parts, status, version, record, created_block, created_index, updated_block, updated_index, updated_transaction',
    order: 'kind collate "C", parts::text collate "C"',
  },
  quarantine: {
    columns: 'block, place, kind, parts, index, transaction_id, by_msp, reason, detail',
    order: 'block, place',
  },
  timeline: {
    columns: 'kind, parts, block, index, transaction_id, version, status, time, by_msp, record',
    order: 'kind collate "C", parts::text collate "C", block, index',
  },
  transactions: { columns: 'block, index, transaction_id, code, time', order: 'block, index' },
  events: { columns: 'block, index, transaction_id, time, changes', order: 'block, index' },
  checkpoint: {
    columns: `channel, genesis_hash, block, block_hash, encode(sha256(configuration), 'hex')`,
    order: 'channel collate "C"',
  },
};

/** SHA-256 over all rows of a read model at one moment, while blocks go on being stored: two read models of the same blocks have
 *  the same, on whichever engine. Operations take no part. The database computes it, table by table. */
export async function digestOf(readModel: RoleDatabase): Promise<ReadModelDigest> {
  const [, ...answers] = await readModel.run(
    [
      'set transaction isolation level repeatable read, read only',
      ...projectionTables.map(query),
    ].map((sql) => ({ sql, parameters: [] })),
  );
  const tables = projectionTables.map((table, index) => {
    const { rows, digest } = answers[index]?.rows[0] ?? {};
    return { table, rows: Number(rows), digest: String(digest) };
  });
  const digest = createHash('sha256').update(JSON.stringify(tables)).digest('hex');
  return { digest, tables };
}

function query(table: Table): string {
  const { columns, order } = forms[table];
  const row = sha256(`jsonb_build_array(${columns})::text`);
  const all = sha256(`coalesce(string_agg(${row}, '' order by ${order}), '')`);
  return `select count(*) as rows, ${all} as digest from ${table}`;
}

function sha256(text: string): string {
  return `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
}
