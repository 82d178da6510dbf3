import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkpoints } from '@argosy/gateway/operations/checkpoints';
import type { CheckpointName } from '@argosy/gateway/operations/checkpoints';
import { gatewayConfiguration } from 'argosy/gateway/configuration';
import { ask, organisationUrl } from 'argosy/gateway/local-http';
import { signIn } from 'argosy/gateway/sandbox-sign-in';
import { programs } from 'argosy/places';
import { writeFileAtomically } from '@argosy/operator/files';
import { sampleApplication } from '../support/sample-application.js';
import { startSandbox } from './support/sandbox.js';
import type { Sandbox } from './support/sandbox.js';

interface Operation {
  readonly state: string;
  readonly transactionId?: string;
  readonly block?: number;
}

let sandbox: Sandbox;
let url: string;
let running: ChildProcess | undefined;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  sandbox = await startSandbox({ gateway: false });
  const { folder, ports } = sandbox.network;
  const configuration = { ...gatewayConfiguration(sandbox.network), logLevel: 'warn' };
  writeFileAtomically(folder.gatewayConfig, JSON.stringify(configuration));
  url = `http://127.0.0.1:${ports.gateway}`;
}, 60_000);
afterAll(async () => {
  await stopGateway();
  await sandbox.stop();
});

/** Start the gateway process; with `stopAt` it kills itself at that arrow of the write path. */
async function startGateway(stopAt?: CheckpointName): Promise<void> {
  running = spawn(process.execPath, [programs.gateway, sandbox.network.folder.gatewayConfig], {
    // A pipe, so that the gateway ends with this test, however that ends.
    stdio: ['pipe', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ARGOSY_PARENT_PIPE: '1',
      ...(stopAt && { ARGOSY_GATEWAY_STOP_AT: stopAt }),
    },
  });
  const until = performance.now() + 30_000;
  for (;;) {
    const ready = await fetch(`${url}/readyz`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (ready) return;
    if (performance.now() > until) throw new Error('the gateway is not ready');
    await delay(50);
  }
}

async function stopGateway(): Promise<void> {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'close');
  running.kill('SIGTERM');
  await ended;
}

async function token(): Promise<string> {
  return (await signIn(importer(), 'ines')).value;
}

const importer = (): string => organisationUrl(url, 'Importer');

async function apply(
  reference: string,
  key: string,
): Promise<{ status: number; operation: Operation }> {
  const answer = await ask(`${importer()}/v1/credits`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${await token()}`,
      'Idempotency-Key': key,
      Prefer: 'wait=20',
    },
    body: JSON.stringify(sampleApplication(reference, today)),
  });
  const operation: Operation = JSON.parse(answer.text);
  return { status: answer.status, operation };
}

/** How many valid transactions wrote this credit, by its timeline. */
async function timeline(reference: string): Promise<unknown[]> {
  const answer = await ask(`${importer()}/v1/credits/${reference}`, {
    headers: { Authorization: `Bearer ${await token()}` },
  });
  const body: { timeline: unknown[] } = JSON.parse(answer.text);
  return body.timeline;
}

describe('a gateway that is killed while it writes', () => {
  test.each(checkpoints)(
    'at "%s" tells the truth after a restart, with one effect for the key',
    async (arrow) => {
      const reference = `KILLED${arrow.toUpperCase()}`.slice(0, 16);
      const key = randomUUID();
      await startGateway(arrow);
      const killed = once(running as ChildProcess, 'close');
      await expect(apply(reference, key)).rejects.toThrow();
      const [, signal] = await killed;
      expect(signal).toBe('SIGKILL');

      await startGateway();
      const { status, operation } = await apply(reference, key);
      expect([status, operation.state]).toEqual([201, 'committed']);
      const again = await apply(reference, key);
      expect(again.operation.transactionId).toBe(operation.transactionId);
      expect(await timeline(reference)).toHaveLength(1);
      await stopGateway();
    },
    60_000,
  );

  test('and whose database is lost finds its own transaction on the ledger', async () => {
    const reference = 'LOSTDATABASE';
    const key = randomUUID();
    await startGateway();
    const before = await apply(reference, key);
    await stopGateway();
    const { dataDir } = JSON.parse(readFileSync(sandbox.network.folder.gatewayConfig, 'utf8')) as {
      dataDir: string;
    };
    const { rmSync } = await import('node:fs');
    rmSync(dataDir, { recursive: true });

    await startGateway();
    const { operation } = await apply(reference, key);
    expect(operation).toMatchObject({
      state: 'committed',
      transactionId: before.operation.transactionId,
    });
    expect(await timeline(reference)).toHaveLength(1);
    await stopGateway();
  }, 60_000);
});
