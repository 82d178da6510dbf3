import { ConfigRefused } from './configuration/refused.js';
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
import { reasonOf } from './reason.js';
import { satisfiesSignaturePolicy, signers } from './signature-policy.js';
import type { SignaturePolicyMessage } from './signature-policy.js';
import type { SignatureChecks } from './signature-checks.js';
import type { SignedData } from './signed-data.js';
import { decode } from './wire.js';

/** What a policy says, with Fabric's words for a refusal. */
export type PolicyResult =
  { readonly satisfied: true } | { readonly satisfied: false; readonly reason: string };

const SATISFIED: PolicyResult = { satisfied: true };
const refused = (reason: string): PolicyResult => ({ satisfied: false, reason });

interface CompiledPolicy {
  readonly judge: (identities: readonly Identity[]) => PolicyResult;
  readonly text: string;
}

const ROOT = '/Channel';

/** The policies of a channel configuration. A name is absolute, such as `/Channel/Application/Writers`, or relative to a group. */
export class PolicyManager {
  readonly #policies = new Map<string, CompiledPolicy>();
  readonly #msps: MspManager;
  readonly #checks: SignatureChecks;

  /** Throws ConfigRefused when a policy of the configuration cannot be compiled. */
  constructor(root: TreeGroup, msps: MspManager, checks: SignatureChecks) {
    this.#msps = msps;
    this.#checks = checks;
    this.#compileGroup(ROOT, root);
  }

  /** The absolute name of the policy that a name means, seen from a group; undefined where there is none. */
  find(name: string, group = ROOT): string | undefined {
    const absolute = absoluteName(name, group);
    return absolute !== undefined && this.#policies.has(absolute) ? absolute : undefined;
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** A policy of the configuration in words. */
  describe(name: string): string {
    return this.#lookup(name)?.text ?? `policy ${name}, which does not exist`;
  }

  /** Judge signatures by a policy of the configuration. A policy that does not exist is met by nothing. */
  evaluate(name: string, signatures: readonly SignedData[]): PolicyResult {
    return this.evaluateIdentities(name, this.#signers(signatures));
  }

  /** Judge signatures by a signature policy that stands outside the configuration, such as a chaincode's. */
  evaluateSignaturePolicy(
    policy: SignaturePolicyMessage,
    signatures: readonly SignedData[],
  ): PolicyResult {
    const fault = signaturePolicyFault(policy);
    if (fault !== undefined) return refused(fault);
    return judgeSignaturePolicy(policy, this.#msps, this.#signers(signatures));
  }

  /** Judge identities whose signatures are known to hold: who would have to endorse is planned this way. */
  evaluateIdentities(name: string, identities: readonly Identity[]): PolicyResult {
    return this.#lookup(name)?.judge(identities) ?? refused(`policy ${name} does not exist`);
  }

  #lookup(name: string): CompiledPolicy | undefined {
    const absolute = absoluteName(name, ROOT);
    return absolute === undefined ? undefined : this.#policies.get(absolute);
  }

  #signers(signatures: readonly SignedData[]): Identity[] {
    return signers(signatures, this.#msps, this.#checks);
  }

  #compileGroup(path: string, group: TreeGroup): void {
    for (const [key, child] of group.groups) this.#compileGroup(`${path}/${key}`, child);
    for (const [key, { policy }] of group.policies) {
      const name = `${path}/${key}`;
      try {
        this.#policies.set(name, this.#compile(path, group, policy));
      } catch (error) {
        throw new ConfigRefused(`[Policy] ${name}: ${reasonOf(error)}; correct the policy`);
      }
    }
  }

  #compile(path: string, group: TreeGroup, policy: TreePolicy['policy']): CompiledPolicy {
    if (policy === undefined) throw new Error('the policy is empty');
    switch (policy.type) {
      case policyType.signature:
        return this.#compileSignaturePolicy(policy, path);
      case policyType.implicitMeta:
        return this.#compileImplicitMeta(policy, path, group);
      default:
        throw new Error(
          `the type of a policy is ${policyType.signature} (signature) or ${policyType.implicitMeta} (implicit meta), not ${policy.type}`,
        );
    }
  }

  #compileSignaturePolicy(policy: PolicyMessage, path: string): CompiledPolicy {
    const envelope = decode(SignaturePolicyEnvelope, policy.value);
    if (envelope.version !== 0)
      throw new Error(`the version of a signature policy is 0, not ${envelope.version}`);
    const fault = signaturePolicyFault(envelope);
    if (fault !== undefined) throw new Error(fault);
    return {
      judge: (identities) => judgeSignaturePolicy(envelope, this.#msps, identities),
      text: describePolicy(policy, path),
    };
  }

  #compileImplicitMeta(policy: PolicyMessage, path: string, group: TreeGroup): CompiledPolicy {
    const { subPolicy, rule } = decode(ImplicitMetaPolicy, policy.value);
    const children = [...group.groups.keys()].map((key) => {
      const name = absoluteName(subPolicy, `${path}/${key}`);
      return name === undefined ? undefined : this.#policies.get(name);
    });
    const required = threshold(rule, children.length);
    const judge: CompiledPolicy['judge'] = (identities) => {
      const met = children.filter((child) => child?.judge(identities).satisfied === true).length;
      // Fabric counts down to zero: where nothing is required, something that is met is one too many.
      if (required === 0 ? met === 0 : met >= required) return SATISFIED;
      return refused(
        `implicit policy evaluation failed - ${met} sub-policies were satisfied, but this policy requires ${required} of the '${subPolicy}' sub-policies to be satisfied`,
      );
    };
    return { judge, text: describePolicy(policy, path) };
  }
}

type PolicyMessage = NonNullable<TreePolicy['policy']>;

/** What a name means, seen from a group: an absolute one must lie within the group. */
function absoluteName(name: string, group: string): string | undefined {
  if (name === '') return undefined;
  if (!name.startsWith('/')) return `${group}/${name}`;
  return name.startsWith(group) ? `${group}/${name.slice(group.length + 1)}` : undefined;
}

function judgeSignaturePolicy(
  policy: SignaturePolicyMessage,
  msps: MspManager,
  identities: readonly Identity[],
): PolicyResult {
  return satisfiesSignaturePolicy(policy, identities, msps)
    ? SATISFIED
    : refused('signature set did not satisfy policy');
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
