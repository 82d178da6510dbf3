import type { ConfigGroupNode } from './messages/configuration.js';
import {
  ImplicitMetaPolicy,
  SignaturePolicyEnvelope,
  implicitMetaRule,
  policyType,
} from './messages/policies.js';
import type { Identity } from './msp.js';
import type { MspManager } from './msp-manager.js';
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

type CompiledPolicy = (identities: readonly Identity[]) => PolicyResult;

/** The policies of a channel configuration, by absolute name such as `/Channel/Application/Writers`. */
export class PolicyManager {
  readonly #policies = new Map<string, CompiledPolicy>();
  readonly #msps: MspManager;
  readonly #checks: SignatureChecks;

  /** Throws when a policy of the configuration cannot be compiled. */
  constructor(root: ConfigGroupNode, msps: MspManager, checks: SignatureChecks) {
    this.#msps = msps;
    this.#checks = checks;
    this.#compileGroup('/Channel', root);
  }

  has(name: string): boolean {
    return this.#policies.has(name);
  }

  /** Judge signatures by a policy of the configuration. A policy that does not exist is met by nothing. */
  evaluate(name: string, signatures: readonly SignedData[]): PolicyResult {
    const policy = this.#policies.get(name);
    if (policy === undefined) return refused(`policy ${name} does not exist`);
    return policy(this.#signers(signatures));
  }

  /** Judge signatures by a signature policy that stands outside the configuration, such as a chaincode's. */
  evaluateSignaturePolicy(
    policy: SignaturePolicyMessage,
    signatures: readonly SignedData[],
  ): PolicyResult {
    return compileSignaturePolicy(policy, this.#msps)(this.#signers(signatures));
  }

  /** Judge identities whose signatures are known to hold: who would have to endorse is planned this way. */
  evaluateIdentities(name: string, identities: readonly Identity[]): PolicyResult {
    return this.#policies.get(name)?.(identities) ?? refused(`policy ${name} does not exist`);
  }

  #signers(signatures: readonly SignedData[]): Identity[] {
    return signers(signatures, this.#msps, this.#checks);
  }

  #compileGroup(path: string, group: ConfigGroupNode): void {
    for (const { key, value } of group.groups) {
      if (value !== undefined) this.#compileGroup(`${path}/${key}`, value);
    }
    for (const { key, value } of group.policies) {
      const policy = value?.policy;
      if (policy === undefined) throw new Error(`policy ${path}/${key} is empty`);
      this.#policies.set(`${path}/${key}`, this.#compile(path, group, policy));
    }
  }

  #compile(
    path: string,
    group: ConfigGroupNode,
    policy: { readonly type: number; readonly value: Uint8Array },
  ): CompiledPolicy {
    switch (policy.type) {
      case policyType.signature:
        return compileSignaturePolicy(decode(SignaturePolicyEnvelope, policy.value), this.#msps);
      case policyType.implicitMeta:
        return this.#compileImplicitMeta(path, group, policy.value);
      default:
        throw new Error(`policy type ${policy.type} under ${path} is unknown`);
    }
  }

  #compileImplicitMeta(path: string, group: ConfigGroupNode, value: Uint8Array): CompiledPolicy {
    const { subPolicy, rule } = decode(ImplicitMetaPolicy, value);
    const children = group.groups.map(({ key }) =>
      this.#policies.get(`${path}/${key}/${subPolicy}`),
    );
    const required = threshold(rule, children.length);
    return (identities) => {
      const met = children.filter((child) => child?.(identities).satisfied === true).length;
      if (met >= required) return SATISFIED;
      return refused(
        `implicit policy evaluation failed - ${met} sub-policies were satisfied, but this policy requires ${required} of the '${subPolicy}' sub-policies to be satisfied`,
      );
    };
  }
}

function compileSignaturePolicy(policy: SignaturePolicyMessage, msps: MspManager): CompiledPolicy {
  return (identities) =>
    satisfiesSignaturePolicy(policy, identities, msps)
      ? SATISFIED
      : refused('signature set did not satisfy policy');
}

function threshold(rule: number, children: number): number {
  switch (rule) {
    case implicitMetaRule.any:
      return Math.min(1, children);
    case implicitMetaRule.all:
      return children;
    case implicitMetaRule.majority:
      return children === 0 ? 0 : Math.floor(children / 2) + 1;
    default:
      throw new Error(`implicit meta rule ${rule} is unknown`);
  }
}
