import type { Changes } from './records.js';

/** Where a CA keeps what it knows: the changes of each request, in order. */
export interface CaStore {
  /** Everything kept so far. */
  load(): readonly Changes[];
  /** Throws when the changes were not kept; what was kept outlives the process, and the machine once it is settled. */
  append(changes: Changes): void;
  /** Resolves when everything appended before will survive the machine's stop. */
  settled(): Promise<void>;
  /** Put this in the place of everything kept so far: what was said twice is then said once. */
  replace(all: readonly Changes[]): void;
  close(): void;
}

/** A store that lives as long as its process. */
export function memoryStore(): CaStore {
  let kept: Changes[] = [];
  return {
    load: () => kept,
    append: (changes) => void kept.push(changes),
    settled: () => Promise.resolve(),
    replace: (all) => void (kept = [...all]),
    close: () => undefined,
  };
}
