import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Person } from '@argosy/gateway/access/people';
import { Sessions } from '@argosy/gateway/access/sessions';
import type { Database } from '@argosy/gateway/database/database';
import { EmbeddedDatabase } from '@argosy/gateway/database/embedded';
import { gatewayMigrations, migrate } from '@argosy/gateway/database/migrations';
import { cacheFolder } from '@argosy/gateway/database/template';
import { buildApp } from '@argosy/gateway/http/app';
import type { AppPorts } from '@argosy/gateway/http/ports';
import { genesisOf } from '@argosy/gateway/indexer/chain';
import type { LedgerPort } from '@argosy/gateway/ledger/port';
import { noCheckpoint, type Checkpoint } from '@argosy/gateway/operations/checkpoints';
import { Organisation } from '@argosy/gateway/organisation/organisation';
import type { MemoryNetwork } from './memory-network.js';

const members = [
  {
    msp: 'ImporterMSP',
    name: 'Importer',
    people: [{ id: 'ines', name: 'Ines Duarte', role: 'trader' }],
  },
  {
    msp: 'ImportBankMSP',
    name: 'Import Bank',
    people: [{ id: 'henrik', name: 'Henrik Voss', role: 'tradeOfficer' }],
  },
] as const satisfies readonly { msp: string; name: string; people: readonly Person[] }[];

export interface StandSettings {
  readonly network: MemoryNetwork;
  readonly database: Database;
  /** Two stands with one name are the same gateway, started twice on the same data. */
  readonly name: string;
  readonly checkpoint?: Checkpoint;
  readonly logger?: AppPorts['logger'];
  readonly maximumInFlight?: number;
  readonly maximumUnknown?: number;
  readonly isSandbox?: boolean;
  readonly onWarning?: (fields: object, message: string) => void;
  readonly outcomeLimitMilliseconds?: number;
}

/** A gateway for two members over a network in memory, with real databases; only the network is a double. */
export class Stand {
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly app: FastifyInstance,
    readonly organisations: readonly Organisation[],
    readonly ledgers: readonly LedgerPort[],
  ) {}

  static async start(settings: StandSettings): Promise<Stand> {
    const { network, database, name, checkpoint = noCheckpoint } = settings;
    const genesis = genesisOf(network.consortium.genesisBlock);
    const sessionDatabase = await database.as(`${name}_gateway`);
    await migrate(sessionDatabase, gatewayMigrations);
    const organisations: Organisation[] = [];
    for (const member of members) {
      const organisation = await Organisation.open({
        ...member,
        genesis,
        chaincode: 'argosy',
        database: await database.as(`${name}_${member.msp.toLowerCase()}`),
        ledger: network.portOf(member.msp),
        checkpoint,
        now: () => new Date(),
        random: () => 0,
        log: { warn: settings.onWarning ?? (() => undefined), info: () => undefined },
        maximumInFlight: settings.maximumInFlight ?? 200,
        maximumUnknown: settings.maximumUnknown ?? 2_000,
        outcomeLimitMilliseconds: settings.outcomeLimitMilliseconds ?? 2_000,
      });
      organisations.push(organisation);
    }
    const app = await buildApp({
      organisations,
      sessions: new Sessions(sessionDatabase, () => new Date()),
      about: { version: '0.1.0', engine: 'devnet: development network, no consensus' },
      isSandbox: settings.isSandbox ?? true,
      logger: settings.logger ?? false,
      heartbeatMilliseconds: 50,
    });
    for (const organisation of organisations) await organisation.start();
    return new Stand(
      app,
      organisations,
      organisations.map(({ ledger }) => ledger),
    );
  }

  get importer(): Organisation {
    const [first] = this.organisations;
    if (first === undefined) throw new Error('There are no organisations.');
    return first;
  }

  async token(person: string): Promise<string> {
    const known = this.#tokens.get(person);
    if (known !== undefined) return known;
    const response = await this.app.inject({
      method: 'POST',
      url: '/v1/sign-in',
      payload: { person },
    });
    const { token } = response.json<{ token: string }>();
    this.#tokens.set(person, token);
    return token;
  }

  async get(
    person: string,
    url: string,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const authorization = `Bearer ${await this.token(person)}`;
    return this.app.inject({ method: 'GET', url, headers: { authorization, ...headers } });
  }

  async post(person: string, url: string, request: PostRequest): Promise<LightMyRequestResponse> {
    const authorization = `Bearer ${await this.token(person)}`;
    const headers = {
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
