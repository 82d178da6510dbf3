import { LIFECYCLE } from '@argosy/ledger/definitions';
import { implicitCollection } from '@argosy/ledger/collections';
import type { Simulator } from '@argosy/ledger/simulator';

/** Where records of definitions and approvals are read; a value is empty where there is none. */
export interface ReadableState {
  get(key: string): Uint8Array;
}

export interface WritableState extends ReadableState {
  put(key: string, value: Uint8Array): void;
  delete(key: string): void;
}

/** Where of each value only the hash is known; empty where there is none. */
export interface HashedState {
  hash(key: string): Uint8Array;
}

/** What is committed on the channel. */
export const publicState = (simulator: Simulator): WritableState => ({
  get: (key) => simulator.get(LIFECYCLE, key),
  put: (key, value) => {
    simulator.put(LIFECYCLE, key, value);
  },
  delete: (key) => {
    simulator.delete(LIFECYCLE, key);
  },
});

const own = (mspId: string) => ({
  namespace: LIFECYCLE,
  collection: implicitCollection(mspId),
});

/** What an organisation has approved, in its own collection. */
export const organisationState = (simulator: Simulator, mspId: string): WritableState => ({
  get: (key) => simulator.getPrivate(own(mspId), key),
  put: (key, value) => {
    simulator.putPrivate(own(mspId), key, value);
  },
  delete: (key) => {
    simulator.deletePrivate(own(mspId), key);
  },
});

/** What an organisation has approved, as everybody sees it. */
export const organisationHashes = (simulator: Simulator, mspId: string): HashedState => ({
  hash: (key) => simulator.getPrivateHash(own(mspId), key),
});
