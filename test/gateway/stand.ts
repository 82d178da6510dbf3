import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { openAccess } from '@argosy/gateway/access/open-access';
import type { OrganisationAccess } from '@argosy/gateway/access/organisation-access';
import { secretHash } from '@argosy/gateway/access/secret';
import type { AccessSettings } from '@argosy/gateway/access/settings';
import type { Database, RoleDatabase } from '@argosy/gateway/database/database';
import { EmbeddedDatabase } from '@argosy/gateway/database/embedded';
import { cacheFolder } from '@argosy/gateway/database/template';
import { buildApp } from '@argosy/gateway/http/app';
import type { AppPorts } from '@argosy/gateway/http/ports';
import { genesisOf } from '@argosy/gateway/indexer/chain';
import { servedReadModel } from '@argosy/gateway/indexer/read-model-schemas';
import { noCheckpoint, type Checkpoint } from '@argosy/gateway/operations/checkpoints';
import type { MemberChannel } from '@argosy/gateway/organisation/member-channel';
import { Organisation } from '@argosy/gateway/organisation/organisation';
import { InjectedAgent } from './access/agent.js';
import { tokenOf } from './access/sign-in.js';
import type { MemoryNetwork } from './memory-network.js';

export interface StandMember extends AccessSettings {
  readonly msp: string;
  readonly name: string;
  readonly channels: readonly ('trade' | 'border')[];
}

const files = { certificate: 'unused', key: 'unused' };
const at = (name: string): Pick<StandMember, 'origin' | 'issuer'> => ({
  origin: `http://${name}.localhost:17000`,
  issuer: { kind: 'sandbox' },
});

/** The secret of each system here. */
export const systemSecret = 'the secret of a system, 256 bits of it';
const secret = { secretHash: secretHash(systemSecret) };

/** Some are on one channel only; nobody else than the first two is served where there is only one channel. */
const members: readonly StandMember[] = [
  {
    msp: 'ImporterMSP',
    name: 'Importer',
    ...at('importer'),
    people: [{ id: 'ines', name: 'Ines Duarte', role: 'trader', ...files }],
    systems: [{ id: 'importer-erp', name: 'Importer ERP', role: 'trader', ...secret, ...files }],
    channels: ['trade', 'border'],
  },
  {
    msp: 'ImportBankMSP',
    name: 'ImportBank',
    ...at('importbank'),
    people: [{ id: 'henrik', name: 'Henrik Voss', role: 'tradeOfficer', ...files }],
    systems: [],
    channels: ['trade'],
  },
  {
    msp: 'ExporterMSP',
    name: 'Exporter',
    ...at('exporter'),
    people: [{ id: 'omar', name: 'Omar Haddad', role: 'trader', ...files }],
    systems: [],
    channels: ['trade', 'border'],
  },
  {
    msp: 'ExportControlMSP',
    name: 'ExportControl',
    ...at('exportcontrol'),
    people: [{ id: 'lucia', name: 'Lucia Prado', role: 'licensingOfficer', ...files }],
    systems: [],
    channels: ['border'],
  },
  {
    msp: 'CarrierMSP',
    name: 'Carrier',
    ...at('carrier'),
    people: [{ id: 'ada', name: 'Ada Holm', role: 'administrator', ...files }],
    systems: [],
    channels: ['trade', 'border'],
  },
  {
    msp: 'CustomsMSP',
    name: 'Customs',
    ...at('customs'),
    people: [{ id: 'clara', name: 'Clara Keller', role: 'administrator', ...files }],
    systems: [],
    channels: ['border'],
  },
];

/** The host at which somebody's organisation is asked. */
export function hostOf(actor: string): string {
  const employer = members.find(({ people, systems }) =>
    [...people, ...systems].some(({ id }) => id === actor),
  );
  if (employer === undefined) throw new Error(`Nobody has the id ${actor}.`);
  return new URL(employer.origin).host;
}

export interface StandSettings {
  /** The channel `trade`. */
  readonly network: MemoryNetwork;
  /** The channel `border`, for a stand of all members on two channels. */
  readonly border?: MemoryNetwork;
  readonly database: Database;
  /** Whom the gateway serves, where it is not those of the tests. */
  readonly members?: readonly StandMember[];
  /** Two stands with one name are the same gateway, started twice on the same data. */
  readonly name: string;
  readonly checkpoint?: Checkpoint;
  readonly logger?: AppPorts['logger'];
  readonly maximumInFlight?: number;
  readonly maximumUnknown?: number;
  readonly onWarning?: (fields: object, message: string) => void;
  readonly outcomeLimitMilliseconds?: number;
  /** What callers’ tokens and sessions are judged by. */
  readonly now?: () => Date;
  /** Where the issuers keep their keys. */
  readonly keyFolder?: string;
  readonly onIssuerFailure?: (error: unknown) => void;
}

/** A gateway over networks in memory, with real databases; only the networks are doubles. */
export class Stand {
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly app: FastifyInstance,
    readonly organisations: readonly Organisation[],
  ) {}

  static async start(settings: StandSettings): Promise<Stand> {
    const { network: trade, border, database, name, checkpoint = noCheckpoint } = settings;
    const networks = border === undefined ? { trade } : { trade, border };
    const channels = Object.values(networks).map((network) => ({
      network,
      genesis: genesisOf(network.consortium.genesisBlock),
    }));
    const organisations: Organisation[] = [];
    const accesses: OrganisationAccess[] = [];
    const keyFolder = settings.keyFolder ?? join(tmpdir(), `argosy-issuers-${process.pid}-${name}`);
    for (const member of settings.members ??
      (border === undefined ? members.slice(0, 2) : members)) {
      const { msp } = member;
      const role = `${name}_${msp.toLowerCase()}`;
      const joined = channels.filter(({ genesis: { channel } }) =>
        member.channels.some((it) => it === channel),
      );
      const organisation = await Organisation.open({
        msp,
        name: member.name,
        channels: joined.map(({ network, genesis }) => ({
          genesis,
          chaincode: 'argosy',
          ledger: network.portOf(msp),
        })),
        database: await database.as(role),
        checkpoint,
        now: () => new Date(),
        random: () => 0,
        log: { warn: settings.onWarning ?? (() => undefined), info: () => undefined },
        maximumInFlight: settings.maximumInFlight ?? 200,
        maximumUnknown: settings.maximumUnknown ?? 2_000,
        outcomeLimitMilliseconds: settings.outcomeLimitMilliseconds ?? 2_000,
      });
      organisations.push(organisation);
      const access = await openAccess({
        settings: member,
        organisation,
        database: async () => (await database.as(role)).in(`${role}_access`),
        keyFolder,
        now: settings.now ?? (() => new Date()),
        onFailure: settings.onIssuerFailure ?? (() => undefined),
      });
      accesses.push(access);
    }
    const app = await buildApp({
      organisations,
      accesses,
      about: { version: '0.1.0', engine: 'devnet: development network, no consensus' },
      logger: settings.logger ?? false,
      heartbeatMilliseconds: 50,
    });
    for (const organisation of organisations) await organisation.start();
    database.onReturn(() => {
      for (const organisation of organisations) organisation.resume();
    });
    return new Stand(app, organisations);
  }

  get importer(): Organisation {
    const [first] = this.organisations;
    if (first === undefined) throw new Error('There are no organisations.');
    return first;
  }

  /** The importer's way to one of its channels. */
  channel(name: 'trade' | 'border' = 'trade'): MemberChannel {
    const channel = this.importer.channels.get(name);
    if (channel === undefined) throw new Error(`The importer is not on ${name}.`);
    return channel;
  }

  async token(person: string): Promise<string> {
    const known = this.#tokens.get(person);
    if (known !== undefined) return known;
    const token = await tokenOf(new InjectedAgent(this.app, hostOf(person)), person);
    this.#tokens.set(person, token);
    return token;
  }

  async get(
    person: string,
    url: string,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const authorization = `Bearer ${await this.token(person)}`;
    const host = hostOf(person);
    return this.app.inject({ method: 'GET', url, headers: { host, authorization, ...headers } });
  }

  async post(person: string, url: string, request: PostRequest): Promise<LightMyRequestResponse> {
    const authorization = `Bearer ${await this.token(person)}`;
    const headers = {
      host: hostOf(person),
      authorization,
      ...(request.key === undefined ? {} : { 'idempotency-key': request.key }),
      ...request.headers,
    };
    return this.app.inject({ method: 'POST', url, headers, payload: request.body });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await Promise.all(this.organisations.map((organisation) => organisation.stop(200)));
  }
}

interface PostRequest {
  readonly key?: string;
  readonly body: NonNullable<InjectOptions['payload']>;
  readonly headers?: Record<string, string>;
}

/** The read model that an organisation of a stand has of a channel, as its role sees it. */
export async function readModelOf(
  database: Database,
  { stand, msp = 'ImporterMSP', channel = 'trade' }: ReadModelName,
): Promise<RoleDatabase> {
  return servedReadModel(await database.as(`${stand}_${msp.toLowerCase()}`), channel);
}

interface ReadModelName {
  /** What the stand is called. */
  readonly stand: string;
  readonly msp?: string;
  readonly channel?: string;
}

/** A database for one test file: a folder of its own, copied from the user's template. */
export async function temporaryDatabase(): Promise<{
  database: Database;
  remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'argosy-gateway-'));
  const dataDir = join(folder, 'data');
  const database = await EmbeddedDatabase.open({ dataDir, cache: cacheFolder(process.env) });
  return {
    database,
    remove: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
