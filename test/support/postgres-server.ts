import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const debianFolder = '/usr/lib/postgresql';
const startLimitMilliseconds = 30_000;

/** The folder of PostgreSQL's server programs on this machine: POSTGRES_BIN, or Debian's newest. */
export const postgresPrograms = [process.env['POSTGRES_BIN'] ?? '', ...debianPrograms()].find(
  (folder) => existsSync(join(folder, 'initdb')),
);

export interface PostgresPlan {
  /** Listen on a loopback port besides the socket, with these settings of TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Write to the disk what is committed, which only matters where the machine may stop, or where time is measured. */
  readonly isDurable?: boolean;
}

/** A PostgreSQL server of its own in a temporary folder, reached by a Unix socket; it ends with this process. */
export class PostgresServer {
  readonly #folder: string;
  readonly #password = randomBytes(12).toString('hex');
  readonly #owner = ownerOfServers();
  #process: ChildProcess | undefined;
  #port = 5_432;

  private constructor(
    private readonly programs: string,
    private readonly plan: PostgresPlan,
  ) {
    this.#folder = mkdtempSync(join(tmpdir(), 'argosy-postgres-'));
    this.#give(this.#folder);
  }

  static async start(plan: PostgresPlan = {}): Promise<PostgresServer> {
    if (postgresPrograms === undefined) throw new Error('This machine has no PostgreSQL server.');
    const server = new PostgresServer(postgresPrograms, plan);
    server.#initialise();
    if (plan.tls !== undefined) server.#port = await freePort();
    await server.restart();
    return server;
  }

  get password(): string {
    return this.#password;
  }

  get port(): number {
    return this.#port;
  }

  /** The DATABASE_URL of a database on this server, which is made where it is missing. */
  async url(database: string, user = 'captain', password = this.#password): Promise<string> {
    const { rowCount } = await this.query(
      `select 1 from pg_database where datname = '${database}'`,
    );
    if (rowCount === 0) await this.query(`create database ${database}`);
    return `postgresql://${user}:${password}@${encodeURIComponent(this.#folder)}:${this.#port}/${database}`;
  }

  /** Ask the server as its superuser. */
  async query(
    sql: string,
    database = 'postgres',
  ): Promise<pg.QueryResult<Record<string, unknown>>> {
    const client = this.#client(database);
    await client.connect();
    try {
      return await client.query<Record<string, unknown>>(sql);
    } finally {
      await client.end();
    }
  }

  /** Start it, also after it was killed. */
  async restart(): Promise<void> {
    const until = performance.now() + startLimitMilliseconds;
    this.#spawn();
    for (;;) {
      const isThere = await this.query('select 1').then(
        () => true,
        () => false,
      );
      if (isThere) return;
      if (performance.now() > until) throw new Error(`PostgreSQL does not start: ${this.#log()}`);
      // What the killed one left behind may still be ending.
      if (this.#process?.exitCode !== null) this.#spawn();
      await delay(50);
    }
  }

  /** End every process of the server at once. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (server?.pid === undefined) return;
    const gone = exitOf(server);
    const children = childrenOf(server.pid);
    for (const pid of [server.pid, ...children]) signal(pid, 'SIGKILL');
    await gone;
  }

  /** Have the processes of the server stand still, as if the network had swallowed it, or go on. */
  freeze(isFrozen: boolean): void {
    const { pid } = this.#process ?? {};
    if (pid === undefined) return;
    for (const one of [pid, ...childrenOf(pid)]) signal(one, isFrozen ? 'SIGSTOP' : 'SIGCONT');
  }

  async stop(): Promise<void> {
    const server = this.#process;
    if (server?.pid !== undefined && server.exitCode === null) {
      const gone = exitOf(server);
      // At once, and whoever is connected is sent away.
      signal(server.pid, 'SIGINT');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #client(database: string): pg.Client {
    const client = new pg.Client({
      host: this.#folder,
      port: this.#port,
      user: 'captain',
      password: this.#password,
      database,
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined);
    return client;
  }

  #initialise(): void {
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, this.#password, { mode: 0o600 });
    this.#give(passwordFile);
    const options = ['--username=captain', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const { status, stderr } = spawnSync(
      join(this.programs, 'initdb'),
      [`--pgdata=${this.#data}`, ...options, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
      { ...this.#owner, cwd: this.#folder, encoding: 'utf8' },
    );
    rmSync(passwordFile);
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  }

  #spawn(): void {
    const { tls, isDurable = false } = this.plan;
    const settings = {
      unix_socket_directories: this.#folder,
      listen_addresses: tls === undefined ? '' : '127.0.0.1',
      port: String(this.#port),
      fsync: isDurable ? 'on' : 'off',
      ...(tls === undefined
        ? {}
        : {
            ssl: 'on',
            ssl_cert_file: this.#owned('server.pem', tls.certificate),
            ssl_key_file: this.#owned('server.key', tls.key),
          }),
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // It ends with this process, however that ends.
    this.#process = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', join(this.programs, 'postgres'), '-D', this.#data, ...options],
      { ...this.#owner, cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#process.stderr?.on('data', (text: Buffer) => {
      this.#lines.push(String(text));
      this.#lines.splice(0, this.#lines.length - 20);
    });
  }

  readonly #lines: string[] = [];

  #log(): string {
    return this.#lines.join('');
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  #owned(name: string, content: string): string {
    const file = join(this.#folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    this.#give(file);
    return file;
  }

  #give(path: string): void {
    const { uid, gid } = this.#owner;
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  }
}

// PostgreSQL refuses to run as root.
function ownerOfServers(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody']
    .map((name) => users.find(([user]) => user === name))
    .find((it) => it !== undefined);
  if (found === undefined) throw new Error('There is no user to run PostgreSQL as.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

function debianPrograms(): string[] {
  if (!existsSync(debianFolder)) return [];
  return readdirSync(debianFolder)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(debianFolder, version, 'bin'));
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map(Number)
    .filter((child) => child > 0);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
}

/** Below the ports that the system gives out by itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 25_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
}
