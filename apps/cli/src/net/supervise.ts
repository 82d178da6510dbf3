import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@argosy/operator/operator-error';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';
import { watchLifetime } from '../run/lifetime.js';
import type { End } from '../run/lifetime.js';
import { hostNetwork } from './host.js';
import type { Hosted } from './host.js';
import { stay } from './stay.js';
import type { SupervisorMessage } from './stay.js';

// The background process of `argosy net up`: it runs a network until it is told to end, and its children end with it in any
// case. Until whoever started it says that it may stay, it ends with that one, too.

const options = z.object({
  home: z.string(),
  portBase: z.int(),
  topologyFile: z.string(),
  profile: z.string(),
  engine: z.literal('devnet'),
});

/** When a step fails because a process died, the death is the reason, and its news comes a moment later. */
const deathNewsMilliseconds = 300;

async function supervise(): Promise<number> {
  const lifetime = watchLifetime(process.env);
  const { promise: abandoned, resolve: abandon } = Promise.withResolvers<End>();
  let staying = false;
  process.on('message', (message) => {
    if (message === stay) staying = true;
  });
  process.on('disconnect', () => {
    if (!staying) abandon({ by: 'parent' });
  });
  const hosted = hostNetwork(options.parse(JSON.parse(process.argv[2] ?? '')), {
    happening: (happening) => {
      if (happening.event === 'restart') log(`${happening.process} ${happening.how}`);
      tell(happening);
    },
    death: lifetime.fail,
  });
  const ended = Promise.race([lifetime.ended, abandoned]);
  try {
    await Promise.race([hosted.network, ended]);
  } catch (failure) {
    const end = await Promise.race([lifetime.ended, delay(deathNewsMilliseconds)]);
    const told = toldOf(end?.by === 'death' ? end.failure : failure);
    log(`${told.what}. ${told.why} ${told.fix}`);
    await hosted.stop();
    tell({ event: 'failed', ...told });
    return 1;
  }
  return stopped(await ended, hosted);
}

async function stopped(end: End, hosted: Hosted): Promise<number> {
  if (end.by !== 'death') {
    await hosted.stop();
    return 0;
  }
  const { what, why, fix } = toldOf(end.failure);
  log(`${what}. ${why} ${fix}`);
  await hosted.stop(`${what}. ${why} ${fix}`);
  tell({ event: 'failed', what, why, fix });
  return 1;
}

const log = (text: string): void => {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
};

function tell(message: SupervisorMessage): void {
  if (!process.connected) return;
  // Whoever started it may be gone in this moment.
  process.send?.(message, () => undefined);
}

const toldOf = (failure: unknown) =>
  failure instanceof OperatorError
    ? { what: failure.what, why: failure.why, fix: failure.fix }
    : { what: 'It did not work', why: `${reasonOf(failure)}.`, fix: '' };

process.exitCode = await supervise();
if (process.connected) process.disconnect();
// What grpc-js keeps open must not keep the process.
setTimeout(() => process.exit(), 2_000).unref();
