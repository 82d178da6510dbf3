import { settlementSql } from '../operations/settlement.js';
import type { RoleDatabase } from './database.js';

const transactions = `jsonb_to_recordset(document->'transactions')
  as t(index int, transaction_id text, code int, time text)`;

const credits = `jsonb_to_recordset(document->'credits') as c(index int, transaction_id text, time text, by_msp text,
  reference text, version int, status text, record text)`;

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
  insert into events (block, index, transaction_id, time, changes)
    select number, e.index, e.transaction_id, e.time, e.changes
    from jsonb_to_recordset(document->'events') as e(index int, transaction_id text, time text, changes text);
  insert into timeline (reference, block, index, transaction_id, version, status, time, by_msp, record)
    select c.reference, number, c.index, c.transaction_id, c.version, c.status, c.time, c.by_msp, c.record
    from ${credits};
  insert into credits (reference, status, version, record, created_block, created_index,
      updated_block, updated_index, updated_transaction)
    select distinct on (c.reference) c.reference, c.status, c.version, c.record, number, c.index,
      number, c.index, c.transaction_id
    from ${credits} order by c.reference, c.index desc
    on conflict (reference) do update set status = excluded.status, version = excluded.version,
      record = excluded.record, updated_block = excluded.updated_block,
      updated_index = excluded.updated_index, updated_transaction = excluded.updated_transaction;
  ${settle};
  update checkpoint set block = number, block_hash = document->>'block_hash'
    where channel = document->>'channel';
end
$body$`;

/** Put the functions of this version of the gateway into an organisation's schema. */
export async function installRoutines(database: RoleDatabase): Promise<void> {
  await database.run([{ sql: storeBlock, parameters: [] }]);
}
