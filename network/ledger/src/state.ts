import type { Version } from './version.js';

/** A named piece of metadata of a key, such as its endorsement policy. */
export interface MetadataEntry {
  readonly name: string;
  readonly value: Uint8Array;
}

/** One key of the world state. */
export interface StateEntry {
  readonly value: Uint8Array;
  readonly metadata: readonly MetadataEntry[];
  readonly version: Version;
}

/** The world state as it was after some block. */
export interface StateView {
  /** The number of blocks that the view includes. */
  readonly height: bigint;
  get(space: string, key: string): StateEntry | undefined;
  /** Entries with start <= key < end in the order of their UTF-8 bytes; an empty end is the end of the space. */
  range(space: string, start: string, end: string): AsyncIterable<readonly [string, StateEntry]>;
  /** The same with versions only, many at a time; not every view has it. */
  versions?(space: string, start: string, end: string): AsyncIterable<readonly VersionedKey[]>;
}

/** A key and where it was last written. */
export interface VersionedKey {
  readonly key: string;
  readonly version: Version;
}

/** A view that stays as it is while blocks are committed; release it, or old versions are kept for ever. */
export interface Snapshot extends StateView {
  release(): void;
}

/** What a block changes, by space and key: undefined deletes. */
export type StateUpdates = ReadonlyMap<string, ReadonlyMap<string, StateEntry | undefined>>;
