import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { issuerSchema, originSchema, personSchema, systemSchema } from './access/settings.js';

const loopback = ['127.0.0.1', '::1', 'localhost'] as const;

const identity = { certificate: z.string().min(1), key: z.string().min(1) };

/** As Fabric names channels. */
export const channelNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{0,248}$/, 'must be the name of a channel');

const channelSchema = z.strictObject({
  name: channelNameSchema,
  chaincode: z.string().min(1),
  genesisBlock: z.string().min(1),
});

/** A channel that the organisation is on, and the peer there: its own, or that of its sponsor on this channel. */
const membershipSchema = z.strictObject({
  name: channelNameSchema,
  peer: z.strictObject({ endpoint: z.string(), tlsCa: z.string(), msp: z.string() }),
});

const organisationSchema = z.strictObject({
  msp: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,33}$/, 'must be 1 to 34 letters and digits'),
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'must be letters and digits'),
  /** Where its people, systems and browsers reach it; the header Host of a request says whose it is. */
  origin: originSchema,
  issuer: issuerSchema,
  channels: z.array(membershipSchema).min(1).refine(isEachOnce, 'must not name a channel twice'),
  people: z.array(personSchema).min(1),
  systems: z.array(systemSchema).default([]),
  indexer: z.strictObject(identity),
});

/** gateway.json: everything that the gateway needs to know, by path where it is a file. */
export const configSchema = z
  .strictObject({
    engine: z.enum(['devnet', 'compose', 'processes']),
    // Only this machine may reach it: in a sandbox signing in asks for no password, elsewhere TLS ends in front of the gateway.
    listen: z.strictObject({ host: z.enum(loopback), port: z.int().min(0).max(65_535) }),
    dataDir: z.string().min(1),
    channels: z.array(channelSchema).min(1).refine(isEachOnce, 'must not name a channel twice'),
    logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Where a development network keeps how its clock was moved. */
    clock: z.string().min(1).exactOptional(),
    organisations: z
      .array(organisationSchema)
      .min(1)
      .refine(
        (all) => new Set(all.map(({ msp }) => msp.toLowerCase())).size === all.length,
        'must not name an organisation twice, be it in other letters',
      ),
  })
  .superRefine(({ channels, organisations }, context) => {
    const names = channels.map(({ name }) => name);
    for (const [index, organisation] of organisations.entries()) {
      for (const [at, { name }] of organisation.channels.entries()) {
        if (names.includes(name)) continue;
        const path = ['organisations', index, 'channels', at, 'name'];
        context.addIssue({
          code: 'custom',
          path,
          message: `must be one of channels: ${names.join(', ')}`,
        });
      }
    }
  })
  .refine(({ engine, clock }) => engine === 'devnet' || clock === undefined, {
    path: ['clock'],
    message: 'only a network for development has a clock of its own',
  })
  .refine(
    ({ engine, organisations }) =>
      engine === 'devnet' || organisations.every(({ issuer }) => issuer.kind !== 'sandbox'),
    {
      path: ['organisations'],
      message: 'only a network for development may have the issuer that asks for no password',
    },
  );

function isEachOnce(all: readonly { readonly name: string }[]): boolean {
  return new Set(all.map(({ name }) => name)).size === all.length;
}

export type Config = Readonly<z.infer<typeof configSchema>>;
export type OrganisationConfig = Config['organisations'][number];
export type ChannelConfig = Config['channels'][number];

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
  /** Fault injection: the process kills itself at the checkpoint that this file names. Devnet only. */
  ARGOSY_GATEWAY_STOP_FILE: z.string().min(1).optional(),
});

export type Environment = z.infer<typeof environmentSchema>;
