import { settlementSql } from '../operations/settlement.js';
import type { RoleDatabase } from './database.js';

const transactions = `jsonb_to_recordset(document->'transactions')
  as t(index int, transaction_id text, code int, time text)`;

const rows = (
  name: string,
): string => `jsonb_to_recordset(document->'${name}') as d(kind text, parts jsonb,
  index int, transaction_id text, time text, by_msp text, version bigint, status text, record text,
  created_index int, facets jsonb, if_stood boolean)`;

const isCounting = (kind: string, parts: string): string =>
  `exists (select 1 from documents k where k.kind = ${kind} and k.parts = ${parts})`;

const holds = `(d.if_stood is null or d.if_stood = ${isCounting('d.kind', 'd.parts')})`;

const keepQuarantine = `insert into quarantine (block, place, kind, parts, index, transaction_id, by_msp, reason, detail)
    select number, d.place, d.kind, d.parts, d.index, d.transaction_id, d.by_msp, d.reason, d.detail
    from rows from (jsonb_to_recordset(document->'quarantine') as (kind text, parts jsonb, index int,
      transaction_id text, by_msp text, reason text, detail text, if_stood boolean))
      with ordinality as d(kind, parts, index, transaction_id, by_msp, reason, detail, if_stood, place)
    where ${holds}`;

const keepTimeline = `insert into timeline (kind, parts, block, index, transaction_id, version, status, time, by_msp, record)
    select d.kind, d.parts, number, d.index, d.transaction_id, d.version, d.status, d.time, d.by_msp, d.record
    from ${rows('timeline')} where ${holds}`;

const keepEvents = `insert into events (block, index, transaction_id, time, changes)
    select number, e.index, e.transaction_id, e.time, counted.changes
    from jsonb_to_recordset(document->'events') as e(index int, transaction_id text, time text, changes jsonb)
    cross join lateral (
      select jsonb_agg(c.entry->'change' order by c.place) as changes
      from jsonb_array_elements(e.changes) with ordinality as c(entry, place)
      where c.entry->'if_stood' is null
        or ${isCounting("c.entry->'change'->>'document'", "c.entry->'change'->'parts'")}
    ) as counted
    where counted.changes is not null`;

const dropRemoved = `delete from documents using jsonb_to_recordset(document->'removed') as r(kind text, parts jsonb)
    where documents.kind = r.kind and documents.parts = r.parts`;

const keepDocuments = `insert into documents (kind, parts, status, version, record, facets, created_block, created_index,
      updated_block, updated_index, updated_transaction)
    select d.kind, d.parts, d.status, d.version, d.record, d.facets, number, d.created_index,
      number, d.index, d.transaction_id
    from ${rows('documents')} where ${holds}
    on conflict (kind, parts) do update set status = excluded.status, version = excluded.version,
      record = excluded.record, facets = excluded.facets, updated_block = excluded.updated_block,
      updated_index = excluded.updated_index, updated_transaction = excluded.updated_transaction`;

const settle = settlementSql({
  at: "(document->>'at')",
  channel: "(document->>'channel')",
  // One transaction id can stand in a block more than once; the first decides.
  outcome: `(select distinct on (t.transaction_id) t.transaction_id, t.code, number as block
    from ${transactions} order by t.transaction_id, t.index)`,
});

/** Another block is next, such as after a commit that was not answered. */
const outOfOrder = 'AR001';

/** Everything that one block changes, in one call: a call costs more than the work in it, and the plans of a
 *  function's statements are kept. One call is also one SQL transaction. */
const storeBlock = `create or replace function store_block(document jsonb) returns void language plpgsql as $body$
declare
  number bigint := (document->>'block')::bigint;
  previous bigint;
begin
  -- Whoever looks an outcome up in the read model waits here, or is waited for.
  select block into previous from checkpoint where channel = document->>'channel' for update;
  if number <> coalesce(previous + 1, 0) then
    raise exception 'block % does not follow block %, the last one stored', number, coalesce(previous, -1)
      using errcode = '${outOfOrder}';
  end if;
  insert into transactions (block, index, transaction_id, code, time)
    select number, t.index, t.transaction_id, t.code, t.time from ${transactions};
  -- What depends on which documents counted comes before they change.
  ${keepQuarantine};
  ${keepTimeline};
  ${keepEvents};
  ${dropRemoved};
  ${keepDocuments};
  ${settle};
  update checkpoint set block = number, block_hash = document->>'block_hash'
    where channel = document->>'channel';
end
$body$`;

/** Put the functions of this version of the gateway into the schema of a read model. */
export async function installRoutines(database: RoleDatabase): Promise<void> {
  await database.run([{ sql: storeBlock, parameters: [] }]);
}
