import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { freeBase } from '../test-support/free-base.js';
import { Material } from './pki/material.js';
import { runFolder } from './run-folder.js';
import { readTopology } from './topology/read.js';

jest.setTimeout(180_000);

const topologyFile = fileURLToPath(new URL('../../topology.yaml', import.meta.url));
const dist = (path: string): string => new URL(`../../${path}`, import.meta.url).href;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'argosy-interrupted-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

/** A start in a process of its own, from the built packages; it prints each step's name. */
async function start(portBase: number) {
  const source = `
    import { startNetwork } from ${JSON.stringify(dist('operator/dist/network.js'))};
    const starting = startNetwork({
      home: ${JSON.stringify(home)}, topologyFile: ${JSON.stringify(topologyFile)}, profile: 'bench',
      portBase: ${portBase}, devnetProgram: ${JSON.stringify(fileURLToPath(dist('devnet/dist/main.js')))},
      onStep: ({ step, detail }) => console.log(step + ': ' + detail),
      onDeath: (failure) => console.log('death: ' + failure.message), onRestart: () => undefined,
    });
    await starting.network;
    console.log('up');
    await starting.stop(3000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, exit: once(child, 'exit'), output: () => output };
}

/** The processes that the killed start left; they end with its pipe. */
const leftOver = (): readonly number[] => {
  const file = runFolder(home).processes;
  if (!existsSync(file)) return [];
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as { readonly pid: number }[];
  return recorded.map(({ pid }) => pid).filter((pid) => existsSync(`/proc/${pid}`));
};

const hasManifest = (): boolean => existsSync(runFolder(home).manifest);

test('killed again and again while it enrols, joins and deploys, a start goes on where it was', async () => {
  const portBase = await freeBase();
  const moments: readonly ((output: string) => boolean)[] = [
    hasManifest,
    (output) => output.includes('authorities:'),
    () => existsSync(runFolder(home).identity('ImportBankMSP', 'peer0').certificate),
    (output) => output.includes('identities:'),
    (output) => output.includes('channels:'),
    (output) => output.includes('nodes:'),
    (output) => output.includes('joined:'),
  ];
  for (const reached of moments) {
    const { child, exit, output } = await start(portBase);
    while (!reached(output()) && child.exitCode === null) await delay(2);
    child.kill('SIGKILL');
    await exit;
    expect(output()).not.toContain('death');
  }
  const last = await start(portBase);
  await last.exit;
  expect(last.output()).toMatch(/\nup\n$/);
  expect(leftOver()).toEqual([]);
  const topology = readTopology(topologyFile, 'bench');
  expect(Material.open(topology, runFolder(home), new Date()).isComplete).toBe(true);
});
