/** One core that does nothing but verify, for a while: answers how many a second. */
import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

interface Task {
  readonly checks: readonly { key: KeyObject; message: Uint8Array; signature: Uint8Array }[];
  readonly seconds: number;
}

const { checks, seconds } = workerData as Task;

function run(): number {
  const since = performance.now();
  let verified = 0;
  for (;;) {
    for (const { key, message, signature } of checks) {
      verify('sha256', message, key, signature);
      verified++;
      const elapsed = (performance.now() - since) / 1000;
      if (elapsed >= seconds) return verified / elapsed;
    }
  }
}

parentPort?.once('message', () => {
  parentPort?.postMessage(run());
});
parentPort?.postMessage(0);
