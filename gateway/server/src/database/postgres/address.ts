import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/** Where a PostgreSQL server is, and as whom to connect. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly ssl: ConnectionOptions | false;
  /** What may be said of it in errors and logs. */
  readonly name: string;
}

const standardPort = 5_432;

/** The options that an address may have, and no others: one that is not understood may be one that protects. */
const knownOptions = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/** Read DATABASE_URL, `postgresql://user:password@host:5432/database`. A server on another machine is spoken to by TLS and has to prove
 *  its name, unless `sslmode` says otherwise. Refuses: what is no such address, in words that never repeat it: it holds a password. */
export function serverAddress(url: string): ServerAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw wrong('it is no postgresql:// address');
  }
  const options = parsed.searchParams;
  const unknown = [...options.keys()].find((name) => !knownOptions.includes(name));
  if (unknown !== undefined) {
    throw wrong(`one of its options is not ${knownOptions.join(', ')}`);
  }
  const host = options.get('host') ?? decoded(parsed.hostname).replace(/^\[(.*)\]$/, '$1');
  const port = parsed.port === '' ? standardPort : Number(parsed.port);
  const database = required('database', decoded(parsed.pathname.slice(1)));
  const password = decoded(parsed.password);
  return {
    host: required('host', host),
    port,
    database,
    user: required('user', decoded(parsed.username)),
    ...(password === '' ? {} : { password }),
    ssl: tlsOptions(options, host),
    name: `database ${database} at ${host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`}`,
  };
}

function required(what: string, value: string): string {
  if (value === '') throw wrong(`it names no ${what}`);
  return value;
}

function tlsOptions(options: URLSearchParams, host: string): ConnectionOptions | false {
  const mode = options.get('sslmode') ?? (isThisMachine(host) ? 'disable' : 'verify-full');
  if (mode === 'disable') return false;
  if (host.startsWith('/')) throw wrong('a Unix socket has no TLS: leave sslmode out');
  if (mode !== 'verify-full' && mode !== 'verify-ca') {
    throw wrong(
      'its sslmode is not one of disable, verify-ca, verify-full; the others do not make sure of who answers',
    );
  }
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // Whose name the certificate has to bear, also where that is a number.
    host,
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...fileOption(options, 'sslrootcert', 'ca'),
    ...fileOption(options, 'sslcert', 'cert'),
    ...fileOption(options, 'sslkey', 'key'),
  };
}

function fileOption(
  options: URLSearchParams,
  name: string,
  option: 'ca' | 'cert' | 'key',
): ConnectionOptions {
  const path = options.get(name);
  if (path === null) return {};
  try {
    return { [option]: readFileSync(path) };
  } catch {
    throw wrong(`the file that its ${name} names cannot be read`);
  }
}

function isThisMachine(host: string): boolean {
  return (
    host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('a percent sign in it is not percent-encoded');
  }
}

// Without the cause: what a URL parser throws repeats its input.
function wrong(why: string): Error {
  return new Error(`DATABASE_URL cannot be used: ${why}.`);
}
