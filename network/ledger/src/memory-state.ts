import { compareUtf8 } from '@argosy/protocol/utf8-order';
import type { Snapshot, StateEntry, StateStore, StateUpdates } from './state.js';

/** One value of a key and, while an open snapshot may want it, the value before. */
interface Revision {
  readonly entry: StateEntry | undefined;
  readonly block: bigint;
  previous: Revision | undefined;
}

/** The world state in memory. It is made again from the blocks when a ledger is opened. */
export class MemoryState implements StateStore {
  #height = 0n;
  readonly #namespaces = new Map<string, Namespace>();
  /** Open snapshots by height. */
  readonly #open = new Map<bigint, number>();

  get height(): bigint {
    return this.#height;
  }

  snapshot(): Snapshot {
    const height = this.#height;
    this.#open.set(height, (this.#open.get(height) ?? 0) + 1);
    let released = false;
    return {
      height,
      get: (namespace, key) => this.#namespaces.get(namespace)?.get(key, height),
      range: (namespace, start, end) =>
        (this.#namespaces.get(namespace) ?? NOTHING).range(start, end, height),
      release: () => {
        if (!released) this.#close(height);
        released = true;
      },
    };
  }

  apply(updates: StateUpdates): void {
    const oldest = this.#oldestOpen();
    for (const [name, keys] of updates) {
      let namespace = this.#namespaces.get(name);
      if (namespace === undefined) this.#namespaces.set(name, (namespace = new Namespace()));
      for (const [key, entry] of keys) namespace.set(key, entry, this.#height, oldest);
    }
    this.#height += 1n;
  }

  #close(height: bigint): void {
    const left = (this.#open.get(height) ?? 0) - 1;
    if (left > 0) this.#open.set(height, left);
    else this.#open.delete(height);
  }

  #oldestOpen(): bigint | undefined {
    let oldest: bigint | undefined;
    for (const height of this.#open.keys()) {
      if (oldest === undefined || height < oldest) oldest = height;
    }
    return oldest;
  }
}

class Namespace {
  readonly #revisions = new Map<string, Revision>();
  #sorted: string[] = [];
  /** Keys that are not yet in `#sorted`: ranges are rarer than writes. */
  #unsorted: string[] = [];

  get(key: string, height: bigint): StateEntry | undefined {
    let revision = this.#revisions.get(key);
    while (revision !== undefined && revision.block >= height) revision = revision.previous;
    return revision?.entry;
  }

  set(key: string, entry: StateEntry | undefined, block: bigint, oldest: bigint | undefined): void {
    const before = this.#revisions.get(key);
    if (before === undefined) this.#unsorted.push(key);
    const previous = oldest === undefined ? undefined : before;
    if (previous !== undefined && oldest !== undefined) forget(previous, oldest);
    this.#revisions.set(key, { entry, block, previous });
  }

  *range(
    start: string,
    end: string,
    height: bigint,
  ): Generator<readonly [string, StateEntry], undefined> {
    const keys = this.#keys();
    for (let i = lowerBound(keys, start); i < keys.length; i++) {
      const key = keys[i];
      if (key === undefined || (end !== '' && compareUtf8(key, end) >= 0)) return undefined;
      const entry = this.get(key, height);
      if (entry !== undefined) yield [key, entry];
    }
    return undefined;
  }

  /** A new array whenever keys were added, so that a running iteration is not disturbed. */
  #keys(): readonly string[] {
    if (this.#unsorted.length > 0) {
      this.#sorted = [...this.#sorted, ...this.#unsorted].sort(compareUtf8);
      this.#unsorted = [];
    }
    return this.#sorted;
  }
}

/** Drop the revisions that even the oldest open snapshot does not see. */
function forget(revision: Revision, oldest: bigint): void {
  let newest = revision;
  while (newest.block >= oldest && newest.previous !== undefined) newest = newest.previous;
  newest.previous = undefined;
}

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

/** A namespace that nobody wrote yet. */
const NOTHING = new Namespace();
