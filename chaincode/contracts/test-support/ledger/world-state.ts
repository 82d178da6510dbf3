import type { KeyModification } from './history.js';
import type { StateKey } from './state-key.js';
import { StateTable } from './state-table.js';
import type { Entry } from './state-table.js';

/** One collection: what every peer of the channel holds, and what only its members' peers do. */
export interface CollectionState {
  /** By hash of the key: hashes of values. */
  readonly hashed: StateTable;
  readonly clear: StateTable;
}

/** The state that all peers of a channel share, with the private part of those who belong to it. */
export class WorldState {
  readonly public = new StateTable();
  readonly collections = new Map<string, CollectionState>();
  /** Public keys' changes, oldest first. */
  readonly history = new Map<string, KeyModification[]>();
  /** Keys that a broken database does not give. */
  readonly unreadable = new Set<string>();

  /** A public key's entry, or what everybody holds of a private one. */
  entry({ collection, stateKey }: StateKey): Entry | undefined {
    const table = collection === undefined ? this.public : this.collection(collection).hashed;
    return table.get(stateKey);
  }

  collection(name: string): CollectionState {
    const known = this.collections.get(name);
    if (known !== undefined) return known;
    const made = { hashed: new StateTable(), clear: new StateTable() };
    this.collections.set(name, made);
    return made;
  }
}
