import { setTimeout as delay } from 'node:timers/promises';

const patience = 20_000;
const longestPause = 500;

/** Ask until there is an answer: a node opens its port some time after its process has begun. Throws what `told` makes of the
 *  last failure when there was none for twenty seconds. */
export async function patiently<T>(
  ask: () => Promise<T>,
  told: (failure: unknown) => Error,
): Promise<T> {
  const until = performance.now() + patience;
  for (let pause = 10; ; pause = Math.min(longestPause, pause * 2)) {
    try {
      return await ask();
    } catch (failure) {
      if (performance.now() > until) throw told(failure);
      await delay(pause);
    }
  }
}
