import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { Identity } from '@argosy/protocol/msp';
import type { PolicyResult } from '@argosy/protocol/policy';
import { hex } from '../key-changes.js';
import { invalid } from '../verdict.js';
import type { Finding, PolicyEvaluation, PolicyScope, Verdict } from '../verdict.js';
import type { KeyPolicies, WrittenKey } from './key-policies.js';
import { evaluateApplicationPolicy, evaluateSignaturePolicy } from './policy-evaluation.js';
import type { PolicySource } from './policy-source.js';
import { quoted } from './quoted.js';
import type { NamespaceSet } from './read-write-set.js';

/** Where policies stand, who signed, and what was asked of whom so far. */
export interface NamespaceContext {
  readonly bundle: ChannelBundle;
  readonly policies: PolicySource;
  readonly keys: KeyPolicies;
  /** The endorsers whose signatures hold, each once, in their order. */
  readonly signers: readonly Identity[];
  /** How many endorsements there are, also those that do not hold. */
  readonly endorsements: number;
  readonly evaluations: PolicyEvaluation[];
}

/**
 * One namespace of one transaction: each written key needs its own policy or, without one, its collection's or the chaincode's,
 * each of which is asked once. Where none was asked, nothing being written, the chaincode's is.
 */
export class NamespaceJudgement {
  /** Where the policy that keys without one of their own fall back on is met: a collection, or undefined for public keys. */
  readonly #met = new Set<string | undefined>();
  #asked = false;

  constructor(
    private readonly part: NamespaceSet,
    private readonly chaincodePolicy: Uint8Array,
    private readonly context: NamespaceContext,
  ) {}

  /** Why the endorsements do not do, or undefined. */
  judge(): Verdict | undefined {
    for (const key of writtenKeys(this.part)) {
      const refusal = this.#judgeKey(key);
      if (refusal !== undefined) return refusal;
    }
    return this.#asked ? undefined : this.#judgeChaincode();
  }

  #judgeKey(written: WrittenKey): Verdict | undefined {
    const { namespace } = this.part;
    const undefinedCollection = this.#unknownCollection(written);
    if (undefinedCollection !== undefined) return undefinedCollection;
    const { keys, bundle, signers } = this.context;
    const changedBy = keys.changedBy(namespace, written);
    if (changedBy !== undefined) {
      const other = { block: keys.block, index: changedBy };
      const why = `transaction ${changedBy} of the block, which is endorsed, changes its policy`;
      return this.#refuse(`${nameOf(written)}: ${why}`, { ...findingOf(written), other });
    }
    const own = keys.find(namespace, written);
    if (own === undefined) return this.#judgeFallback(written.collection);
    const result = evaluateSignaturePolicy(own.policy, signers, bundle);
    return this.#note({ of: 'key', namespace, ...findingOf(written) }, own.bytes, result);
  }

  /** Where nobody can say who belongs to a collection, nobody may write into it. */
  #unknownCollection({ collection }: WrittenKey): Verdict | undefined {
    if (collection === undefined) return undefined;
    const found = this.context.policies.collection(this.part.namespace, collection);
    return 'fault' in found ? this.#refuse(found.fault, { collection }) : undefined;
  }

  #judgeFallback(collection: string | undefined): Verdict | undefined {
    if (this.#met.has(collection)) return undefined;
    const refusal =
      collection === undefined ? this.#judgeChaincode() : this.#judgeCollection(collection);
    if (refusal === undefined) this.#met.add(collection);
    return refusal;
  }

  #judgeCollection(collection: string): Verdict | undefined {
    const { policies, signers, bundle } = this.context;
    const { namespace } = this.part;
    const found = policies.collection(namespace, collection);
    if ('fault' in found) return this.#refuse(found.fault, { collection });
    const result = evaluateApplicationPolicy(found.policy, signers, bundle);
    return this.#note({ of: 'collection', namespace, collection }, found.policy, result);
  }

  #judgeChaincode(): Verdict | undefined {
    const { signers, bundle } = this.context;
    const { namespace } = this.part;
    const result = evaluateApplicationPolicy(this.chaincodePolicy, signers, bundle);
    return this.#note({ of: 'chaincode', namespace }, this.chaincodePolicy, result);
  }

  #note(scope: PolicyScope, policy: Uint8Array, result: PolicyResult): Verdict | undefined {
    const { signers, evaluations } = this.context;
    this.#asked = true;
    evaluations.push({ ...scope, policy, result, signers });
    if (result.satisfied) return undefined;
    const { of: _, namespace: __, ...finding } = scope;
    const why = `${describe(scope)} is not met: ${result.reason}; ${endorsedBy(this.context)}`;
    return this.#refuse(why, finding);
  }

  #refuse(reason: string, finding: Finding): Verdict {
    const { namespace } = this.part;
    return invalid('ENDORSEMENT_POLICY_FAILURE', `namespace ${quoted(namespace)}: ${reason}`, {
      namespace,
      ...finding,
    });
  }
}

/** What a namespace writes, in the order in which a peer asks: public keys, then those of the collections; values first. */
function* writtenKeys({ set, hashed }: NamespaceSet): Generator<WrittenKey> {
  for (const { key } of set.writes) yield { collection: undefined, key };
  for (const { key } of set.metadataWrites) yield { collection: undefined, key };
  for (const { collection, set: inCollection } of hashed)
    for (const { keyHash } of inCollection.hashedWrites) yield { collection, key: hex(keyHash) };
  for (const { collection, set: inCollection } of hashed)
    for (const { keyHash } of inCollection.metadataWrites) yield { collection, key: hex(keyHash) };
}

const findingOf = ({ collection, key }: WrittenKey): { collection?: string; key: string } =>
  collection === undefined ? { key } : { collection, key };

const nameOf = ({ collection, key }: { collection?: string | undefined; key: string }): string =>
  collection === undefined
    ? `key ${quoted(key)}`
    : `key hash ${key} of collection ${quoted(collection)}`;

function describe({ of, collection, key }: PolicyScope): string {
  if (of === 'key') return `the policy of ${nameOf({ collection, key: key ?? '' })}`;
  return of === 'collection'
    ? `the policy of collection ${quoted(collection ?? '')}`
    : 'the policy of the chaincode';
}

function endorsedBy({ signers, endorsements }: NamespaceContext): string {
  if (signers.length === 0) return `none of ${endorsements} endorsements holds`;
  const organisations = signers.map(({ mspId }) => mspId).join(', ');
  return `${signers.length} of ${endorsements} endorsements hold, of ${organisations}`;
}
