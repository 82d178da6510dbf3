/** fabric-protos `common/policies.proto`, `msp/msp_principal.proto`, `peer/policy.proto`. */
import { bytes, int32, message, oneof, string, sub, subs } from '../wire/schema.js';
import type { MessageType, Unknown } from '../wire/schema.js';

/** `MSPPrincipal.Classification`. */
export const principalClass = {
  role: 0,
  organizationUnit: 1,
  identity: 2,
  anonymity: 3,
  combined: 4,
} as const;
/** `MSPRole.MSPRoleType`. */
export const roleType = { member: 0, admin: 1, client: 2, peer: 3, orderer: 4 } as const;
/** `MSPIdentityAnonymity.MSPIdentityAnonymityType`. */
export const anonymityType = { nominal: 0, anonymous: 1 } as const;
/** `common.Policy.PolicyType`. */
export const policyType = { unknown: 0, signature: 1, msp: 2, implicitMeta: 3 } as const;
/** `common.ImplicitMetaPolicy.Rule`. */
export const implicitMetaRule = { any: 0, all: 1, majority: 2 } as const;

export const MSPPrincipal = message('common.MSPPrincipal', {
  principalClassification: int32(1),
  principal: bytes(2),
});
export const MSPRole = message('common.MSPRole', { mspIdentifier: string(1), role: int32(2) });
export const OrganizationUnit = message('common.OrganizationUnit', {
  mspIdentifier: string(1),
  organizationalUnitIdentifier: string(2),
  certifiersIdentifier: bytes(3),
});
export const MSPIdentityAnonymity = message('common.MSPIdentityAnonymity', {
  anonymityType: int32(1),
});
export const CombinedPrincipal = message('common.CombinedPrincipal', {
  principals: subs(1, () => MSPPrincipal),
});

/** One node of a signature policy: either a principal's index or n of some nodes. */
export interface SignaturePolicyNode extends Unknown {
  signedBy: number | undefined;
  nOutOf: NOutOfNode | undefined;
}
export interface NOutOfNode extends Unknown {
  n: number;
  rules: SignaturePolicyNode[];
}
export const SignaturePolicy: MessageType<SignaturePolicyNode> = message('common.SignaturePolicy', {
  signedBy: oneof('type', int32(1)),
  nOutOf: oneof(
    'type',
    sub<NOutOfNode>(2, () => NOutOf),
  ),
});
export const NOutOf: MessageType<NOutOfNode> = message('common.SignaturePolicy.NOutOf', {
  n: int32(1),
  rules: subs<SignaturePolicyNode>(2, () => SignaturePolicy),
});
export const SignaturePolicyEnvelope = message('common.SignaturePolicyEnvelope', {
  version: int32(1),
  rule: sub(2, () => SignaturePolicy),
  identities: subs(3, () => MSPPrincipal),
});
export const ImplicitMetaPolicy = message('common.ImplicitMetaPolicy', {
  subPolicy: string(1),
  rule: int32(2),
});
export const Policy = message('common.Policy', { type: int32(1), value: bytes(2) });

export const ApplicationPolicy = message('protos.ApplicationPolicy', {
  signaturePolicy: oneof(
    'type',
    sub(1, () => SignaturePolicyEnvelope),
  ),
  channelConfigPolicyReference: oneof('type', string(2)),
});
