import { randomBytes } from 'node:crypto';

/** What the network takes from the world outside: the time and chance. A test hands in its own. */
export interface Ambient {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  randomBytes(size: number): Buffer;
}

export const systemAmbient: Ambient = { now: () => Date.now(), randomBytes };
