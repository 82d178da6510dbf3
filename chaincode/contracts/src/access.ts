import { documentKind, documentNames } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import { functionName } from '@argosy/domain/possible-actions';
import { confidants, readers } from '@argosy/domain/shared/staff';
import { isStaffRole, staffRoleAttribute } from '@argosy/domain/shared/staff-roles';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';

/** Functions beside the documents' own acts. */
const others: Readonly<Record<string, readonly StaffRole[]>> = {
  'amendment:Get': readers,
  'bill:Get': readers,
  'confidential:Get': readers,
  'confidential:Record': confidants,
  'credit:Get': readers,
  'examination:Get': readers,
  'presentation:Get': readers,
  'proceeds:Get': readers,
  'receipt:Get': readers,
  'possession:Get': readers,
  'possession:GetChain': readers,
  'register:GetMember': readers,
  'register:GetCalendar': readers,
  'register:GetCodeList': readers,
  'register:GetDecision': readers,
  'register:GetRoster': readers,
  'declaration:Get': readers,
  'licence:Get': readers,
  'shipment:Get': readers,
};

/**
 * Whose staff may call which function; what is not here may be called by nobody. The party's part in
 * the deal itself is decided later, by the rules.
 */
export const access: Readonly<Record<string, readonly StaffRole[]>> = {
  ...Object.fromEntries(documentNames.flatMap(functionsOfDocument)),
  ...others,
};

/** The part of a Fabric client identity that access needs. */
export interface Identity {
  getAttributeValue(name: string): string | null;
}

/** Refuses: FUNCTION_UNKNOWN, ACCESS_ROLE_MISSING, ACCESS_ROLE_WRONG. */
export function refuseAccess(functionName: string, identity: Identity): void {
  const required = Object.hasOwn(access, functionName) ? access[functionName] : undefined;
  if (required === undefined) throw LedgerError.of('FUNCTION_UNKNOWN', { function: functionName });
  // Whatever an attribute's issuer put there, only text can be a role.
  const actual: unknown = identity.getAttributeValue(staffRoleAttribute);
  const attribute = staffRoleAttribute;
  if (typeof actual !== 'string') {
    throw LedgerError.of('ACCESS_ROLE_MISSING', { function: functionName, required, attribute });
  }
  if (!isStaffRole(actual) || !required.includes(actual)) {
    const details = { function: functionName, required, actual, attribute };
    throw LedgerError.of('ACCESS_ROLE_WRONG', details);
  }
}

/** Stops the start when the access table and the contracts' functions differ. */
export function assertAccessComplete(functions: readonly string[]): void {
  const unguarded = functions.filter((name) => !Object.hasOwn(access, name));
  const unknown = Object.keys(access).filter((name) => !functions.includes(name));
  if (unguarded.length > 0 || unknown.length > 0) {
    throw new Error(
      `The access table and the contracts differ: no access for [${unguarded.join(', ')}], ` +
        `no function for [${unknown.join(', ')}]`,
    );
  }
}

/** The acts of a document that are functions of its own contract. */
function functionsOfDocument(
  name: (typeof documentNames)[number],
): [string, readonly StaffRole[]][] {
  return Object.entries(documentKind(name).steps)
    .filter(([, { within }]) => within === undefined)
    .map(([action, { staff }]) => [functionName(name, action), staff]);
}
