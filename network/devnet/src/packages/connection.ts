import { z } from 'zod';
import { parseDuration } from '@argosy/protocol/configuration/duration';
import { reasonOf } from '@argosy/protocol/reason';
import type { ChaincodePackage } from './chaincode-package.js';
import { decompress } from './gzip.js';
import { readTar } from './tar.js';
import { fillIn, type TemplateValues } from './template.js';

/** Where a chaincode serves, and how it is reached. */
export interface Connection {
  readonly address: string;
  readonly dialTimeoutMs: number;
  /** Undefined where the chaincode serves without TLS. */
  readonly tls: ConnectionTls | undefined;
}

export interface ConnectionTls {
  readonly ca: string;
  /** The peer's own certificate and key, where the chaincode asks for one. */
  readonly client: { readonly certificate: string; readonly key: string } | undefined;
  /** The name in the chaincode's certificate, where it is not the address's. */
  readonly serverName: string | undefined;
}

const FILE = 'connection.json';
/** What a peer waits when the package does not say. */
const DIAL_TIMEOUT_MS = 3_000;

const text = z.string().default('');
const given = z.object({
  address: text,
  domain: text,
  dial_timeout: z.union([z.string(), z.number()]).default(0),
  tls_required: z.boolean().default(false),
  client_auth_required: z.boolean().default(false),
  client_key: text,
  client_cert: text,
  root_cert: text,
});
/** A `connection.json` that was read. */
export type GivenConnection = z.infer<typeof given>;

/**
 * What a package's `connection.json` says once its templates are filled in, as the builder of chaincode services does. Throws when
 * the package is of another type, or cannot be built.
 */
export async function buildPackage(
  { type, code }: ChaincodePackage,
  values: TemplateValues,
): Promise<GivenConnection> {
  if (type.toLowerCase() !== 'ccaas') {
    throw new Error(
      `docker build failed: this network runs chaincode as a service, and the package's type is '${type}'`,
    );
  }
  try {
    return filled(given.parse(JSON.parse(await connectionFile(code))), values);
  } catch (error) {
    throw new Error(
      `external builder failed: external builder failed to build: external builder 'ccaas_builder' failed: ${reasonOf(error)}`,
      { cause: error },
    );
  }
}

async function connectionFile(code: Buffer): Promise<string> {
  const files = [...readTar(await decompress(code))];
  const file = files.find(({ name }) => name.replace(/^\.\//, '') === FILE);
  if (file === undefined) throw new Error(`${FILE} not found in source folder`);
  return file.body.toString();
}

/** Without TLS the fields that concern it are not looked at. */
function filled(connection: GivenConnection, values: TemplateValues): GivenConnection {
  const field = (name: string, content: string): string => {
    try {
      return fillIn(content, values);
    } catch (error) {
      const why = reasonOf(error);
      throw new Error(`Failed to parse the ${name} field template: ${why}`, { cause: error });
    }
  };
  const { address, dial_timeout: dialTimeout } = connection;
  const plain = {
    ...connection,
    address: field('Address', address),
    dial_timeout: typeof dialTimeout === 'string' ? field('DialTimeout', dialTimeout) : dialTimeout,
  };
  if (!connection.tls_required) return plain;
  return {
    ...plain,
    root_cert: field('RootCert', connection.root_cert),
    client_key: field('ClientKey', connection.client_key),
    client_cert: field('ClientCert', connection.client_cert),
  };
}

/** How a chaincode is reached. Throws a peer's words for what is missing. */
export function connectionOf(built: GivenConnection): Connection {
  if (built.address === '') throw new Error('chaincode address not provided');
  const { address } = built;
  return { address, dialTimeoutMs: dialTimeoutOf(built), tls: tlsOf(built) };
}

function dialTimeoutOf({ dial_timeout: value }: GivenConnection): number {
  const nanoseconds = typeof value === 'number' ? BigInt(Math.trunc(value)) : durationOf(value);
  return nanoseconds === 0n ? DIAL_TIMEOUT_MS : Number(nanoseconds / 1_000_000n);
}

function durationOf(value: string): bigint {
  if (value === '') return 0n;
  const nanoseconds = parseDuration(value);
  if (nanoseconds === undefined) throw new Error(`time: invalid duration "${value}"`);
  return nanoseconds;
}

function tlsOf(built: GivenConnection): ConnectionTls | undefined {
  if (!built.tls_required) return undefined;
  const { client_auth_required: clientAuth, client_key: key, client_cert: certificate } = built;
  if (clientAuth && key === '') throw new Error('chaincode tls key not provided');
  if (clientAuth && certificate === '') throw new Error('chaincode tls cert not provided');
  if (built.root_cert === '') throw new Error('chaincode tls root cert not provided');
  const { root_cert: ca, domain } = built;
  if (!clientAuth) return { ca, client: undefined, serverName: undefined };
  // A peer heeds the name only beside a certificate of its own.
  return { ca, client: { certificate, key }, serverName: domain === '' ? undefined : domain };
}
