import { ConfigRefused } from './configuration/refused.js';
import type { TreeGroup } from './configuration/tree.js';
import type { Identity } from './msp.js';
import type { MspManager } from './msp-manager.js';
import { absoluteName, compilePolicy, judgeSignaturePolicy, refused } from './policy-compile.js';
import type { CompiledPolicy, PolicyResult } from './policy-compile.js';
import { signaturePolicyFault } from './policy-fault.js';
import { reasonOf } from './reason.js';
import { signers } from './signature-policy.js';
import type { SignaturePolicyMessage } from './signature-policy.js';
import type { SignatureChecks } from './signature-checks.js';
import type { SignedData } from './signed-data.js';

export type { PolicyResult } from './policy-compile.js';

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
    return this.#lookup(name)?.describe() ?? `policy ${name}, which does not exist`;
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
    const scope = { path, group, msps: this.#msps, policies: this.#policies };
    for (const [key, { policy }] of group.policies) {
      const name = `${path}/${key}`;
      try {
        this.#policies.set(name, compilePolicy(policy, scope));
      } catch (error) {
        throw new ConfigRefused(`[Policy] ${name}: ${reasonOf(error)}; correct the policy`);
      }
    }
  }
}
