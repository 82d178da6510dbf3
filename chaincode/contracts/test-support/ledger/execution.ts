import type { RangeRead } from './range-read.js';
import type { Transaction } from './proposal.js';
import type { StateKey } from './state-key.js';
import type { Version } from './version.js';

/** A key that was read, and the version found; undefined where it was not there. */
export interface Read {
  readonly key: string;
  readonly version: Version | undefined;
}

/** A value to be written; undefined deletes. */
export interface Write {
  readonly key: string;
  readonly value: Buffer | undefined;
}

/** A private key that was read, in clear or its hash; only the hash stands in a block. */
export interface PrivateRead extends Read {
  readonly collection: string;
  readonly keyHash: string;
}

/** A private write: the clear half goes to members only, the hashed one to everybody. */
export interface PrivateWrite extends Write {
  readonly collection: string;
  /** Hexadecimal SHA-256. */
  readonly keyHash: string;
  readonly valueHash: Buffer | undefined;
  readonly purge: boolean;
}

/** A key's own endorsement policy to be set; of a private key where a collection is named. */
export interface MetadataWrite extends StateKey {
  readonly key: string;
  readonly policy: Buffer;
}

/** What an execution read and is going to write, each key once, in the order of its first use. */
export interface ReadWriteSet {
  readonly reads: readonly Read[];
  readonly rangeReads: readonly RangeRead[];
  readonly privateReads: readonly PrivateRead[];
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
}

/**
 * What came of executing a proposal at one organisation's peer. Of a refusal a real peer keeps
 * nothing; here what it had read and written is still to be seen.
 */
export interface Execution extends Transaction, ReadWriteSet {
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  /** None or one: Fabric keeps the last event of a transaction. */
  readonly events: readonly (readonly [name: string, payload: string])[];
}
