import type { PolicyExtensions } from './policy-extensions.js';

/** `anyPolicy`, 2.5.29.32.0, as hex. */
const ANY_POLICY = '551d2000';

/** A policy that is valid at one depth, and what the next certificate may call it. */
interface Node {
  readonly policy: string;
  expected: readonly string[];
  readonly parents: Set<Node>;
  readonly children: Set<Node>;
}

/** The policies that are valid along a chain: RFC 9618's graph, one level per certificate below the root. */
export class PolicyGraph {
  readonly #levels: Map<string, Node>[] = [new Map([[ANY_POLICY, nodeOf(ANY_POLICY, [])]])];

  /** The next certificate names its policies. `any` says whether it may name all at once. */
  descend(named: readonly string[], any: boolean): void {
    const above = [...this.#leaves().values()];
    const depth = this.#levels.length;
    const level = new Map<string, Node>();
    this.#levels.push(level);
    const expecting = (policy: string): Node[] =>
      above.filter(({ expected }) => expected.includes(policy));
    const anyAbove = above.filter(({ policy }) => policy === ANY_POLICY);
    for (const policy of named.filter((one) => one !== ANY_POLICY)) {
      const exact = expecting(policy);
      const parents = exact.length > 0 ? exact : anyAbove;
      if (parents.length > 0) level.set(policy, nodeOf(policy, parents));
    }
    if (named.includes(ANY_POLICY) && any) {
      const missing = new Set(above.flatMap(({ expected }) => expected));
      for (const policy of missing)
        if (!level.has(policy)) level.set(policy, nodeOf(policy, expecting(policy)));
    }
    this.#prune(depth);
  }

  /** The certificate calls policies by other names below. False when it says so of any policy. */
  map(mappings: PolicyExtensions['mappings'], allowed: boolean): boolean {
    if (mappings.length === 0) return true;
    const leaves = this.#leaves();
    if (!allowed) {
      for (const { issuer } of mappings) remove(leaves, issuer);
      this.#prune(this.#levels.length - 1);
      return true;
    }
    if (mappings.some(({ issuer, subject }) => [issuer, subject].includes(ANY_POLICY)))
      return false;
    const subjects = new Map<string, string[]>();
    for (const { issuer, subject } of mappings)
      subjects.set(issuer, [...(subjects.get(issuer) ?? []), subject]);
    this.#prune(this.#levels.length - 1);
    for (const [issuer, expected] of subjects) {
      const node = leaves.get(issuer) ?? this.#underAny(issuer);
      if (node !== undefined) node.expected = expected;
    }
    return true;
  }

  /** Whether a policy is left at the end of the chain. */
  hasValidPolicy(): boolean {
    if (this.#leaves().has(ANY_POLICY)) return true;
    return this.#levels.some((level) =>
      [...level.values()].some(({ policy, parents: [parent, ...more] }) => {
        return policy !== ANY_POLICY && more.length === 0 && parent?.policy === ANY_POLICY;
      }),
    );
  }

  #leaves(): Map<string, Node> {
    return this.#levels.at(-1) ?? new Map<string, Node>();
  }

  #underAny(policy: string): Node | undefined {
    const leaves = this.#leaves();
    const any = leaves.get(ANY_POLICY);
    if (any === undefined) return undefined;
    const node = nodeOf(policy, [any]);
    leaves.set(policy, node);
    return node;
  }

  /** Take away what leads to nothing, from the level above the leaves up to below the root. */
  #prune(depth: number): void {
    for (let i = depth - 1; i > 0; i--) {
      const level = this.#levels[i] ?? new Map<string, Node>();
      for (const { policy, children } of [...level.values()])
        if (children.size === 0) remove(level, policy);
    }
  }
}

function nodeOf(policy: string, parents: readonly Node[]): Node {
  const node = { policy, expected: [policy], parents: new Set(parents), children: new Set<Node>() };
  for (const parent of parents) parent.children.add(node);
  return node;
}

function remove(level: Map<string, Node>, policy: string): void {
  const node = level.get(policy);
  if (node === undefined) return;
  for (const parent of node.parents) parent.children.delete(node);
  for (const child of node.children) child.parents.delete(node);
  level.delete(policy);
}
