import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { OperatorError } from '../operator-error.js';

/** Refuse, naming the port, what needs it and who holds it, unless all these ports can be listened on. */
export async function requireFreePorts(
  wanted: readonly { readonly port: number; readonly use: string }[],
): Promise<void> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const taken = wanted.filter((_, index) => free[index] === false);
  if (taken.length === 0) return;
  throw new OperatorError({
    what: `${ports(taken)} taken`,
    why: taken
      .map(({ port, use }) => `${port}, for the ${use}: ${describeHolder(port)}`)
      .join('\n'),
    fix: 'End what holds it, or choose other ports with --port-base N (or ARGOSY_PORT_BASE).',
  });
}

const ports = (taken: readonly { readonly port: number }[]): string =>
  taken.length === 1
    ? `Port ${taken[0]?.port ?? ''} is`
    : `Ports ${taken.map(({ port }) => port).join(', ')} are`;

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

function describeHolder(port: number): string {
  const holder = portHolder(port);
  return holder === undefined
    ? 'held by a process that cannot be seen from here.'
    : `held by process ${holder.pid}, ${holder.command}.`;
}

/** The process that listens on a port. Known on Linux, for processes of the same user. */
export function portHolder(
  port: number,
): { readonly pid: number; readonly command: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningSockets(file, port)),
  );
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => holdsOneOf(name, sockets));
  return pid === undefined ? undefined : { pid: Number(pid), command: commandOf(pid) };
}

const listening = '0A';

function listeningSockets(file: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = orElse(() => readFileSync(file, 'utf8'), '')
    .split('\n')
    .slice(1);
  return rows.flatMap((row) => {
    const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
    return state === listening && local?.endsWith(suffix) === true ? [`socket:[${inode}]`] : [];
  });
}

function holdsOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  // Another user's descriptors cannot be listed, and a process may end while we look.
  const descriptors = orElse(() => readdirSync(`/proc/${pid}/fd`), []);
  return descriptors.some((it) =>
    sockets.has(orElse(() => readlinkSync(`/proc/${pid}/fd/${it}`), '')),
  );
}

const commandOf = (pid: string): string =>
  orElse(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '')
    .split('\0')
    .join(' ')
    .trim();

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
