import type { Outcome } from './settlement.js';

/** An outcome that is in the database, and the time at which it was written there. */
export interface Seen extends Outcome {
  readonly at: string;
}

export interface Watch {
  /** The outcome, as soon as a block tells it; undefined after the limit or when `signal` aborts. */
  seen(limitMilliseconds: number, signal: AbortSignal): Promise<Seen | undefined>;
  stop(): void;
}

/** Wakes who waits for a transaction's outcome. The database is told first. */
export class Outcomes {
  readonly #waiting = new Map<string, Set<(seen: Seen) => void>>();

  /** Watch a transaction from now on. Watch first and submit then, or the outcome may slip by. */
  watch(transactionId: string): Watch {
    let wake: (seen: Seen) => void = () => undefined;
    const woken = new Promise<Seen>((resolve) => {
      wake = resolve;
    });
    const waiting = this.#waiting.get(transactionId) ?? new Set();
    waiting.add(wake);
    this.#waiting.set(transactionId, waiting);
    return {
      seen: (limit, signal) => within(woken, limit, signal),
      stop: () => {
        waiting.delete(wake);
        if (waiting.size === 0) this.#waiting.delete(transactionId);
      },
    };
  }

  settle(outcomes: readonly Outcome[], at: string): void {
    for (const outcome of outcomes) {
      for (const wake of this.#waiting.get(outcome.transactionId) ?? []) wake({ ...outcome, at });
    }
  }
}

async function within<Value>(
  event: Promise<Value>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const late = Promise.withResolvers<undefined>();
  const giveUp = (): void => {
    late.resolve(undefined);
  };
  const timer = setTimeout(giveUp, milliseconds);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([event, late.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
