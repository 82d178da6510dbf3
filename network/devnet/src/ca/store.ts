import type { Changes } from './records.js';

/** Where a CA keeps what it knows: the changes of each request, in order. */
export interface CaStore {
  /** Everything kept so far. */
  load(): readonly Changes[];
  /** Returns when the changes will survive the process. Throws when they were not kept. */
  append(changes: Changes): void;
  close(): void;
}

/** A store that lives as long as its process. */
export function memoryStore(): CaStore {
  const kept: Changes[] = [];
  return {
    load: () => kept,
    append: (changes) => void kept.push(changes),
    close: () => undefined,
  };
}
