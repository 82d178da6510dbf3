import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivateDirectory } from '../files.js';
import { OperatorError } from '../operator-error.js';

export type Lock = { readonly release: () => Promise<void> };

/** Hold a run folder for this process. Refuses when a living process holds it.
 *  The lock is a listening socket: the system drops it when its process dies in any way, so no stale lock
 *  can be left, and whoever finds it taken can ask it who the holder is. */
export async function lockRunFolder(home: string): Promise<Lock> {
  makePrivateDirectory(home);
  const address = addressOf(realpathSync(home));
  let server = await listen(address);
  if (server === undefined) {
    const holder = await askHolder(address);
    if (holder === undefined) {
      // Only where the socket is a file can it be left behind by a dead process.
      if (isFile(address)) rmSync(address, { force: true });
      server = await listen(address);
    }
    if (server === undefined) throw taken(home, holder);
  }
  const held = server;
  return { release: () => new Promise((resolve) => void held.close(() => resolve())) };
}

/** On Linux the address is in the abstract namespace and on Windows a named pipe: neither is a file. */
function addressOf(home: string): string {
  const name = `argosy-${createHash('sha256').update(home).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.lock`);
}

const isFile = (address: string): boolean =>
  !address.startsWith('\0') && !address.startsWith('\\\\');

function listen(address: string): Promise<Server | undefined> {
  const server = createServer((asker) => {
    asker.on('error', () => undefined);
    asker.end(String(process.pid));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (failure: NodeJS.ErrnoException) => {
      if (failure.code === 'EADDRINUSE') resolve(undefined);
      else reject(failure);
    });
    server.listen(address, () => resolve(server.unref()));
  });
}

function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString('utf8')));
    socket.once('error', () => resolve(undefined));
    // A holder that is too busy to answer still holds it.
    socket.once('close', () => resolve(answer));
  });
}

function taken(home: string, holder: string | undefined): OperatorError {
  const process = holder === undefined || holder === '' ? 'another process' : `process ${holder}`;
  return new OperatorError({
    what: `A network is already running from ${home}`,
    why: `It was started by ${process}.`,
    fix: 'Use that one, stop it first, or start another with --home DIR --port-base N.',
  });
}
