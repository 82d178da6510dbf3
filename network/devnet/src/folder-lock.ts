import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps a second process away from a data folder. The lock is a listening local socket: it goes with its process
 * however that ends, so no lock is ever left behind that a person must remove.
 */
export class FolderLock {
  private constructor(private readonly server: Server) {}

  /** Refuses: a folder that another process holds. */
  static async take(folder: string): Promise<FolderLock> {
    mkdirSync(folder, { recursive: true });
    const path = socketPath(realpathSync(folder));
    const server = (await listen(path)) ?? (await replaceDead(path));
    if (server === undefined) throw new Error(`${folder} is in use by another devnet`);
    return new FolderLock(server);
  }

  release(): void {
    this.server.close();
  }
}

/** A short path, whatever the folder's: the length of a socket's path is limited to about 100 bytes. */
function socketPath(folder: string): string {
  const name = `argosy-devnet-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The socket file of a process that was killed stays, but nobody answers on it. */
async function replaceDead(path: string): Promise<Server | undefined> {
  if (await answers(path)) return undefined;
  await unlink(path);
  return listen(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}
