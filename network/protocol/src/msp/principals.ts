import {
  CombinedPrincipal,
  MSPIdentityAnonymity,
  MSPRole,
  OrganizationUnit,
  anonymityType,
  principalClass,
  roleType,
} from '../messages/policies.js';
import type { MSPPrincipal } from '../messages/policies.js';
import type { Identity, Msp } from '../msp.js';
import { decode } from '../wire.js';
import type { Decoded } from '../wire.js';
import { same } from './bytes.js';
import { hasUnit } from './administrators.js';
import type { Role } from './units.js';
import { since } from './version.js';

export type Principal = Decoded<typeof MSPPrincipal>;

/** What a principal asks for is found out once. */
type Demand = (identity: Identity, scope: PrincipalScope) => boolean;
const demands = new WeakMap<Principal, readonly Demand[] | undefined>();

/** Where an identity is judged: in its own MSP, among those of the channel. */
export interface PrincipalScope {
  readonly msp: Msp;
  readonly identify: (serialized: Uint8Array) => Identity | undefined;
}

/** Whether an identity is what a principal describes. What cannot be read, and kinds that do not exist, describe nobody. */
export function satisfies(
  identity: Identity,
  principal: Principal,
  scope: PrincipalScope,
): boolean {
  const { version } = scope.msp;
  if (principal.principalClassification === principalClass.combined && !since(version, '1.3'))
    return false;
  if (!demands.has(principal)) demands.set(principal, readDemands(principal));
  return demands.get(principal)?.every((demand) => demand(identity, scope)) ?? false;
}

/** All that a principal demands, those within combined ones too. Undefined when a part cannot be read, or demands nothing. */
function readDemands(principal: Principal): readonly Demand[] | undefined {
  const found: Demand[] = [];
  const open = [principal];
  try {
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (one.principalClassification !== principalClass.combined) {
        found.push(readDemand(one));
        continue;
      }
      const { principals } = decode(CombinedPrincipal, one.principal);
      if (principals.length === 0) return undefined;
      open.push(...principals);
    }
    return found;
  } catch {
    return undefined;
  }
}

/** Throws when the principal cannot be read. */
function readDemand({ principalClassification, principal }: Principal): Demand {
  switch (principalClassification) {
    case principalClass.role:
      return roleDemand(decode(MSPRole, principal));
    case principalClass.organizationUnit:
      return unitDemand(decode(OrganizationUnit, principal));
    case principalClass.identity:
      return identityDemand(principal);
    case principalClass.anonymity:
      return anonymityDemand(decode(MSPIdentityAnonymity, principal).anonymityType);
    default:
      throw new TypeError(`there is no class ${principalClassification} of principals`);
  }
}

const roles: ReadonlyMap<number, Role> = new Map([
  [roleType.admin, 'admin'],
  [roleType.client, 'client'],
  [roleType.peer, 'peer'],
  [roleType.orderer, 'orderer'],
]);

function roleDemand({ mspIdentifier, role: number }: Decoded<typeof MSPRole>): Demand {
  const role = roles.get(number);
  return (identity, { msp }) => {
    if (mspIdentifier !== identity.mspId) return false;
    if (number === roleType.member) return identity.validity.valid;
    return role !== undefined && msp.holds(identity, role);
  };
}

function unitDemand(unit: Decoded<typeof OrganizationUnit>): Demand {
  const { mspIdentifier, organizationalUnitIdentifier, certifiersIdentifier } = unit;
  return ({ mspId, certificate, validity }) =>
    mspIdentifier === mspId &&
    validity.valid &&
    hasUnit(certificate, organizationalUnitIdentifier) &&
    same(certifiersIdentifier, validity.certifiers);
}

/** The very certificate, in whichever wrapping, of the same MSP; it must be valid too. */
const identityDemand =
  (serialized: Uint8Array): Demand =>
  (identity, { identify }) =>
    identity.validity.valid && identify(serialized)?.id === identity.id;

/** A certificate always names its holder. */
function anonymityDemand(type: number): Demand {
  return (_, { msp }) => type === anonymityType.nominal && since(msp.version, '1.3');
}
