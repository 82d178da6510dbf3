import { settlementSql } from '../operations/settlement.js';
import type { RoleDatabase } from './database.js';

const transactions = `jsonb_to_recordset(document->'transactions')
  as t(index int, transaction_id text, code int, time text)`;

const rows = (
  name: string,
): string => `jsonb_to_recordset(document->'${name}') as d(kind text, parts jsonb,
  index int, transaction_id text, time text, by_msp text, version int, status text, record text,
  created_index int)`;

const isUnsealed = (kind: string, parts: string): string =>
  `exists (select 1 from unsealed u where u.kind = ${kind} and u.parts = ${parts})`;

// Of a document that stands already, the consent was asked for when it was created.
const keepUnsealed = `insert into unsealed (kind, parts, block, index, transaction_id, by_msp, missing)
    select d.kind, d.parts, number, d.index, d.transaction_id, d.by_msp, d.missing
    from jsonb_to_recordset(document->'unsealed') as d(kind text, parts jsonb, index int, transaction_id text,
      by_msp text, missing text)
    where not exists (select 1 from documents k where k.kind = d.kind and k.parts = d.parts)
    on conflict (kind, parts) do nothing`;

const keepDocuments = `insert into documents (kind, parts, status, version, record, created_block, created_index,
      updated_block, updated_index, updated_transaction)
    select d.kind, d.parts, d.status, d.version, d.record, number, d.created_index,
      number, d.index, d.transaction_id
    from ${rows('documents')} where not ${isUnsealed('d.kind', 'd.parts')}
    on conflict (kind, parts) do update set status = excluded.status, version = excluded.version,
      record = excluded.record, updated_block = excluded.updated_block,
      updated_index = excluded.updated_index, updated_transaction = excluded.updated_transaction`;

const keepEvents = `insert into events (block, index, transaction_id, time, changes)
    select number, e.index, e.transaction_id, e.time, counted.changes
    from jsonb_to_recordset(document->'events') as e(index int, transaction_id text, time text, changes jsonb)
    cross join lateral (
      select jsonb_agg(c.change order by c.place) as changes
      from jsonb_array_elements(e.changes) with ordinality as c(change, place)
      where not ${isUnsealed("c.change->>'document'", "c.change->'parts'")}
    ) as counted
    where counted.changes is not null`;

const settle = settlementSql({
  at: "(document->>'at')",
  // One transaction id can stand in a block more than once; the first decides.
  outcome: `(select distinct on (t.transaction_id) t.transaction_id, t.code, number as block
    from ${transactions} order by t.transaction_id, t.index)`,
});

/** Everything that one block changes, in one call: a call costs more than the work in it, and the plans of a
 *  function's statements are kept. One call is also one SQL transaction. */
const storeBlock = `create or replace function store_block(document jsonb) returns void language plpgsql as $body$
declare
  number bigint := (document->>'block')::bigint;
begin
  insert into transactions (block, index, transaction_id, code, time)
    select number, t.index, t.transaction_id, t.code, t.time from ${transactions};
  delete from documents using jsonb_to_recordset(document->'removed') as r(kind text, parts jsonb)
    where documents.kind = r.kind and documents.parts = r.parts;
  delete from unsealed using jsonb_to_recordset(document->'removed') as r(kind text, parts jsonb)
    where unsealed.kind = r.kind and unsealed.parts = r.parts;
  ${keepUnsealed};
  ${keepDocuments};
  insert into timeline (kind, parts, block, index, transaction_id, version, status, time, by_msp, record)
    select d.kind, d.parts, number, d.index, d.transaction_id, d.version, d.status, d.time, d.by_msp, d.record
    from ${rows('timeline')} where not ${isUnsealed('d.kind', 'd.parts')};
  ${keepEvents};
  ${settle};
  update checkpoint set block = number, block_hash = document->>'block_hash'
    where channel = document->>'channel';
end
$body$`;

/** Put the functions of this version of the gateway into an organisation's schema. */
export async function installRoutines(database: RoleDatabase): Promise<void> {
  await database.run([{ sql: storeBlock, parameters: [] }]);
}
