/** Policies as data: what a configuration or a chaincode definition is given. */
import type { MSPPrincipal, Policy } from './messages/policies.js';
import {
  ImplicitMetaPolicy,
  MSPRole,
  SignaturePolicyEnvelope,
  implicitMetaRule,
  policyType,
  principalClass,
  roleType,
} from './messages/policies.js';
import { SerializedIdentity } from './messages/msp.js';
import { encode } from './wire.js';
import type { Encodable } from './wire.js';
import type { Decoded } from './wire.js';

export type PolicyValue = Encodable<Decoded<typeof Policy>>;

/** A principal: who may sign. */
export type PrincipalValue = Encodable<Decoded<typeof MSPPrincipal>>;

/** Anyone of an organisation in a role. */
export const roleOf = (mspId: string, role: keyof typeof roleType): PrincipalValue => ({
  principalClassification: principalClass.role,
  principal: encode(MSPRole, { mspIdentifier: mspId, role: roleType[role] }),
});

/** One certificate and no other. */
export const exactly = (mspId: string, certificatePem: Uint8Array): PrincipalValue => ({
  principalClassification: principalClass.identity,
  principal: encode(SerializedIdentity, { mspid: mspId, idBytes: certificatePem }),
});

/** n of the principals must sign. */
export function outOf(n: number, principals: readonly PrincipalValue[]): Buffer {
  const rules = principals.map((_, signedBy) => ({ signedBy }));
  return encode(SignaturePolicyEnvelope, {
    rule: { nOutOf: { n, rules } },
    identities: principals,
  });
}

/** A configuration policy from a signature policy. */
export const signaturePolicy = (n: number, principals: readonly PrincipalValue[]): PolicyValue => ({
  type: policyType.signature,
  value: outOf(n, principals),
});

/** A configuration policy over the policies of that name in the sub-groups. */
export const implicitMeta = (
  rule: keyof typeof implicitMetaRule,
  subPolicy: string,
): PolicyValue => ({
  type: policyType.implicitMeta,
  value: encode(ImplicitMetaPolicy, { subPolicy, rule: implicitMetaRule[rule] }),
});
