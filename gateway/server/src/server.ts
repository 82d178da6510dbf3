import { reasonOf } from '@argosy/protocol/reason';
import { pemSigner } from '@argosy/protocol/signer';
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAccess } from './access/open-access.js';
import type { OrganisationAccess } from './access/organisation-access.js';
import type { ChannelConfig, Config, OrganisationConfig } from './config.js';
import type { Database } from './database/database.js';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { openDatabase } from './database/open.js';
import { buildApp } from './http/app.js';
import type { About } from './http/ports.js';
import { genesisOf } from './indexer/chain.js';
import { FabricPeer, type FabricIdentity } from './ledger/fabric.js';
import type { Checkpoint } from './operations/checkpoints.js';
import type { ChannelPorts, OrganisationLog } from './organisation/member-channel.js';
import { Organisation } from './organisation/organisation.js';

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
  /** Build all read models again from block 0 while they are served. */
  rebuild(): Promise<void>;
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
  const channels = new Map(
    await Promise.all(
      config.channels.map(async (one) => [one.name, await servedChannel(one)] as const),
    ),
  );
  const organisations: Organisation[] = [];
  const accesses: OrganisationAccess[] = [];
  const log = lateLog();
  for (const member of config.organisations) {
    const opening = { member, settings, database, channels, log };
    const organisation = await openOrganisation(opening);
    organisations.push(organisation);
    accesses.push(await openAccessOf(organisation, opening));
  }
  const app = await buildApp({
    organisations,
    accesses,
    about,
    // Standard output carries the one line that says where the gateway serves.
    logger: { level: config.logLevel, stream: process.stderr },
    heartbeatMilliseconds: 15_000,
  });
  log.becomes(app);
  for (const organisation of organisations) await organisation.start();
  database.onReturn(() => {
    for (const organisation of organisations) organisation.resume();
  });
  const url = await app.listen(config.listen);
  return {
    url,
    rebuild: async () => {
      for (const organisation of organisations) await organisation.rebuild();
    },
    stop: async () => {
      await app.close();
      await Promise.all(organisations.map((organisation) => organisation.stop(drainMilliseconds)));
      await database.close();
      await lock.release();
    },
  };
}

/** A channel as all organisations of the process see it. */
type ServedChannel = Pick<ChannelPorts, 'genesis' | 'chaincode'>;

async function servedChannel({
  name,
  chaincode,
  genesisBlock,
}: ChannelConfig): Promise<ServedChannel> {
  const genesis = genesisOf(await readFile(genesisBlock));
  if (genesis.channel === name) return { genesis, chaincode };
  throw new Error(`${genesisBlock} is of channel ${genesis.channel}, not ${name}.`);
}

interface Opening {
  readonly member: OrganisationConfig;
  readonly settings: ServerSettings;
  readonly database: Database;
  readonly channels: ReadonlyMap<string, ServedChannel>;
  readonly log: OrganisationLog;
}

async function openOrganisation(opening: Opening): Promise<Organisation> {
  const { member, settings, database, log } = opening;
  const { msp, name } = member;
  return Organisation.open({
    msp,
    name,
    channels: await channelsOf(opening),
    database: await database.as(roleOf(member)),
    checkpoint: settings.checkpoint,
    now: () => new Date(),
    random: Math.random,
    log,
    maximumInFlight,
    maximumUnknown,
    outcomeLimitMilliseconds,
  });
}

/** The channels of an organisation over its peers, each of which it is connected to once. */
async function channelsOf({ member, channels }: Opening): Promise<ChannelPorts[]> {
  const { msp } = member;
  const actors = await Promise.all(
    [...member.people, ...member.systems].map(
      async (actor) => [actor.id, await identityOf(msp, actor)] as const,
    ),
  );
  const staff = { people: new Map(actors), indexer: await identityOf(msp, member.indexer) };
  const peers = new Map<string, FabricPeer>();
  const found: ChannelPorts[] = [];
  for (const { name, peer } of member.channels) {
    const { endpoint } = peer;
    const tlsCa = await readFile(peer.tlsCa);
    const connected = peers.get(endpoint) ?? new FabricPeer({ endpoint, tlsCa, ...staff });
    peers.set(endpoint, connected);
    const channel = channels.get(name);
    if (channel === undefined) throw new Error(`${name} is not one of the channels.`);
    found.push({ ...channel, ledger: connected.ledger(name, channel.chaincode) });
  }
  return found;
}

function openAccessOf(
  organisation: Organisation,
  { member, settings, database, log }: Opening,
): Promise<OrganisationAccess> {
  const role = roleOf(member);
  return openAccess({
    settings: member,
    organisation,
    database: async () => (await database.as(role)).in(`${role}_access`),
    keyFolder: join(settings.config.dataDir, 'issuers'),
    now: () => new Date(),
    onFailure: (error) => {
      log.warn({ msp: member.msp, reason: reasonOf(error) }, 'the issuer failed');
    },
  });
}

function roleOf({ msp }: OrganisationConfig): string {
  return `member_${msp.toLowerCase()}`;
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
