import { reasonOf } from '../reason.js';
import { readMember } from './authorities.js';
import { bytesKey } from './bytes.js';
import type { Certificate } from './certificate.js';
import { memberChain, validityOf } from './membership.js';
import type { MembershipRules } from './membership.js';
import type { Role } from './units.js';
import { since } from './version.js';
import type { MspVersion } from './version.js';

/**
 * The certificates that are listed as administrators, by their bytes. Throws when one of them may not be: where roles are enforced
 * it must have that of a client (or, since 1.4.3, of an administrator), elsewhere it must be valid. Since 1.4.3 the list is empty
 * only where the role of an administrator is told by an organisational unit.
 */
export function readAdministrators(
  listed: readonly Uint8Array[],
  rules: MembershipRules,
  version: MspVersion,
): ReadonlySet<string> {
  const { enforced, roles } = rules.units;
  const told = enforced && roles.has('admin');
  if (listed.length === 0 && since(version, '1.4.3') && !told)
    throw new Error('no administrator is listed, and no organisational unit tells them');
  const raw = listed.map((pem, i) => {
    const { certificate } = readMember(pem, rules.authorities.anchors);
    const reason =
      since(version, '1.4.3') && enforced
        ? misfit(certificate, rules)
        : invalid(certificate, rules);
    if (reason !== undefined) throw new Error(`administrator ${i + 1} is invalid: ${reason}`);
    return bytesKey(certificate.raw);
  });
  return new Set(raw);
}

/** Its organisational unit counts although nothing else of the certificate is judged, but that it has a chain. */
function misfit(
  certificate: Certificate,
  { authorities, units }: MembershipRules,
): string | undefined {
  try {
    memberChain(certificate, undefined, authorities);
  } catch (error) {
    return reasonOf(error);
  }
  const has = (role: Role): boolean => hasUnit(certificate, units.roles.get(role)?.identifier);
  return has('client') || has('admin') ? undefined : 'it is neither a client nor an administrator';
}

function invalid(certificate: Certificate, rules: MembershipRules): string | undefined {
  const validity = validityOf(certificate, undefined, rules);
  if (!validity.valid) return validity.reason;
  const { enforced, roles } = rules.units;
  if (!enforced || hasUnit(certificate, roles.get('client')?.identifier)) return undefined;
  return 'it is not a client';
}

/** Whether a certificate names an organisational unit. */
export function hasUnit({ subjectName }: Certificate, unit: string | undefined): boolean {
  return unit !== undefined && subjectName.organizationalUnits.includes(unit);
}
