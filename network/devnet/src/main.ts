import { reasonOf } from '@argosy/protocol/reason';
import { readFile } from 'node:fs/promises';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { systemAmbient } from './ambient.js';
import { parseConfig } from './config.js';
import { Devnet } from './devnet.js';

const log = (text: string): void => {
  process.stderr.write(`devnet: ${text}\n`);
};

// grpc-js would print its own words beside ours.
setLogVerbosity(logVerbosity.NONE);

async function main(): Promise<void> {
  const [, , path] = process.argv;
  if (path === undefined) throw new Error('usage: node main.js <devnet.json>');
  log('a development network: one process orders and holds all keys, so there is no consensus.');
  const config = parseConfig(await readFile(path, 'utf8'));
  const devnet = await Devnet.start(config, systemAmbient, { warn: log });
  onEndOfParentOrSignal(() => devnet.close());
  const channels = [...devnet.channels.values()].map(({ id, ledger }) => ({
    name: id,
    height: ledger.height.toString(),
  }));
  const { endpoints, orderers } = devnet;
  const ready = { ready: true, pid: process.pid, endpoints, orderers, channels };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** Close once, then exit: on SIGTERM, on SIGINT, and when the parent that holds our stdin is gone. */
function onEndOfParentOrSignal(close: () => Promise<void>): void {
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    close().then(
      () => {
        process.exit(0);
      },
      (error: unknown) => {
        log(reasonOf(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env['ARGOSY_PARENT_PIPE'] !== '1') return;
  process.stdin.on('end', stop);
  process.stdin.on('close', stop);
  process.stdin.resume();
}

main().catch((error: unknown) => {
  log(reasonOf(error));
  process.exit(1);
});
