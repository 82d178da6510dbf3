import { pemSigner } from '@argosy/protocol/signer';
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sessions } from './access/sessions.js';
import type { Config, OrganisationConfig } from './config.js';
import type { Database } from './database/database.js';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { gatewayMigrations, migrate } from './database/migrations.js';
import { openDatabase } from './database/open.js';
import { buildApp } from './http/app.js';
import type { About } from './http/ports.js';
import { genesisOf, type Genesis } from './indexer/chain.js';
import { FabricLedger, type FabricIdentity } from './ledger/fabric.js';
import type { Checkpoint } from './operations/checkpoints.js';
import { Organisation, type OrganisationLog } from './organisation/organisation.js';

export interface ServerSettings {
  readonly config: Config;
  readonly cache: string;
  /** Of a PostgreSQL server, in place of the embedded database. A secret. */
  readonly databaseUrl: string | undefined;
  readonly version: string;
  readonly checkpoint: Checkpoint;
}

export interface Server {
  readonly url: string;
  /** Stop taking requests, let what is in flight end for a moment, close everything. */
  stop(): Promise<void>;
}

const drainMilliseconds = 5_000;
const maximumInFlight = 200;
const maximumUnknown = 2_000;
const outcomeLimitMilliseconds = 10_000;

/** Start the gateway: database, organisations, HTTP. Refuses: data of another ledger, a data folder in use. */
export async function startServer(settings: ServerSettings): Promise<Server> {
  const { config, cache, databaseUrl } = settings;
  const lock = await FolderLock.take(config.dataDir);
  const dataDir = join(config.dataDir, 'pglite');
  const { clock } = config;
  const database = await openDatabase({
    dataDir,
    cache,
    ...(clock === undefined ? {} : { clock }),
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { url: databaseUrl }),
  });
  const about = aboutOf(settings);
  const sessionDatabase = await database.as('gateway');
  await migrate(sessionDatabase, gatewayMigrations);
  const sessions = new Sessions(sessionDatabase, () => new Date());
  const isSandbox = config.engine === 'devnet';
  await sessions.forget(isSandbox ? 'expired' : 'all');
  const genesis = genesisOf(await readFile(config.genesisBlock));
  if (genesis.channel !== config.channel) {
    throw new Error(
      `${config.genesisBlock} is of channel ${genesis.channel}, not ${config.channel}.`,
    );
  }
  const organisations: Organisation[] = [];
  const log = lateLog();
  for (const member of config.organisations) {
    organisations.push(await openOrganisation({ member, settings, database, genesis, log }));
  }
  const app = await buildApp({
    organisations,
    sessions,
    about,
    isSandbox,
    // Standard output carries the one line that says where the gateway serves.
    logger: { level: config.logLevel, stream: process.stderr },
    heartbeatMilliseconds: 15_000,
  });
  log.becomes(app);
  for (const organisation of organisations) await organisation.start();
  const url = await app.listen(config.listen);
  return {
    url,
    stop: async () => {
      await app.close();
      await Promise.all(organisations.map((organisation) => organisation.stop(drainMilliseconds)));
      await database.close();
      await lock.release();
    },
  };
}

interface Opening {
  readonly member: OrganisationConfig;
  readonly settings: ServerSettings;
  readonly database: Database;
  readonly genesis: Genesis;
  readonly log: OrganisationLog;
}

async function openOrganisation({
  member,
  settings,
  database,
  genesis,
  log,
}: Opening): Promise<Organisation> {
  const { config, checkpoint } = settings;
  const identities = await Promise.all(
    member.people.map(async (person) => [person.id, await identityOf(member.msp, person)] as const),
  );
  const ledger = new FabricLedger({
    endpoint: member.peer.endpoint,
    tlsCa: await readFile(member.peer.tlsCa),
    channel: config.channel,
    chaincode: config.chaincode,
    people: new Map(identities),
    indexer: await identityOf(member.msp, member.indexer),
  });
  return Organisation.open({
    msp: member.msp,
    name: member.name,
    people: member.people.map(({ id, name, role }) => ({ id, name, role })),
    genesis,
    chaincode: config.chaincode,
    database: await database.as(`member_${member.msp.toLowerCase()}`),
    ledger,
    checkpoint,
    now: () => new Date(),
    random: Math.random,
    log,
    maximumInFlight,
    maximumUnknown,
    outcomeLimitMilliseconds,
  });
}

async function identityOf(
  msp: string,
  files: { readonly certificate: string; readonly key: string },
): Promise<FabricIdentity> {
  const certificate = await readFile(files.certificate);
  const key = await readFile(files.key, 'utf8');
  return { certificate, signer: pemSigner(msp, certificate.toString('utf8'), key) };
}

const engines = {
  devnet: 'devnet: development network, no consensus',
  compose: 'compose: Fabric in containers',
  processes: 'processes: Fabric programs on this machine',
} as const satisfies Record<Config['engine'], string>;

function aboutOf({ config, version }: ServerSettings): About {
  return { version, engine: engines[config.engine] };
}

// The organisations are opened before the app that owns the log.
function lateLog(): OrganisationLog & { becomes(app: FastifyInstance): void } {
  let target: OrganisationLog | undefined;
  return {
    warn: (fields, message) => target?.warn(fields, message),
    info: (fields, message) => target?.info(fields, message),
    becomes: (app) => {
      target = app.log;
    },
  };
}
