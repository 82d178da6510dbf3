import { stopFile } from '@argosy/ledger/stop-file';
import { reasonOf } from '@argosy/protocol/reason';
import { readFile } from 'node:fs/promises';
import { environmentSchema, readConfig, type Config, type Environment } from './config.js';
import { cacheFolder } from './database/template.js';
import { noCheckpoint, type Checkpoint } from './operations/checkpoints.js';
import { followSandboxClock } from './sandbox-clock.js';
import { startServer } from './server.js';
import { z } from 'zod';

/** `node main.js <gateway.json>`: prints one JSON line when it serves, and stops on SIGTERM, SIGINT or, under
 *  ARGOSY_PARENT_PIPE=1, when the parent that holds its standard input is gone. On SIGUSR2 it builds its read models again. */
async function main(): Promise<void> {
  const [, , path] = process.argv;
  if (path === undefined) throw new Error('Usage: node main.js <gateway.json>');
  const environment = environmentSchema.parse(process.env);
  // Nothing that this process starts or reports of itself is to show it.
  delete process.env['DATABASE_URL'];
  const config = await readConfig(path);
  // Before anything asks for the time.
  if (config.clock !== undefined) followSandboxClock(config.clock);
  const server = await startServer({
    config,
    cache: cacheFolder(environment),
    databaseUrl: environment.DATABASE_URL,
    version: await ownVersion(),
    checkpoint: faultInjection(environment, config),
  });
  // Who may send this signal may stop the process as well, so that the system's own rights are enough.
  process.on('SIGUSR2', () => void server.rebuild());
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url })}\n`);
  await stopSignal(environment);
  await server.stop();
  process.exit(0);
}

// A gateway that dies at a chosen point shows that the next one brings every operation to its end.
function faultInjection(
  { ARGOSY_GATEWAY_STOP_FILE: file }: Environment,
  { engine }: Config,
): Checkpoint {
  if (file === undefined) return noCheckpoint;
  if (engine !== 'devnet')
    throw new Error('ARGOSY_GATEWAY_STOP_FILE is refused: this network is no devnet.');
  const reached = stopFile(file);
  return (name) => {
    reached(name);
    return Promise.resolve();
  };
}

function stopSignal({ ARGOSY_PARENT_PIPE: hasParentPipe }: Environment): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    if (hasParentPipe === undefined) return;
    process.stdin.once('end', stop).once('close', stop).resume();
  });
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});
