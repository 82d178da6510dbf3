import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { portLayout, portSpan } from '@argosy/operator/ports';
import { processesNaming } from './support/argosy.js';
import { freePortBase } from './support/ports.js';

const repository = join(import.meta.dirname, '../..');
const guide = readFileSync(join(repository, 'docs/guides/operating-a-network.md'), 'utf8');
const program = join(repository, 'apps/cli/dist/main.js');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-guide-'));
});
afterEach(() => {
  for (const pid of processesNaming(folder)) if (pid !== process.pid) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The lines of the guide's shell blocks. */
const commands = [...guide.matchAll(/^```sh\n([^]*?)^```$/gm)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line !== '');

test('the guide has commands, and all are of `argosy net`', () => {
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands) expect(command).toMatch(/^npx argosy net [a-z]/);
});

test('every command of the guide works, in its order', async () => {
  const [first, second] = [await freePortBase(), await freePortBase()];
  const { ARGOSY_PARENT_PIPE: _, ...environment } = process.env;
  for (const command of commands) {
    const [, ...args] = command.replace('18000', String(second)).split(' ').slice(1);
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: 'utf8',
      env: {
        ...environment,
        NODE_OPTIONS: '',
        ARGOSY_HOME: join(folder, 'run'),
        ARGOSY_PORT_BASE: String(first),
        ARGOSY_CALLED_FROM: folder,
      },
    });
    if (status !== 0) throw new Error(`${command} answered ${status}:\n${stderr}`);
  }
}, 300_000);

test('the table of ports is the layout', () => {
  expect(guide).toContain(`A network owns ${portSpan} ports`);
  for (const { from, room } of Object.values(portLayout))
    expect(guide).toContain(`| ${room === 1 ? from : `${from}–${from + room - 1}`} `);
});
