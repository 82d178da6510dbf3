import type { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import type { Decoded } from '@argosy/protocol/wire';
import { hex } from '../key-changes.js';
import { hashedSpace } from '../spaces.js';
import type { StateView } from '../state.js';
import { readSignaturePolicy } from './policy-reading.js';
import { readOrHalt } from './policy-source.js';
import { quoted } from './quoted.js';
import type { NamespaceSet } from './read-write-set.js';

/** The name under which a key's own endorsement policy stands in its metadata. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** A key that a transaction writes: a public one, or the hex hash of one in a collection. */
export interface WrittenKey {
  readonly collection: string | undefined;
  readonly key: string;
}

/** A key's own policy: decoded, and as it stands in the state. */
export interface KeyPolicy {
  readonly bytes: Uint8Array;
  readonly policy: Decoded<typeof SignaturePolicyEnvelope>;
}

/** The policies of single keys: as they were before the block, and which of them the block changes. */
export class KeyPolicies {
  /** The transaction that first writes metadata of a key, by space and key. */
  readonly #changed = new Map<string, Map<string, number>>();

  constructor(
    readonly block: bigint,
    private readonly state: Pick<StateView, 'get'>,
  ) {}

  /** Remember which keys' metadata an endorsed namespace of a transaction writes, whatever becomes of the transaction. */
  noteChanges({ namespace, set, hashed }: NamespaceSet, index: number): void {
    for (const { key } of set.metadataWrites) this.#note(namespace, key, index);
    for (const { collection, set: inCollection } of hashed) {
      const space = hashedSpace(namespace, collection);
      for (const { keyHash } of inCollection.metadataWrites) this.#note(space, hex(keyHash), index);
    }
  }

  /** The transaction of the block that changes the policy of a key; undefined where none before this one does. */
  changedBy(namespace: string, written: WrittenKey): number | undefined {
    return this.#changed.get(spaceOf(namespace, written))?.get(written.key);
  }

  /** A key's own policy, or undefined. Throws BlockRejected where it cannot be read. */
  find(namespace: string, written: WrittenKey): KeyPolicy | undefined {
    const metadata = this.state.get(spaceOf(namespace, written), written.key)?.metadata ?? [];
    // Of entries of one name the last counts, as in the map that a peer makes of them.
    const bytes = metadata.findLast(({ name }) => name === VALIDATION_PARAMETER)?.value;
    if (bytes === undefined || bytes.length === 0) return undefined;
    const what = `the policy of key ${quoted(written.key)} of ${quoted(namespace)}`;
    const policy = readOrHalt(what, () => readSignaturePolicy(bytes));
    return { bytes, policy };
  }

  #note(space: string, key: string, index: number): void {
    const keys = this.#changed.get(space) ?? new Map<string, number>();
    this.#changed.set(space, keys);
    if (!keys.has(key)) keys.set(key, index);
  }
}

const spaceOf = (namespace: string, { collection }: WrittenKey): string =>
  collection === undefined ? namespace : hashedSpace(namespace, collection);
