import type { Kysely } from 'kysely';
import { DatabaseError, type RoleDatabase, type Statement } from '../database/database.js';
import { kyselyOver, statement } from '../database/dialect.js';
import type { ReadModelTables } from '../database/tables.js';
import type { Outcome } from '../operations/settlement.js';
import { BlockRefused, type ChainPosition, type Genesis } from './chain.js';
import { guardingKinds, guardsOf, type Guards } from './ledger-guards.js';
import type { Projection } from './projection.js';

/** An organisation's read model of one channel: written block by block, each block and its checkpoint in one SQL transaction. */
export class ReadModel {
  readonly #database: RoleDatabase;
  readonly #kysely: Kysely<ReadModelTables>;

  constructor(
    database: RoleDatabase,
    private readonly genesis: Genesis,
  ) {
    this.#database = database;
    this.#kysely = kyselyOver<ReadModelTables>(database);
  }

  /** Where to go on. Refuses: a checkpoint of another ledger. */
  async position(): Promise<ChainPosition | undefined> {
    const row = await this.#kysely
      .selectFrom('checkpoint')
      .selectAll()
      .where('channel', '=', this.genesis.channel)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.genesis_hash !== this.genesis.hash) {
      throw new WrongLedger(this.genesis, row.genesis_hash);
    }
    const { block, block_hash: blockHash, configuration } = row;
    return { block: BigInt(block), blockHash, configuration };
  }

  /** Who has ever guarded for whom, by the register as far as it is known. */
  async guards(): Promise<Guards> {
    const records = await this.#kysely
      .selectFrom('documents')
      .select(['kind', 'record'])
      .where('kind', 'in', guardingKinds)
      .execute();
    return guardsOf(records);
  }

  /** Store a block's effects, the outcomes of our own operations, and the checkpoint: all or nothing.
   *  Refuses: BlockRefused, where a value is none that the database can hold. */
  async store(
    projection: Projection,
    { position, isConfiguration, at }: StoredBlock,
  ): Promise<Outcome[]> {
    const number = Number(position.block);
    const outcomes = projection.transactions
      .filter(({ transaction_id: transactionId }) => transactionId !== '')
      .map(({ transaction_id: transactionId, code }) => ({ transactionId, code, block: number }));
    const document = {
      ...projection,
      channel: this.genesis.channel,
      block: number,
      block_hash: position.blockHash,
      at,
    };
    const store = { sql: 'select store_block($1::jsonb)', parameters: [JSON.stringify(document)] };
    const statements = isConfiguration ? [store, this.#configurationCheckpoint(position)] : [store];
    await this.#database.run(statements).catch((error: unknown) => {
      throw error instanceof DatabaseError && error.isData
        ? new BlockRefused(position.block, error.message)
        : error;
    });
    return outcomes;
  }

  // The configuration is large and hardly ever changes, so it is written only with a configuration block.
  #configurationCheckpoint(position: ChainPosition): Statement {
    const row = {
      genesis_hash: this.genesis.hash,
      block: Number(position.block),
      block_hash: position.blockHash,
      configuration: position.configuration,
    };
    return statement(
      this.#kysely
        .insertInto('checkpoint')
        .values({ channel: this.genesis.channel, ...row })
        .onConflict((conflict) => conflict.column('channel').doUpdateSet(row)),
    );
  }
}

interface StoredBlock {
  readonly position: ChainPosition;
  readonly isConfiguration: boolean;
  readonly at: string;
}

/** The data folder belongs to another ledger, such as one that was deleted and made anew. */
export class WrongLedger extends Error {
  constructor(genesis: Genesis, found: string) {
    super(
      `The gateway's data belongs to another ledger: its checkpoint of channel ${genesis.channel} names the genesis ` +
        `block ${found}, and the configured one is ${genesis.hash}. Use the genesis block and network that this data ` +
        'folder was made with, or move the data folder away to start with an empty one.',
    );
    this.name = 'WrongLedger';
  }
}
