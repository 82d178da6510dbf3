/** How many signatures all cores of this machine can verify if they do nothing else. */
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import type { SignatureCheck } from '@argosy/protocol/signature-checks';

/** OpenSSL's own measurement, one process a core: P-256 verifications a second. Undefined where there is no openssl. */
export function opensslCeiling(cores: number, seconds: number): number | undefined {
  const { status, stdout } = spawnSync(
    'openssl',
    ['speed', '-multi', String(cores), '-seconds', String(seconds), 'ecdsap256'],
    { encoding: 'utf8' },
  );
  if (status !== 0) return undefined;
  // The last column of the last line: verifications a second.
  const perSecond = Number(stdout.trim().split(/\s+/).at(-1));
  return Number.isNaN(perSecond) ? undefined : perSecond;
}

/** As many threads as cores that do nothing but verify the chain's own signatures with node:crypto. */
export async function nodeCeiling(
  checks: readonly SignatureCheck[],
  { cores, seconds }: { readonly cores: number; readonly seconds: number },
): Promise<number> {
  const given = checks
    .filter(({ key: { kind, hash } }) => kind === 'ecdsa' && hash === 'sha256')
    .map(({ key, message, signature }) => ({ key: key.object, message, signature }));
  const workers = Array.from(
    { length: cores },
    (_, part) =>
      new Worker(new URL('ceiling-worker.ts', import.meta.url), {
        workerData: { checks: given.filter((_check, i) => i % cores === part), seconds },
      }),
  );
  await Promise.all(workers.map((worker) => next(worker)));
  const counts = workers.map((worker) => next(worker));
  for (const worker of workers) worker.postMessage('start');
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

const next = (worker: Worker): Promise<number> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
