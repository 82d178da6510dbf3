/** Policies in words, for people who ask why a transaction was refused. */
import { X509Certificate } from 'node:crypto';
import { SerializedIdentity } from './messages/msp.js';
import {
  ImplicitMetaPolicy,
  MSPRole,
  OrganizationUnit,
  CombinedPrincipal,
  MSPIdentityAnonymity,
  SignaturePolicyEnvelope,
  implicitMetaRule,
  policyType,
  principalClass,
  roleType,
} from './messages/policies.js';
import type { MSPPrincipal, Policy, SignaturePolicyNode } from './messages/policies.js';
import { sha256 } from './crypto.js';
import { decode } from './wire.js';
import type { Decoded } from './wire.js';

/** A signature policy in words, such as `2 of (ImportBankMSP.peer, ExportBankMSP.peer)`. */
export function describeSignaturePolicy(policy: Decoded<typeof SignaturePolicyEnvelope>): string {
  return policy.rule === undefined ? 'a policy without a rule' : describeRule(policy.rule, policy);
}

function describeRule(
  { signedBy, nOutOf }: SignaturePolicyNode,
  policy: Decoded<typeof SignaturePolicyEnvelope>,
): string {
  if (nOutOf !== undefined) {
    const rules = nOutOf.rules.map((rule) => describeRule(rule, policy));
    return `${nOutOf.n} of (${rules.join(', ')})`;
  }
  const principal = signedBy === undefined ? undefined : policy.identities[signedBy];
  return principal === undefined ? 'a principal that is missing' : describePrincipal(principal);
}

/** A principal in words, such as `ImportBankMSP.peer`. */
export function describePrincipal(principal: Decoded<typeof MSPPrincipal>): string {
  try {
    return readPrincipal(principal);
  } catch {
    return 'a principal that cannot be read';
  }
}

function readPrincipal({
  principalClassification,
  principal,
}: Decoded<typeof MSPPrincipal>): string {
  switch (principalClassification) {
    case principalClass.role: {
      const { mspIdentifier, role } = decode(MSPRole, principal);
      return `${mspIdentifier}.${nameOf(roleType, role) ?? `role ${role}`}`;
    }
    case principalClass.organizationUnit: {
      const { mspIdentifier, organizationalUnitIdentifier } = decode(OrganizationUnit, principal);
      return `${mspIdentifier} unit "${organizationalUnitIdentifier}"`;
    }
    case principalClass.identity: {
      const { mspid, idBytes } = decode(SerializedIdentity, principal);
      return `${mspid} certificate ${certificateName(idBytes)}`;
    }
    case principalClass.anonymity:
      return decode(MSPIdentityAnonymity, principal).anonymityType === 0
        ? 'anyone named'
        : 'nobody';
    case principalClass.combined:
      return decode(CombinedPrincipal, principal).principals.map(describePrincipal).join(' and ');
    default:
      return `a principal of class ${principalClassification}`;
  }
}

/** Whose certificate it is, and the beginning of its hash: two may have one name. */
function certificateName(pem: Uint8Array): string {
  const hash = sha256(pem).toString('hex').slice(0, 8);
  try {
    const name = /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1];
    return name === undefined ? hash : `${name} (${hash})`;
  } catch {
    return hash;
  }
}

/** A policy of the configuration in words; `path` is its group, such as `/Channel/Application`. */
export function describePolicy(policy: Decoded<typeof Policy>, path: string): string {
  if (policy.type === policyType.signature)
    return describeSignaturePolicy(decode(SignaturePolicyEnvelope, policy.value));
  const { subPolicy, rule } = decode(ImplicitMetaPolicy, policy.value);
  return `${nameOf(implicitMetaRule, rule) ?? `rule ${rule}`} of ${path}/*/${subPolicy}`;
}

function nameOf(table: Readonly<Record<string, number>>, value: number): string | undefined {
  return Object.entries(table).find(([, number]) => number === value)?.[0];
}
