import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import { signers } from '@argosy/protocol/signature-policy';
import type { SignedData } from '@argosy/protocol/signed-data';
import type { StateView } from '../state.js';
import { VALID, invalid } from '../verdict.js';
import type { PolicyEvaluation, Verdict } from '../verdict.js';
import { KeyPolicies } from './key-policies.js';
import { NamespaceJudgement } from './namespace-endorsement.js';
import { PolicySource } from './policy-source.js';
import type { NamespaceSet } from './read-write-set.js';
import type { EndorserTransaction } from './structure.js';

export { VALIDATION_PARAMETER } from './key-policies.js';

/** What endorsement is judged by: the configuration and the state before the block. */
export interface EndorsementContext {
  readonly bundle: ChannelBundle;
  readonly checks: SignatureChecks;
  readonly state: Pick<StateView, 'get'>;
}

/**
 * Judges the endorsements of a block's transactions, in their order: one that changes the policy of a key stands in the way of later
 * writes of that key.
 *
 * Of a transaction's namespaces that of the invoked chaincode is judged first, then the others in the order of the read-write set; the
 * first that fails decides the code, and what came before it counts as endorsed.
 */
export class EndorsementJudge {
  readonly #context: EndorsementContext;
  readonly #policies: PolicySource;
  readonly #keys: KeyPolicies;

  constructor(block: bigint, context: EndorsementContext) {
    this.#context = context;
    this.#policies = new PolicySource(context.bundle, context.state);
    this.#keys = new KeyPolicies(block, context.state);
  }

  /** Judge the transaction at `index`: the invoked chaincode, and every namespace that it writes. */
  judge(
    transaction: EndorserTransaction,
    endorsements: readonly SignedData[],
    index: number,
  ): Verdict {
    const { bundle, checks } = this.#context;
    const evaluations: PolicyEvaluation[] = [];
    const endorsers = {
      bundle,
      evaluations,
      endorsements: endorsements.length,
      signers: signers(endorsements, bundle.msps, checks),
    };
    for (const part of judgedNamespaces(transaction)) {
      const found = this.#policies.chaincode(part.namespace);
      if ('fault' in found) {
        const finding = { namespace: part.namespace };
        return { ...invalid('INVALID_CHAINCODE', found.fault, finding), evaluations };
      }
      const sources = { policies: this.#policies, keys: this.#keys };
      const refusal = new NamespaceJudgement(part, found.policy, {
        ...sources,
        ...endorsers,
      }).judge();
      if (refusal !== undefined) return { ...refusal, evaluations };
      this.#keys.noteChanges(part, index);
    }
    return { ...VALID, evaluations };
  }
}

/** The invoked chaincode, whether it writes or not, and behind it what else is written. */
function judgedNamespaces({ chaincode, namespaces }: EndorserTransaction): NamespaceSet[] {
  const empty = { reads: [], rangeQueriesInfo: [], writes: [], metadataWrites: [] };
  const invoked = namespaces.find(({ namespace }) => namespace === chaincode) ?? {
    namespace: chaincode,
    set: empty,
    hashed: [],
  };
  return [invoked, ...namespaces.filter((part) => part !== invoked && writes(part))];
}

const writes = ({ set, hashed }: NamespaceSet): boolean =>
  set.writes.length > 0 ||
  set.metadataWrites.length > 0 ||
  hashed.some((one) => one.set.hashedWrites.length > 0 || one.set.metadataWrites.length > 0);
