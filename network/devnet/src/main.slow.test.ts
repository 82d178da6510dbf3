import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestNetwork } from '../test-support/test-network.js';

/** The program as it is built: `npm run build` comes first. */
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('the devnet as a process', () => {
  let network: TestNetwork;
  let configFile: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    network = await TestNetwork.prepare();
    configFile = join(network.folder, 'devnet.json');
    await writeFile(configFile, JSON.stringify(network.config));
  }, 30_000);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await network.close();
  });

  const run = (file: string) => {
    const env = { ...process.env, NODE_OPTIONS: '', ARGOSY_PARENT_PIPE: '1' };
    const child = spawn(process.execPath, [program, file], { env, stdio: 'pipe' });
    children.push(child);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const exit = once(child, 'exit').then(([code]) => code as number | null);
    const line = once(createInterface(child.stdout), 'line').then(([text]) => String(text));
    return { child, exit, line, errors: () => errors };
  };

  test('says that it is ready, that it has no consensus, and ends on SIGTERM', async () => {
    const { child, line, exit, errors } = run(configFile);
    expect(JSON.parse(await line)).toMatchObject({
      ready: true,
      endpoints: network.config.peers.map(({ endpoint }) => endpoint),
      channels: [{ name: 'trade', height: '1' }],
    });
    expect(errors()).toContain('there is no consensus');
    await network.deploy();
    const client = await network.client('Trader');
    await client.contract().submitTransaction('put', 'k', 'v');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  test('keeps its ledger, keeps a second devnet away from it, and ends with its parent’s pipe', async () => {
    const first = run(configFile);
    expect(JSON.parse(await first.line)).toMatchObject({ channels: [{ height: '5' }] });
    const second = run(configFile);
    expect(await second.exit).toBe(1);
    expect(second.errors()).toContain('is in use by process');
    first.child.stdin.end();
    expect(await first.exit).toBe(0);
  });

  test('says what is wrong with its configuration', async () => {
    const broken = join(network.folder, 'broken.json');
    await writeFile(broken, '{"dataDir": 1}');
    const { exit, errors } = run(broken);
    expect(await exit).toBe(1);
    expect(errors()).toContain('dataDir');
  });
});
