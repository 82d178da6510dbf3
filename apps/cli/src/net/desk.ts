import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '@argosy/operator/operator-error';
import { reasonOf } from '@argosy/protocol/reason';

/** What can be asked of the process that runs a network. */
export type DeskTasks = {
  readonly processes: () => unknown;
  readonly restart: (process: string) => Promise<void>;
};

export type Desk = { close(): Promise<void> };

/** The longest path that a socket can have on every system that has such. */
const longestSocketPath = 100;

/** Where the process that runs a network from a folder can be asked: a socket in that folder, which only its owner can reach;
 *  of a folder whose path is too long, one in a folder as private elsewhere. */
export function deskAddress(home: string): string {
  const digest = createHash('sha256').update(home).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\argosy-desk-${digest}`;
  const inside = join(home, 'desk.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  return join(tmpdir(), `argosy-${userInfo().uid}-${digest}`, 'desk.sock');
}

/** Take questions about the network that runs from a folder. Requires: the folder's lock. */
export function openDesk(home: string, tasks: DeskTasks): Promise<Desk> {
  const address = deskAddress(home);
  const isFile = process.platform !== 'win32';
  const own = isFile && dirname(address) !== home ? dirname(address) : undefined;
  if (own !== undefined) mkdirSync(own, { recursive: true, mode: 0o700 });
  // Left behind by a process that was killed: with the lock, nobody answers on it.
  if (isFile) rmSync(address, { force: true });
  const server = createServer((request, response) => {
    void answer(request, tasks).then(({ status, body }) => reply(response, status, body));
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        if (own !== undefined) rmSync(own, { recursive: true, force: true });
        resolve();
      });
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      if (isFile) chmodSync(address, 0o600);
      resolve({ close });
    });
  });
}

type Answer = { readonly status: number; readonly body: unknown };

async function answer({ method, url }: IncomingMessage, tasks: DeskTasks): Promise<Answer> {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://desk');
  try {
    if (method === 'GET' && pathname === '/processes')
      return { status: 200, body: tasks.processes() };
    if (method === 'POST' && pathname === '/restart') {
      await tasks.restart(searchParams.get('process') ?? '');
      return { status: 200, body: {} };
    }
    return {
      status: 404,
      body: { what: `${pathname} is nothing that can be asked`, why: '', fix: '' },
    };
  } catch (failure) {
    const { what, why, fix } =
      failure instanceof OperatorError
        ? failure
        : { what: 'It did not work', why: `${reasonOf(failure)}.`, fix: '' };
    return { status: 500, body: { what, why, fix } };
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
