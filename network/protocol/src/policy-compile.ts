import type { TreeGroup, TreePolicy } from './configuration/tree.js';
import {
  ImplicitMetaPolicy,
  SignaturePolicyEnvelope,
  implicitMetaRule,
  policyType,
} from './messages/policies.js';
import type { Identity } from './msp.js';
import type { MspManager } from './msp-manager.js';
import { signaturePolicyFault } from './policy-fault.js';
import { describePolicy } from './policy-text.js';
import { satisfiesSignaturePolicy } from './signature-policy.js';
import type { SignaturePolicyMessage } from './signature-policy.js';
import { decode } from './wire.js';

/** What a policy says, with Fabric's words for a refusal. */
export type PolicyResult =
  { readonly satisfied: true } | { readonly satisfied: false; readonly reason: string };

const SATISFIED: PolicyResult = { satisfied: true };
export const refused = (reason: string): PolicyResult => ({ satisfied: false, reason });

/** A policy of the configuration, ready to judge identities whose signatures hold. */
export interface CompiledPolicy {
  readonly judge: (identities: readonly Identity[]) => PolicyResult;
  readonly describe: () => string;
}

/** Where a policy stands, and what it is judged by. */
export interface PolicyScope {
  readonly path: string;
  readonly group: TreeGroup;
  readonly msps: MspManager;
  /** The policies below the group, which are compiled before it. */
  readonly policies: ReadonlyMap<string, CompiledPolicy>;
}

type PolicyMessage = NonNullable<TreePolicy['policy']>;

/** Compile a policy of the configuration. Throws when it makes no sense. */
export function compilePolicy(policy: TreePolicy['policy'], scope: PolicyScope): CompiledPolicy {
  if (policy === undefined) throw new Error('the policy is empty');
  const describe = (): string => describePolicy(policy, scope.path);
  switch (policy.type) {
    case policyType.signature:
      return { judge: compileSignaturePolicy(policy, scope), describe };
    case policyType.implicitMeta:
      return { judge: compileImplicitMeta(policy, scope), describe };
    default:
      throw new Error(
        `the type of a policy is ${policyType.signature} (signature) or ${policyType.implicitMeta} (implicit meta), not ${policy.type}`,
      );
  }
}

function compileSignaturePolicy(
  { value }: PolicyMessage,
  { msps }: PolicyScope,
): CompiledPolicy['judge'] {
  const policy = decode(SignaturePolicyEnvelope, value);
  if (policy.version !== 0)
    throw new Error(`the version of a signature policy is 0, not ${policy.version}`);
  const fault = signaturePolicyFault(policy);
  if (fault !== undefined) throw new Error(fault);
  return (identities) => judgeSignaturePolicy(policy, msps, identities);
}

/** Judge identities by a signature policy that is known to make sense. */
export function judgeSignaturePolicy(
  policy: SignaturePolicyMessage,
  msps: MspManager,
  identities: readonly Identity[],
): PolicyResult {
  return satisfiesSignaturePolicy(policy, identities, msps)
    ? SATISFIED
    : refused('signature set did not satisfy policy');
}

/** Every sub-group counts, also one without such a policy; each is judged by all the identities. */
function compileImplicitMeta(
  { value }: PolicyMessage,
  { path, group, policies }: PolicyScope,
): CompiledPolicy['judge'] {
  const { subPolicy, rule } = decode(ImplicitMetaPolicy, value);
  const children = [...group.groups.keys()].map((key) => {
    const name = absoluteName(subPolicy, `${path}/${key}`);
    return name === undefined ? undefined : policies.get(name);
  });
  const required = threshold(rule, children.length);
  return (identities) => {
    const met = children.filter((child) => child?.judge(identities).satisfied === true).length;
    // Fabric counts down to zero: where nothing is required, something that is met is one too many.
    if (required === 0 ? met === 0 : met >= required) return SATISFIED;
    return refused(
      `implicit policy evaluation failed - ${met} sub-policies were satisfied, but this policy requires ${required} of the '${subPolicy}' sub-policies to be satisfied`,
    );
  };
}

/** How many sub-policies must be met; of none, none. A rule that does not exist asks for none. */
function threshold(rule: number, children: number): number {
  if (children === 0) return 0;
  switch (rule) {
    case implicitMetaRule.any:
      return 1;
    case implicitMetaRule.all:
      return children;
    case implicitMetaRule.majority:
      return Math.floor(children / 2) + 1;
    default:
      return 0;
  }
}

/** What the name of a policy means, seen from a group: an absolute one must lie within the group. */
export function absoluteName(name: string, group: string): string | undefined {
  if (name === '') return undefined;
  if (!name.startsWith('/')) return `${group}/${name}`;
  return name.startsWith(group) ? `${group}/${name.slice(group.length + 1)}` : undefined;
}
