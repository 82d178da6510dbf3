import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Somebody else has the folder. */
export class FolderHeld extends Error {
  override readonly name = 'FolderHeld';

  constructor(
    readonly folder: string,
    /** In words: `process 4711`, or `another process` where it does not say. */
    readonly holder: string,
  ) {
    super(`${folder} is in use by ${holder}`);
  }
}

/**
 * Keeps a second process away from a folder. The lock is a listening local socket: the system drops it when its process ends in
 * any way, so that none is left behind and none has to be removed by hand, and whoever finds it taken can ask who holds it.
 */
export class FolderLock {
  private constructor(private readonly server: Server) {}

  /** Take a folder, made if it is missing. Throws FolderHeld. */
  static async take(folder: string): Promise<FolderLock> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const address = addressOf(realpathSync(folder));
    const server = (await listen(address)) ?? (await takeOver(folder, address));
    return new FolderLock(server);
  }

  /** Who holds a folder: the process id, NaN where it is too busy to say; undefined where nobody does. */
  static async holder(folder: string): Promise<number | undefined> {
    if (!existsSync(folder)) return undefined;
    const answer = await askHolder(addressOf(realpathSync(folder)));
    return answer === undefined ? undefined : Number.parseInt(answer, 10);
  }

  release(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }
}

/** On Linux the address is in the abstract namespace and on Windows a named pipe: neither is a file. */
function addressOf(folder: string): string {
  const name = `argosy-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.lock`);
}

const isFile = (address: string): boolean =>
  !address.startsWith('\0') && !address.startsWith('\\\\');

/** Only where the socket is a file can a dead process leave it behind: then nobody answers on it. */
async function takeOver(folder: string, address: string): Promise<Server> {
  const holder = await askHolder(address);
  if (holder === undefined && isFile(address)) rmSync(address, { force: true });
  const server = holder === undefined ? await listen(address) : undefined;
  if (server !== undefined) return server;
  throw new FolderHeld(folder, holder ? `process ${holder}` : 'another process');
}

/** Listen, or find the address taken. */
function listen(address: string): Promise<Server | undefined> {
  const server = createServer((asker) => {
    asker.on('error', () => undefined);
    asker.end(String(process.pid));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server.unref());
    });
  });
}

/** The holder's process id; empty when it is too busy to answer, undefined when there is none. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString('utf8')));
    socket.once('error', () => {
      resolve(undefined);
    });
    socket.once('close', () => {
      resolve(answer);
    });
  });
}
