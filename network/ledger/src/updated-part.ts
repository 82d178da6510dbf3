import { compareUtf8 } from '@argosy/protocol/utf8-order';
import type { StateEntry } from './state.js';
import type { Version } from './version.js';

/** What a block does to a key so far: the entry that it leaves, undefined where it deletes, and by which transaction. */
export interface Update {
  readonly version: Version;
  readonly entry: StateEntry | undefined;
}

/** A part of the state that a block changes: a namespace's public keys, or the hashed keys of one of its collections. */
export class UpdatedPart {
  readonly #updates = new Map<string, Update>();
  /** The keys in order, until another one is added. */
  #sorted: readonly string[] | undefined;
  /** By hashed key, the last transaction that purges it. */
  readonly purges = new Map<string, Version>();

  constructor(
    readonly namespace: string,
    readonly collection: string | undefined,
  ) {}

  get size(): number {
    return this.#updates.size;
  }

  get updates(): ReadonlyMap<string, Update> {
    return this.#updates;
  }

  set(key: string, update: Update): void {
    if (!this.#updates.has(key)) this.#sorted = undefined;
    this.#updates.set(key, update);
  }

  /** The updates of the keys from start up to, without, end in the order of their UTF-8 bytes; an empty end is no end. */
  *range(start: string, end: string): Generator<readonly [string, Update], undefined> {
    const keys = (this.#sorted ??= [...this.#updates.keys()].sort(compareUtf8));
    for (let i = lowerBound(keys, start); i < keys.length; i++) {
      const key = keys[i] ?? '';
      if (end !== '' && compareUtf8(key, end) >= 0) return undefined;
      const update = this.#updates.get(key);
      if (update !== undefined) yield [key, update];
    }
    return undefined;
  }
}

/** Where in sorted keys the first stands that does not come before `start`. */
function lowerBound(keys: readonly string[], start: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareUtf8(keys[middle] ?? '', start) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
