import { setTimeout as passed } from 'node:timers/promises';

/** Wait for something, but no longer than this. */
export async function within(milliseconds: number, something: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const limit = passed(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    await Promise.race([something, limit]);
  } finally {
    over.abort();
  }
}
