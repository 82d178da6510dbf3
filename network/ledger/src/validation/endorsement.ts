import { reasonOf } from '@argosy/protocol/reason';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import type { PolicyResult } from '@argosy/protocol/policy';
import { UnjudgedPrincipal } from '@argosy/protocol/signature-policy';
import type { SignedData } from '@argosy/protocol/signed-data';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import { LIFECYCLE, chaincodeDefinition } from '../definitions.js';
import type { StateView } from '../state.js';
import { BlockRejected, VALID, invalid } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import type { EndorserTransaction, NamespaceSet } from './structure.js';

/** The name under which a key's own endorsement policy stands in its metadata. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

const LIFECYCLE_POLICY = encode(ApplicationPolicy, {
  channelConfigPolicyReference: '/Channel/Application/LifecycleEndorsement',
});

/** What endorsement is judged by: the configuration and the state before the block, and key policies changed within it. */
export interface EndorsementContext {
  readonly bundle: ChannelBundle;
  readonly state: StateView;
  /** Keys whose metadata an earlier, endorsed transaction of the block writes. */
  readonly changedPolicies: Set<string>;
}

/** A key in `changedPolicies`. */
export const policyKey = (namespace: string, key: string): string => `${namespace}\u0000${key}`;

/** Judge the endorsements of a transaction: the invoked chaincode, and every namespace that it writes. */
export function judgeEndorsement(
  transaction: EndorserTransaction,
  context: EndorsementContext,
): Verdict {
  const endorsements = signedEndorsements(transaction);
  for (const part of judgedNamespaces(transaction)) {
    const verdict = judgeNamespace(part, endorsements, context);
    if (verdict.code !== VALID.code) return verdict;
    for (const { key } of part.set.metadataWrites)
      context.changedPolicies.add(policyKey(part.namespace, key));
  }
  return VALID;
}

/** Each endorsement as signed data: an endorser signs the response payload and its own identity. */
export function signedEndorsements({
  responsePayload,
  endorsements,
}: EndorserTransaction): SignedData[] {
  return endorsements.map(({ endorser, signature }) => ({
    identity: endorser,
    signature,
    message: Buffer.concat([responsePayload, endorser]),
  }));
}

function judgedNamespaces({ chaincode, namespaces }: EndorserTransaction): NamespaceSet[] {
  const judged = namespaces.filter((part) => part.namespace === chaincode || writes(part));
  if (judged.some(({ namespace }) => namespace === chaincode)) return judged;
  const empty = { reads: [], rangeQueriesInfo: [], writes: [], metadataWrites: [] };
  return [{ namespace: chaincode, set: empty, hashed: [] }, ...judged];
}

const writes = ({ set }: NamespaceSet): boolean =>
  set.writes.length > 0 || set.metadataWrites.length > 0;

function judgeNamespace(
  part: NamespaceSet,
  endorsements: readonly SignedData[],
  context: EndorsementContext,
): Verdict {
  const { namespace, set } = part;
  const chaincodePolicy = readOrReject(
    () => policyOf(namespace, context.state),
    `the definition of chaincode ${namespace}`,
  );
  if (chaincodePolicy === undefined)
    return invalid('INVALID_CHAINCODE', `chaincode ${namespace} is not defined on the channel`);
  const keys = [...set.writes, ...set.metadataWrites].map(({ key }) => key);
  let needsChaincodePolicy = keys.length === 0;
  for (const key of keys) {
    const changed = context.changedPolicies.has(policyKey(namespace, key));
    if (changed) return failure(namespace, `the policy of key ${key} changes earlier in the block`);
    const own = keyPolicy(namespace, key, context.state);
    if (own === undefined) needsChaincodePolicy = true;
    else {
      const result = evaluateOrRefuse(() =>
        context.bundle.policies.evaluateSignaturePolicy(own, endorsements),
      );
      if (!result.satisfied)
        return failure(namespace, `the policy of key ${key}: ${result.reason}`);
    }
  }
  if (!needsChaincodePolicy) return VALID;
  const result = evaluateApplicationPolicy(chaincodePolicy, endorsements, context.bundle);
  return result.satisfied ? VALID : failure(namespace, result.reason);
}

const failure = (namespace: string, reason: string): Verdict =>
  invalid('ENDORSEMENT_POLICY_FAILURE', `namespace ${namespace}: ${reason}`);

/** The bytes of a chaincode's `ApplicationPolicy`; undefined where it is not defined. */
export function policyOf(namespace: string, state: StateView): Uint8Array | undefined {
  if (namespace === LIFECYCLE) return LIFECYCLE_POLICY;
  const read = (ns: string, key: string): Uint8Array =>
    state.get(ns, key)?.value ?? new Uint8Array(0);
  const parameter = chaincodeDefinition(read, namespace)?.validationParameter;
  return parameter === undefined || parameter.length === 0 ? undefined : parameter;
}

/** Judge signatures by an `ApplicationPolicy`: a signature policy, or a reference into the configuration. */
export function evaluateApplicationPolicy(
  policy: Uint8Array,
  signatures: readonly SignedData[],
  bundle: ChannelBundle,
): PolicyResult {
  return evaluateOrRefuse(() => {
    const { signaturePolicy, channelConfigPolicyReference } = decode(ApplicationPolicy, policy);
    if (signaturePolicy !== undefined)
      return bundle.policies.evaluateSignaturePolicy(signaturePolicy, signatures);
    if (channelConfigPolicyReference !== undefined)
      return bundle.policies.evaluate(channelConfigPolicyReference, signatures);
    return { satisfied: false, reason: 'the policy says nothing' };
  });
}

/** A policy that makes no sense is met by nothing; one that only a peer could judge stops the block. */
function evaluateOrRefuse(evaluate: () => PolicyResult): PolicyResult {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof UnjudgedPrincipal) throw new BlockRejected(error.message);
    return { satisfied: false, reason: reasonOf(error) };
  }
}

/** Read what stands in the state. Where it cannot be read, a peer halts: the block is rejected. */
function readOrReject<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch (error) {
    const why = reasonOf(error);
    throw new BlockRejected(`${what} cannot be read: ${why}`);
  }
}

function keyPolicy(
  namespace: string,
  key: string,
  state: StateView,
): Decoded<typeof SignaturePolicyEnvelope> | undefined {
  const metadata = state.get(namespace, key)?.metadata ?? [];
  const value = metadata.find(({ name }) => name === VALIDATION_PARAMETER)?.value;
  if (value === undefined || value.length === 0) return undefined;
  return readOrReject(() => decode(SignaturePolicyEnvelope, value), `the policy of key ${key}`);
}
