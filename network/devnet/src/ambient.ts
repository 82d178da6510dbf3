import { randomBytes } from 'node:crypto';

/** Calls off what was scheduled; too late or twice, nothing happens. */
export type CallOff = () => void;

/** What the network takes from the world outside: the time, chance, and being woken. A test hands in its own. */
export interface Ambient {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  randomBytes(size: number): Buffer;
  /** Do something once, when that long has passed. */
  schedule(milliseconds: number, work: () => void): CallOff;
}

/** A longer wait than a timer can take is not done at once, but after this one: 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemAmbient: Ambient = {
  now: () => Date.now(),
  randomBytes,
  schedule: (milliseconds, work) => {
    const timer = setTimeout(work, Math.min(milliseconds, LONGEST_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
