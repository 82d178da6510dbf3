/** Signature policies as trees, for rules that a list cannot say. */
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import type { SignaturePolicyNode } from '@argosy/protocol/messages/policies';
import { roleOf } from '@argosy/protocol/policy-build';
import type { PrincipalValue } from '@argosy/protocol/policy-build';
import { encode } from '@argosy/protocol/wire';
import type { Encodable } from '@argosy/protocol/wire';
import type { TestOrganisation } from './organisation.js';

type Node = PrincipalValue | Rule;

/** An organisation, as far as a policy is concerned. */
type Named = Pick<TestOrganisation, 'mspId'>;

/** n of the nodes must be met. */
export interface Rule {
  readonly n: number;
  readonly of: readonly Node[];
}

export const all = (...of: readonly Node[]): Rule => ({ n: of.length, of });
export const any = (...of: readonly Node[]): Rule => ({ n: 1, of });
export const atLeast = (n: number, ...of: readonly Node[]): Rule => ({ n, of });

/** Any member of the organisation. */
export const member = ({ mspId }: Named): PrincipalValue => roleOf(mspId, 'member');
export const admin = ({ mspId }: Named): PrincipalValue => roleOf(mspId, 'admin');

/** Bytes of `SignaturePolicyEnvelope`. A principal that occurs twice is listed twice. */
export function policyOf(rule: Rule): Buffer {
  const identities: PrincipalValue[] = [];
  const nodeOf = (node: Node): Encodable<SignaturePolicyNode> => {
    if ('of' in node) return { nOutOf: { n: node.n, rules: node.of.map(nodeOf) } };
    return { signedBy: identities.push(node) - 1 };
  };
  const root = nodeOf(rule);
  return encode(SignaturePolicyEnvelope, { rule: root, identities });
}
