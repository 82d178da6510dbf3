import { settings } from './settings.js';

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** As long as nothing must happen. */
export const silence = (): Promise<void> => sleep(settings.silenceMilliseconds);

const STEP_MS = 50;

/** Wait until something holds. Fails when the network's patience is at its end. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + settings.patienceMilliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await sleep(STEP_MS);
  }
}

/** What a call answers that fails at first, because a network takes its time. */
export async function eventually<T>(call: () => Promise<T>): Promise<T> {
  const end = Date.now() + settings.patienceMilliseconds;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(STEP_MS * 2);
    }
  }
}
