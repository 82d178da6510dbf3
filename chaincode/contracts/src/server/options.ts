import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** What the chaincode's server needs to start. */
export interface ServerOptions {
  readonly address: string;
  readonly packageId: string;
  readonly tls: { readonly key: Buffer; readonly cert: Buffer; readonly clientCACerts: Buffer };
}

/** A start that cannot be: the message is for the person who started it. */
export class StartRefused extends Error {}

// The names of Fabric's own command, fabric-chaincode-node server, and the variable that does
// instead of the flag.
const variables = {
  'chaincode-address': 'CHAINCODE_SERVER_ADDRESS',
  'chaincode-id': 'CHAINCODE_ID',
  'chaincode-tls-key-file': 'CHAINCODE_TLS_KEY_FILE',
  'chaincode-tls-cert-file': 'CHAINCODE_TLS_CERT_FILE',
  'chaincode-tls-client-cacert-file': 'CHAINCODE_TLS_CLIENT_CACERT_FILE',
} as const;

type Flag = keyof typeof variables;
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads flags and environment. Refuses, by StartRefused: anything missing or unreadable. */
export function readServerOptions(args: readonly string[], env: Environment): ServerOptions {
  const flags = parseFlags(args);
  const required = (flag: Flag): string => {
    const value = flags[flag] ?? env[variables[flag]];
    if (value !== undefined && value !== '') return value;
    throw new StartRefused(`The chaincode server needs --${flag} (or ${variables[flag]})`);
  };
  // The shim answers getMspID() from this variable, and nothing else tells it whose peer it serves.
  if (env['CORE_PEER_LOCALMSPID'] === undefined || env['CORE_PEER_LOCALMSPID'] === '') {
    throw new StartRefused('The chaincode server needs CORE_PEER_LOCALMSPID, its peer’s member');
  }
  return {
    address: required('chaincode-address'),
    packageId: required('chaincode-id'),
    tls: {
      key: readNamedFile(required('chaincode-tls-key-file')),
      cert: readNamedFile(required('chaincode-tls-cert-file')),
      clientCACerts: readNamedFile(required('chaincode-tls-client-cacert-file')),
    },
  };
}

function parseFlags(args: readonly string[]): Partial<Record<Flag, string>> {
  const type = 'string';
  const options = {
    'chaincode-address': { type },
    'chaincode-id': { type },
    'chaincode-tls-key-file': { type },
    'chaincode-tls-cert-file': { type },
    'chaincode-tls-client-cacert-file': { type },
  } as const satisfies Record<Flag, { type: 'string' }>;
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new StartRefused(`The chaincode server: ${reasonOf(error)}`);
  }
}

function readNamedFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StartRefused(`The chaincode server cannot read ${path}: ${reasonOf(error)}`);
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
