import { setTimeout as delay } from 'node:timers/promises';
import { RequestRefused } from '../../gateway/rest.js';
import { CommandFailure } from '../../net/command-failure.js';
import { exitCode } from '../../net/exit-codes.js';

const patienceMilliseconds = 60_000;
const longestPauseMilliseconds = 2_000;

/** Ask until there is an answer: a request under an idempotency key has one effect, however often it is sent. Refuses as the gateway
 *  does; where no answer comes for a minute, the outcome is unknown. */
export async function answered<T>(what: string, ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMilliseconds;
  for (let pause = 50; ; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
    try {
      return await ask();
    } catch (failure) {
      if (failure instanceof RequestRefused && !failure.problem.retryable) throw failure;
      if (performance.now() > until) throw untold(what, failure);
      await delay(pause);
    }
  }
}

function untold(what: string, failure: unknown): CommandFailure {
  const why = failure instanceof Error ? failure.message : String(failure);
  return new CommandFailure(exitCode.timeout, {
    what: `${what} got no answer`,
    why: `${why}.`,
    fix: 'Whether it had an effect is not known. Look at the document, and run the deal again: it begins anew, under another number.',
  });
}
