import type { Version } from '../version.js';
import type { Finding, PolicyScope } from '../verdict.js';

/** Why a transaction counts or does not, as data. Byte values are base64, hashes and serial numbers hex. */
export interface Explanation {
  readonly block: bigint;
  /** Position in the block. */
  readonly index: number;
  /** As its header has it; '' where it cannot be read. */
  readonly txId: string;
  readonly channel: string;
  readonly type: string;
  /** What the client gave as the time. Nobody checks it. */
  readonly time?: string;
  readonly creator?: Party;
  readonly code: number;
  readonly name: string;
  readonly valid: boolean;
  /** What the code tells, for a person. */
  readonly sentence: string;
  /** What exactly was found; empty for a valid transaction. */
  readonly reason: string;
  readonly finding?: Finding;
  /** The rule of a Fabric peer behind the code. */
  readonly rule: string;
  readonly chaincode?: string;
  /** The name of the chaincode event. */
  readonly event?: string;
  /** What it read and writes, by namespace; if it is not valid, nothing of it took effect. */
  readonly namespaces: readonly NamespaceEffect[];
  /** Of a configuration transaction: what it changes. */
  readonly configuration?: ConfigurationEffect;
  readonly endorsements: readonly EndorsementSeen[];
  /** The policies that were asked, in their order. After the first that is not met no other is. */
  readonly policies: readonly PolicyAsked[];
}

/** Somebody who signed. */
export interface Party {
  readonly mspId: string;
  /** Common name and units of the certificate. */
  readonly subject?: string;
  readonly serial?: string;
  readonly role?: string;
  /** Why the channel does not take the certificate. */
  readonly problem?: string;
}

export interface EndorsementSeen {
  readonly by: Party;
  readonly signature: 'holds' | 'does not hold' | 'cannot be checked';
}

export interface PolicyAsked extends PolicyScope {
  /** In words. */
  readonly policy: string;
  readonly met: boolean;
  readonly reason?: string;
  /** The endorsers whose signatures hold. */
  readonly signers: readonly Party[];
}

export interface ConfigurationEffect {
  /** The number of the configuration that it makes. */
  readonly sequence: bigint;
  /** Groups, values and policies that get a new version. */
  readonly changes: readonly ConfigurationChange[];
  /** Who signed the change. */
  readonly signers: readonly Party[];
}

export interface ConfigurationChange {
  readonly kind: 'group' | 'value' | 'policy';
  readonly path: string;
  /** What a policy says now, in words. */
  readonly policy?: string;
}

export interface NamespaceEffect {
  readonly namespace: string;
  readonly reads: readonly KeyRead[];
  readonly ranges: readonly RangeRead[];
  readonly writes: readonly KeyWritten[];
  readonly policies: readonly KeyMetadata[];
  readonly collections: readonly CollectionEffect[];
}

/** A key with the version that was read; none where there was no such key. */
export interface KeyRead {
  readonly key: string;
  readonly version?: Version;
}

export interface RangeRead {
  readonly start: string;
  /** '' for the end of the namespace. */
  readonly end: string;
  /** Whether it was read to its end. */
  readonly exhausted: boolean;
  /** What was found; or, of many results, only a summary by hashes. */
  readonly results: readonly KeyRead[] | 'summarised';
}

export interface KeyWritten {
  readonly key: string;
  readonly isDelete: boolean;
  /** Base64; '' for a delete. */
  readonly value: string;
}

/** Metadata that is set on a key: its endorsement policy, in words, or another entry in base64. None takes all of it away. */
export interface KeyMetadata {
  readonly key: string;
  readonly entries: readonly { readonly name: string; readonly text: string }[];
}

/** Private data, known by hashes only. */
export interface CollectionEffect {
  readonly collection: string;
  readonly reads: readonly KeyRead[];
  readonly writes: readonly {
    readonly key: string;
    readonly isDelete: boolean;
    readonly isPurge: boolean;
    readonly valueHash: string;
  }[];
  readonly policies: readonly KeyMetadata[];
}
