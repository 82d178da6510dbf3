import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clearLeftOvers, recordProcesses } from './left-over.js';
import { lockRunFolder } from './lock.js';
import { requireFreePorts } from './port-holder.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'argosy-lock-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a second network on one run folder is refused, and names the holder', async () => {
  const lock = await lockRunFolder(home);
  await expect(lockRunFolder(home)).rejects.toMatchObject({
    what: `A network is already running from ${home}`,
    why: `It was started by process ${process.pid}.`,
  });
  await lock.release();
  await (await lockRunFolder(home)).release();
});

test('another run folder is another lock', async () => {
  const lock = await lockRunFolder(join(home, 'a'));
  await (await lockRunFolder(join(home, 'b'))).release();
  await lock.release();
});

test('a taken port is named with what needs it and who holds it', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(addressOf(server.address()).port));
  });
  const wanted = [{ port, use: 'gateway' }];
  await expect(requireFreePorts(wanted)).rejects.toMatchObject({
    what: `Port ${port} is taken`,
    why: expect.stringContaining(
      process.platform === 'linux'
        ? `${port}, for the gateway: held by process ${process.pid}, `
        : `${port}`,
    ),
  });
  await new Promise((resolve) => server.close(resolve));
  await requireFreePorts(wanted);
});

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('not a port');
  return address;
}

const linux = process.platform === 'linux' ? test : test.skip;

linux(
  'what a killed start left running is ended, a stranger with its process id is not',
  async () => {
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const ended = new Promise((resolve) => orphan.once('exit', (_code, signal) => resolve(signal)));
    const record = join(home, 'processes.json');
    const pid = orphan.pid ?? 0;
    writeFileSync(record, JSON.stringify([{ name: 'stranger', pid, started: '1' }]));
    await clearLeftOvers(record, 50);
    expect(orphan.exitCode).toBe(null);
    recordProcesses(record, [{ name: 'devnet', state: 'ready', pid, restarts: 0, log: '' }]);
    await clearLeftOvers(record, 50);
    expect(await ended).toBe('SIGKILL');
  },
);
