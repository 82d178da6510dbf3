import type { RoleDatabase, Statement } from './database.js';

const operations = `create table operations (
  id text primary key,
  person text not null,
  idempotency_key text not null,
  fingerprint text not null,
  ledger_request_id text not null,
  action text not null,
  reference text not null,
  command text not null,
  http_request_id text not null,
  state text not null,
  attempts int not null default 0,
  transaction_id text,
  envelope bytea,
  result text,
  problem text,
  block bigint,
  validation_code int,
  received_at text not null,
  endorsed_at text,
  submitted_at text,
  finished_at text,
  unique (person, idempotency_key)
)`;

/** The tables of a read model, all of which its digest covers. */
export const projectionTables = [
  'documents',
  'quarantine',
  'timeline',
  'transactions',
  'events',
  'checkpoint',
] as const;

/** An organisation's own schema, which holds what the ledger cannot tell again: one list of statements per version; a published version is never edited. */
export const organisationMigrations: readonly (readonly string[])[] = [
  [
    `create table credits (
      reference text primary key, status text not null, version int not null, record text not null,
      created_block bigint not null, created_index int not null,
      updated_block bigint not null, updated_index int not null, updated_transaction text not null
    )`,
    'create index credits_newest on credits (created_block desc, created_index desc, reference)',
    `create table timeline (
      reference text not null, block bigint not null, index int not null, transaction_id text not null,
      version int not null, status text not null, time text not null, by_msp text not null,
      record text not null,
      primary key (reference, block, index)
    )`,
    `create table transactions (
      block bigint not null, index int not null, transaction_id text not null, code int not null,
      time text not null, primary key (block, index)
    )`,
    'create index transactions_id on transactions (transaction_id)',
    `create table events (
      block bigint not null, index int not null, transaction_id text not null, time text not null,
      changes text not null, primary key (block, index)
    )`,
    `create table checkpoint (
      channel text primary key, genesis_hash text not null, block bigint not null,
      block_hash text not null, configuration bytea not null
    )`,
    operations,
    // Envelopes are signatures and hashes: trying to compress them costs time and gains nothing.
    'alter table operations alter column envelope set storage external',
    'alter table checkpoint alter column configuration set storage external',
    `create index operations_open on operations (transaction_id)
      where state not in ('committed', 'invalid', 'refused')`,
  ],
  [
    // The read model is built again, from block 0.
    'drop table credits',
    'drop table timeline',
    'drop table events',
    'delete from transactions',
    'delete from checkpoint',
    `create table documents (
      kind text not null, parts jsonb not null, status text not null, version int not null, record text not null,
      created_block bigint not null, created_index int not null,
      updated_block bigint not null, updated_index int not null, updated_transaction text not null,
      primary key (kind, parts)
    )`,
    'create index documents_newest on documents (kind, created_block desc, created_index desc, parts desc)',
    `create table unsealed (
      kind text not null, parts jsonb not null, block bigint not null, index int not null,
      transaction_id text not null, by_msp text not null, missing text not null,
      primary key (kind, parts)
    )`,
    `create table timeline (
      kind text not null, parts jsonb not null, block bigint not null, index int not null,
      transaction_id text not null, version int not null, status text not null, time text not null,
      by_msp text not null, record text not null, primary key (kind, parts, block, index)
    )`,
    `create table events (
      block bigint not null, index int not null, transaction_id text not null, time text not null,
      changes jsonb not null, primary key (block, index)
    )`,
    'alter table operations rename column action to function',
    `update operations set function = 'credit:' || upper(left(function, 1)) || substr(function, 2)`,
    'alter table operations add column parts jsonb',
    'update operations set parts = jsonb_build_array(reference)',
    'alter table operations alter column parts set not null',
    'alter table operations drop column reference',
  ],
  [
    // The read model is built again, from block 0.
    'drop table unsealed',
    'delete from documents',
    'delete from timeline',
    'delete from transactions',
    'delete from events',
    'delete from checkpoint',
    // By its place: its name may be longer than an index takes.
    `create table quarantine (
      block bigint not null, place int not null, kind text not null, parts jsonb not null, index int not null,
      transaction_id text not null, by_msp text not null, reason text not null, detail text not null,
      primary key (block, place)
    )`,
    // As large as a record may state it.
    'alter table documents alter column version type bigint',
    'alter table timeline alter column version type bigint',
  ],
  [
    // The read models stand in schemas of their own, one for each channel. Until now there was one channel.
    'alter table operations add column channel text',
    `update operations set channel = coalesce((select channel from checkpoint limit 1), 'trade')`,
    'alter table operations alter column channel set not null',
    'drop table documents, quarantine, timeline, transactions, events, checkpoint',
    'create table read_models (channel text primary key, generation int not null)',
  ],
  ['alter table operations add column expected_version bigint'],
];

/** The schema of a read model. It can be made again from the blocks: a change of its form drops it and begins anew. */
export const readModelMigrations: readonly (readonly string[])[] = [
  [
    `create table documents (
      kind text not null, parts jsonb not null, status text not null, version bigint not null, record text not null,
      facets jsonb not null, created_block bigint not null, created_index int not null,
      updated_block bigint not null, updated_index int not null, updated_transaction text not null,
      primary key (kind, parts)
    )`,
    'create index documents_created on documents (kind, created_block, created_index, parts)',
    'create index documents_updated on documents (kind, updated_block, updated_index, parts)',
    'create index documents_facets on documents using gin (facets jsonb_path_ops)',
    // By its place: its name may be longer than an index takes.
    `create table quarantine (
      block bigint not null, place int not null, kind text not null, parts jsonb not null, index int not null,
      transaction_id text not null, by_msp text not null, reason text not null, detail text not null,
      primary key (block, place)
    )`,
    `create table timeline (
      kind text not null, parts jsonb not null, block bigint not null, index int not null,
      transaction_id text not null, version bigint not null, status text not null, time text not null,
      by_msp text not null, record text not null, primary key (kind, parts, block, index)
    )`,
    `create table transactions (
      block bigint not null, index int not null, transaction_id text not null, code int not null,
      time text not null, primary key (block, index)
    )`,
    'create index transactions_id on transactions (transaction_id)',
    `create table events (
      block bigint not null, index int not null, transaction_id text not null, time text not null,
      changes jsonb not null, primary key (block, index)
    )`,
    `create table checkpoint (
      channel text primary key, genesis_hash text not null, block bigint not null,
      block_hash text not null, configuration bytea not null
    )`,
    // Signatures and certificates: trying to compress them costs time and gains nothing.
    'alter table checkpoint alter column configuration set storage external',
  ],
];

/** Bring a schema to the newest version, each version in one transaction.
 *  Refuses: a schema that a newer gateway has written. */
export async function migrate(
  database: RoleDatabase,
  migrations: readonly (readonly string[])[],
): Promise<void> {
  await database.run([plain('create table if not exists schema_version (version int not null)')]);
  const [answer] = await database.run([
    plain('select max(version) as version from schema_version'),
  ]);
  const version = Number(answer?.rows[0]?.['version'] ?? 0);
  if (version > migrations.length) {
    throw new Error(
      `Schema "${database.schema}" has version ${version}, this gateway knows ${migrations.length}: use the newer gateway.`,
    );
  }
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue;
    const recorded = {
      sql: 'insert into schema_version (version) values ($1)',
      parameters: [index + 1],
    };
    // A large table takes longer than any request may.
    await database.run([
      plain('set local statement_timeout = 0'),
      ...statements.map(plain),
      recorded,
    ]);
  }
}

function plain(sql: string): Statement {
  return { sql, parameters: [] };
}
