import { clearSpaceParts } from '../spaces.js';
import type { StateEntry, StateView } from '../state.js';
import { CollectionsAt } from './collections-at.js';

async function* nothing(): AsyncGenerator<readonly [string, StateEntry], undefined> {
  // Somebody who is no member sees no entries.
}

/**
 * A state as one organisation sees it. A ledger may hold the clear data of several: each sees that of the collections to which it
 * belongs by their configuration in this state, and otherwise hashes, as everybody.
 */
export class PrivateView implements StateView {
  readonly #collections: CollectionsAt;

  constructor(
    private readonly state: StateView,
    readonly mspId: string,
  ) {
    this.#collections = new CollectionsAt(state);
  }

  get height(): bigint {
    return this.state.height;
  }

  get(space: string, key: string): StateEntry | undefined {
    return this.#sees(space) ? this.state.get(space, key) : undefined;
  }

  range(space: string, start: string, end: string): AsyncIterable<readonly [string, StateEntry]> {
    return this.#sees(space) ? this.state.range(space, start, end) : nothing();
  }

  #sees(space: string): boolean {
    const clear = clearSpaceParts(space);
    return clear === undefined || this.#collections.hasMember([this.mspId], clear);
  }
}
