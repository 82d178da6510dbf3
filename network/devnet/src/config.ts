import { z } from 'zod';

const file = z.string().min(1);
const endpoint = z.string().regex(/^[^:]+:\d+$/, 'must be host:port');
const pair = z.strictObject({ certificate: file, key: file });

const chaincode = z.strictObject({
  packageId: z.string().regex(/^[A-Za-z0-9][\w.+-]*:[0-9a-f]{64}$/, 'must be label:sha256'),
  address: endpoint,
  tls: z.strictObject({ ca: file, certificate: file, key: file }),
});

const peer = z.strictObject({
  msp: z.string().min(1),
  name: z.string().min(1),
  endpoint,
  certificate: file,
  key: file,
  tls: pair,
  chaincodes: z.array(chaincode),
});

const consenter = z.strictObject({
  msp: z.string().min(1),
  id: z.int().min(1),
  certificate: file,
  key: file,
});

const blockProduction = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('instant') }),
  z.strictObject({ mode: z.literal('interval'), milliseconds: z.int().min(1) }),
]);

const config = z.strictObject({
  dataDir: file,
  channels: z.array(z.strictObject({ name: z.string().min(1), genesisBlock: file })).min(1),
  peers: z.array(peer).min(1),
  consenters: z.array(consenter).min(1),
  blockProduction,
});

/** The devnet's configuration: paths are of PEM files and of configuration blocks. */
export type DevnetConfig = z.infer<typeof config>;

/** Read a configuration from JSON. Refuses: unknown and missing fields, by their path. */
export function parseConfig(json: string): DevnetConfig {
  const result = config.safeParse(JSON.parse(json));
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}
