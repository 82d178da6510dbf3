import { same } from './bytes.js';
import type { Chain } from './chain.js';
import type { PolicyExtensions } from './policy-extensions.js';
import { PolicyGraph } from './policy-graph.js';

/**
 * Whether the certificate policies along a chain leave one that is valid, where an authority demands that (RFC 5280, 6.1, as
 * RFC 9618 amends it). Chains in use name no policies at all; then nothing is demanded.
 */
export function policiesAllow(chain: Chain): boolean {
  const judged = chain.slice(0, -1).map(({ extensions: { policies } }) => policies);
  const plain = judged.every(
    ({ requireExplicit, mappings }) => requireExplicit === undefined && mappings.length === 0,
  );
  return plain || walk(chain);
}

/** How many more certificates may come before each becomes binding. */
interface Counters {
  explicit: bigint;
  mapping: bigint;
  any: bigint;
}

function walk(chain: Chain): boolean {
  const start = BigInt(chain.length);
  const counters: Counters = { explicit: start, mapping: start, any: start };
  let graph: PolicyGraph | undefined = new PolicyGraph();
  const [leaf, ...authorities] = chain.slice(0, -1);
  if (leaf === undefined) return true;
  for (const authority of authorities.reverse()) {
    const { policies } = authority.extensions;
    const selfIssued = same(authority.issuer, authority.subject);
    graph = descend(graph, policies, counters.any > 0n || selfIssued);
    if (!goesOn(graph, policies, counters)) return false;
    if (!selfIssued) countDown(counters);
    lower(counters, policies);
  }
  const { policies } = leaf.extensions;
  graph = descend(graph, policies, counters.any > 0n);
  const demanded = counters.explicit <= 1n || policies.requireExplicit === 0n;
  return !demanded || graph?.hasValidPolicy() === true;
}

/** A certificate that names no policy leaves none. */
function descend(
  graph: PolicyGraph | undefined,
  { named }: PolicyExtensions,
  any: boolean,
): PolicyGraph | undefined {
  if (named.length === 0) return undefined;
  graph?.descend(named, any);
  return graph;
}

function goesOn(
  graph: PolicyGraph | undefined,
  { mappings }: PolicyExtensions,
  { explicit, mapping }: Counters,
): boolean {
  return graph === undefined ? explicit > 0n : graph.map(mappings, mapping > 0n);
}

function countDown(counters: Counters): void {
  for (const name of ['explicit', 'mapping', 'any'] as const)
    if (counters[name] > 0n) counters[name]--;
}

function lower(counters: Counters, policies: PolicyExtensions): void {
  const limit = (name: keyof Counters, value: bigint | undefined): void => {
    if (value !== undefined && value >= 0n && value < counters[name]) counters[name] = value;
  };
  limit('explicit', policies.requireExplicit);
  limit('mapping', policies.inhibitMapping);
  limit('any', policies.inhibitAny);
}
