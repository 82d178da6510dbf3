import { reasonOf } from '../reason.js';
import type { Authorities } from './authorities.js';
import { bytesKey, same } from './bytes.js';
import type { Certificate } from './certificate.js';
import { ChainError, uniqueChain } from './chain.js';
import type { Chain } from './chain.js';
import type { CertificateKey } from './public-key.js';
import { revoked } from './revocation.js';
import { certifiers } from './units.js';
import type { Role, Unit, UnitRules } from './units.js';

/** Whether a certificate is a member's certificate under the rules of its MSP, and if not, why. */
export type Validity =
  | {
      readonly valid: true;
      readonly role: Role | undefined;
      /** The hash over the authorities that certified it: the second half of an organisational unit. */
      readonly certifiers: Uint8Array;
    }
  | { readonly valid: false; readonly reason: string };

/** What makes a certificate one of a member. */
export interface MembershipRules {
  readonly authorities: Authorities;
  readonly units: UnitRules;
  readonly keys: ReadonlySet<CertificateKey['kind']>;
  readonly identifierHash: string;
}

/** Judge a certificate. Its chain, where it was built already, need not be built again. */
export function validityOf(
  certificate: Certificate,
  known: Chain | undefined,
  rules: MembershipRules,
): Validity {
  if (!rules.keys.has(certificate.publicKey.kind))
    return invalid(
      `its key is of a kind that the MSP does not admit (${certificate.publicKey.kind})`,
    );
  try {
    const [, ...above] = memberChain(certificate, known, rules.authorities);
    const [issuer] = above;
    const reason = issuer && revoked(certificate, issuer, rules.authorities.revocationLists);
    if (reason !== undefined) return invalid(reason);
    return unitValidity(certificate, certifiers(above, rules.identifierHash), rules.units);
  } catch (error) {
    if (error instanceof ChainError) return invalid(reasonOf(error));
    throw error;
  }
}

const invalid = (reason: string): Validity => ({
  valid: false,
  reason: `the certificate does not count: ${reason}`,
});

/** The chain of a member's certificate: it is no authority, and its issuer certifies no other authority of the MSP. */
export function memberChain(
  certificate: Certificate,
  known: Chain | undefined,
  { anchors, inner }: Authorities,
): Chain {
  if (certificate.isAuthority) throw new ChainError('it is one of an authority');
  const chain = known ?? uniqueChain(certificate, anchors);
  const [, issuer] = chain;
  if (issuer === undefined) throw new ChainError('it has no issuer');
  if (inner.has(bytesKey(issuer.raw)))
    throw new ChainError('its issuer certifies other authorities, and so may not certify members');
  return chain;
}

function unitValidity(
  { subjectName: { organizationalUnits } }: Certificate,
  certifiedBy: Uint8Array,
  { enforced, roles, required }: UnitRules,
): Validity {
  const isBound = ({ certifiers: bound }: Unit): boolean =>
    bound === undefined || bound.length === 0 || same(bound, certifiedBy);
  const belongs = required.some(
    (unit) => organizationalUnits.includes(unit.identifier) && isBound(unit),
  );
  if (required.length > 0 && !belongs)
    return invalid('it is of none of the organisational units that the MSP demands');
  if (!enforced) return { valid: true, role: undefined, certifiers: certifiedBy };
  return roleValidity(organizationalUnits, certifiedBy, { roles, isBound });
}

/** Exactly one of the units is that of a role, and it is bound to no other authority. */
function roleValidity(
  units: readonly string[],
  certifiedBy: Uint8Array,
  { roles, isBound }: { roles: UnitRules['roles']; isBound: (unit: Unit) => boolean },
): Validity {
  // Of two roles with the same unit, the later one counts.
  const byUnit = new Map(
    [...roles].map(([role, unit]) => [unit.identifier, { role, unit }] as const),
  );
  const [found, ...others] = units
    .map((unit) => byUnit.get(unit))
    .filter((one) => one !== undefined);
  if (found === undefined) return invalid('it has no node role');
  if (!isBound(found.unit))
    return invalid('its node role is for certificates of another authority');
  if (others.length > 0) return invalid('it has more than one node role');
  return { valid: true, role: found.role, certifiers: certifiedBy };
}
