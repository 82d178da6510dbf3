import { staffRoles } from '@argosy/domain/shared/staff-roles';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { checkpoints } from './operations/checkpoints.js';

const loopback = ['127.0.0.1', '::1', 'localhost'] as const;

const identity = { certificate: z.string().min(1), key: z.string().min(1) };

const personSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes'),
  name: z.string().min(1).max(140),
  role: z.enum(staffRoles),
  ...identity,
});

const organisationSchema = z.strictObject({
  msp: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,38}$/, 'must be letters and digits'),
  name: z.string().min(1).max(140),
  /** The organisation's own peer, or its sponsor's. */
  peer: z.strictObject({ endpoint: z.string(), tlsCa: z.string(), msp: z.string() }),
  people: z.array(personSchema).min(1),
  indexer: z.strictObject(identity),
});

/** gateway.json: everything that the gateway needs to know, by path where it is a file. */
export const configSchema = z
  .strictObject({
    engine: z.enum(['devnet', 'compose', 'processes']),
    // Signing in asks for no password, so that only this machine may reach it.
    listen: z.strictObject({ host: z.enum(loopback), port: z.int().min(0).max(65_535) }),
    dataDir: z.string().min(1),
    channel: z.string().min(1),
    chaincode: z.string().min(1),
    genesisBlock: z.string().min(1),
    logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Where a development network keeps how its clock was moved. */
    clock: z.string().min(1).exactOptional(),
    organisations: z.array(organisationSchema).min(1),
  })
  .refine(({ engine, clock }) => engine === 'devnet' || clock === undefined, {
    path: ['clock'],
    message: 'only a network for development has a clock of its own',
  });

export type Config = Readonly<z.infer<typeof configSchema>>;
export type OrganisationConfig = Config['organisations'][number];

/** Read the configuration. Refuses: a missing or unknown field, named. */
export async function readConfig(path: string): Promise<Config> {
  const result = configSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (result.success) return result.data;
  throw new Error(`${path} is not a gateway configuration:\n${z.prettifyError(result.error)}`);
}

/** What the environment may set. */
export const environmentSchema = z.object({
  ARGOSY_CACHE: z.string().optional(),
  XDG_CACHE_HOME: z.string().optional(),
  ARGOSY_PARENT_PIPE: z.literal('1').optional(),
  /** A PostgreSQL server in place of the embedded database. A secret: it holds the password. */
  DATABASE_URL: z.string().optional(),
  /** Fault injection: the process kills itself at this arrow of the write path. Devnet only. */
  ARGOSY_GATEWAY_STOP_AT: z.enum(checkpoints).optional(),
});

export type Environment = z.infer<typeof environmentSchema>;
