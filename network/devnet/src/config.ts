import { z } from 'zod';

const file = z.string().min(1);
const endpoint = z.string().regex(/^[^:]+:\d+$/, 'must be host:port');
const pair = z.strictObject({ certificate: file, key: file });

/** A server for people and programs that operate a node. Clients' certificates are asked for where their authorities are named. */
const httpServer = z.strictObject({
  endpoint,
  tls: pair.optional(),
  clientAuthorities: z.array(file).min(1).optional(),
});

const peer = z.strictObject({
  msp: z.string().min(1),
  name: z.string().min(1),
  endpoint,
  certificate: file,
  key: file,
  /** The authority of its organisation: by it the peer knows its own people before it has joined a channel. */
  authority: file.optional(),
  tls: pair,
  /** With them the peer asks its clients for a certificate (mutual TLS). */
  clientAuthorities: z.array(file).min(1).optional(),
  operations: httpServer.optional(),
  /** What the peer fills into the templates of chaincode packages, by name: a text, or a file's content. */
  packageValues: z.record(z.string(), z.union([z.string(), z.strictObject({ file })])).optional(),
});

const consenter = z.strictObject({
  msp: z.string().min(1),
  id: z.int().min(1),
  certificate: file,
  key: file,
  /** Where it takes transactions and delivers blocks, and with which certificate. Without, only gateways reach it. */
  endpoint: endpoint.optional(),
  tls: pair.optional(),
  clientAuthorities: z.array(file).min(1).optional(),
  /** Where it is told which channels to join. */
  admin: httpServer.optional(),
  operations: httpServer.optional(),
});

/** The certification authorities of one organisation, at one address. */
const authority = z.strictObject({
  msp: z.string().min(1),
  /** That of the first; the others' begin with what they certify, such as `tls.ca.bank.test`. */
  name: z.string().min(1),
  organisation: z.string().min(1),
  endpoint,
  folder: file,
  /** The first registrar, and the file with its secret, which has to be a long and random one. */
  bootstrap: z.strictObject({ id: z.string().min(1), secretFile: file }),
  /** The file that says whom each of them knows from the beginning, by Fabric CA's names; with their secrets. */
  identitiesFile: file.optional(),
  /** Whether one of them certifies the two ends of the chaincode link. */
  certifiesChaincode: z.boolean().optional(),
});

/** When blocks are cut. */
export const blockProduction = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('instant') }),
  z.strictObject({ mode: z.literal('interval'), milliseconds: z.int().min(1).optional() }),
  z.strictObject({ mode: z.literal('manual') }),
]);

const config = z.strictObject({
  dataDir: file,
  /** In memory nothing is written, and everything ends with the process; `dataDir` is left alone. */
  storage: z.enum(['folder', 'memory']).optional(),
  /** Judge every stored block again when starting, and make anew what is derived from them. */
  verify: z.boolean().optional(),
  /** The channels that all peers and orderers have joined from the beginning; others can be joined later. */
  channels: z.array(z.strictObject({ name: z.string().min(1), genesisBlock: file })),
  /** They serve from the first moment on; peers and orderers perhaps only when they have their certificates. */
  authorities: z.array(authority).optional(),
  peers: z.array(peer).min(1),
  consenters: z
    .array(consenter)
    .min(1)
    .refine((all) => all.every((one) => one.endpoint === undefined || one.tls !== undefined), {
      message: 'a consenter with an endpoint needs tls',
    }),
  blockProduction,
  /** The control server, on loopback: who has the token of this file may use it. The file is made if it is not there. */
  control: z.strictObject({ endpoint, tokenFile: file }).optional(),
  /** How long peers wait for chaincode, where that is not as at a peer. */
  chaincodeTimeouts: z
    .strictObject({ executeMs: z.int().min(1), startupMs: z.int().min(1) })
    .optional(),
  /** How many blocks clear data of an endorsed proposal waits for its transaction; if not given, as many as at a peer. */
  transientBlocks: z.int().min(1).optional(),
});

/** The devnet's configuration: paths are of PEM files and of configuration blocks. */
export type DevnetConfig = z.infer<typeof config>;

/** An organisation's authorities, as the configuration describes them. */
export type AuthorityConfig = z.infer<typeof authority>;

/** A server for operators, as the configuration describes it. */
export type HttpServerConfig = z.infer<typeof httpServer>;

/** Read a configuration from JSON. Refuses: unknown and missing fields, by their path. */
export function parseConfig(json: string): DevnetConfig {
  const result = config.safeParse(JSON.parse(json));
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}
