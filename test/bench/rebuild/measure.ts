/** Builds read models in a process of its own, and prints the figures as its last line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@argosy/gateway/database/database';
import { migrate, organisationMigrations } from '@argosy/gateway/database/migrations';
import { openDatabase } from '@argosy/gateway/database/open';
import { cacheFolder } from '@argosy/gateway/database/template';
import { genesisOf } from '@argosy/gateway/indexer/chain';
import { digestOf } from '@argosy/gateway/indexer/digest';
import { Indexer } from '@argosy/gateway/indexer/indexer';
import { ReadModel } from '@argosy/gateway/indexer/read-model';
import { servedReadModel } from '@argosy/gateway/indexer/read-model-schemas';
import { noCheckpoint } from '@argosy/gateway/operations/checkpoints';
import { busyNetwork, crowdedNetwork } from '../../gateway/busy-network.js';
import type { MemoryNetwork } from '../../gateway/memory-network.js';
import { postgresPrograms, PostgresServer } from '../../support/postgres-server.js';

export interface RebuildFigure {
  readonly engine: string;
  readonly blocks: number;
  readonly transactions: number;
  readonly seconds: number;
}

const patienceMilliseconds = 300_000;
const networks = [await busyNetwork(200), await crowdedNetwork(60, 25)];
const folder = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
const figures: RebuildFigure[] = [];

await measure(
  'PGlite',
  await openDatabase({ dataDir: join(folder, 'data'), cache: cacheFolder(process.env) }),
);
if (postgresPrograms !== undefined) {
  const server = await PostgresServer.start({ isDurable: true });
  const url = await server.url('argosy');
  await measure('PostgreSQL', await openDatabase({ dataDir: '', cache: '', url }));
  await server.stop();
}
rmSync(folder, { recursive: true });
process.stdout.write(`\n${JSON.stringify(figures)}\n`);
process.exit(0);

async function measure(engine: string, database: Database): Promise<void> {
  // The code is compiled and the engine warm before anything counts.
  await build(database, networks[0], 'warm');
  for (const [index, network] of networks.entries()) {
    figures.push({ engine, ...(await build(database, network, `member_${index}`)) });
  }
  await database.close();
}

async function build(
  database: Database,
  network: MemoryNetwork | undefined,
  role: string,
): Promise<Omit<RebuildFigure, 'engine'>> {
  if (network === undefined) throw new Error('There is no network.');
  const genesis = genesisOf(network.consortium.genesisBlock);
  const organisation = await database.as(role);
  await migrate(organisation, organisationMigrations);
  const readModel = await servedReadModel(organisation, genesis.channel);
  const indexer = new Indexer({
    checkpoint: noCheckpoint,
    ledger: network.portOf('ImporterMSP'),
    readModel: new ReadModel(readModel, genesis),
    genesis,
    chaincode: 'argosy',
    now: () => new Date(),
    sleep: (milliseconds) => delay(milliseconds),
    onBlock: () => undefined,
    onTrouble: (error) => {
      throw error;
    },
  });
  const since = performance.now();
  await indexer.start();
  const blocks = network.blocks.length;
  if (!(await indexer.reached(BigInt(blocks), patienceMilliseconds)))
    throw new Error('It takes too long.');
  const seconds = (performance.now() - since) / 1_000;
  const { tables } = await digestOf(readModel);
  await indexer.stop();
  const transactions = tables.find(({ table }) => table === 'transactions')?.rows ?? 0;
  return { blocks, transactions, seconds };
}
