import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '@argosy/protocol/reason';
import { RequestRefused } from '../../gateway/rest.js';

/** Nobody answered, so that it is not known what came of a request. */
export class NoAnswer extends Error {}

const patienceMilliseconds = 60_000;
const longestPauseMilliseconds = 2_000;

/** Ask until there is an answer: a request under an idempotency key has one effect, however often it is sent. Throws what the gateway
 *  answers for good, and NoAnswer where nothing else came for a minute. */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMilliseconds;
  for (let pause = 50; ; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
    try {
      return await ask();
    } catch (failure) {
      if (failure instanceof RequestRefused && !failure.problem.retryable) throw failure;
      if (performance.now() > until) throw new NoAnswer(reasonOf(failure));
      await delay(pause);
    }
  }
}
