import { LedgerError } from './errors.js';
import type { ErrorCode } from './errors.js';
import { documentKind, isDocumentName, kindOf } from './documents.js';
import { refuseWrongParty, refuseWrongStatus } from './shared/decision.js';
import type { DocumentKind, LedgerRecord } from './shared/document.js';

/** Somebody of a member's staff; without a role in the certificate, nothing may be done. */
export interface StaffMember {
  readonly msp: string;
  readonly staffRole: string | undefined;
}

/** Whether an act is possible now; if not, the first refusal that would meet the person, in words too. */
export type Possibility =
  | { readonly action: string; readonly possible: true }
  | {
      readonly action: string;
      readonly possible: false;
      readonly refusal: ErrorCode;
      readonly why: string;
    };

/**
 * For each act on a document that there is: may this person take it now, or what would refuse it? Read from the tables by which
 * the contracts decide. Dates, amounts and other documents are left to the contract, which alone knows them at the time.
 */
export function possibleActions(record: LedgerRecord, person: StaffMember): readonly Possibility[] {
  const document = kindOf(record);
  return Object.entries(document.steps)
    .filter(([, { from, within }]) => from.length > 0 && within === undefined)
    .map(([action]) => {
      const refusal = refusalOf(document, { action, record, person });
      if (refusal === undefined) return { action, possible: true };
      return { action, possible: false, refusal: refusal.code, why: refusal.sentence };
    });
}

function refusalOf(
  document: DocumentKind,
  at: { readonly action: string; readonly record: LedgerRecord; readonly person: StaffMember },
): LedgerError | undefined {
  const { action, record, person } = at;
  const { msp, staffRole } = person;
  const required = document.steps[action]?.staff ?? [];
  const name = functionName(document.kind, action);
  if (staffRole === undefined)
    return LedgerError.of('ACCESS_ROLE_MISSING', { function: name, required });
  if (!required.some((role) => role === staffRole)) {
    return LedgerError.of('ACCESS_ROLE_WRONG', { function: name, required, actual: staffRole });
  }
  try {
    refuseWrongParty(document, action, { record, call: { caller: { msp } } });
    refuseWrongStatus(document, action, record);
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
}

/** The contract's function for an act on a document: `credit:Issue`. */
export function functionName(kind: string, action: string): string {
  const { contract = kind } = isDocumentName(kind) ? documentKind(kind) : {};
  return `${contract}:${action.charAt(0).toUpperCase()}${action.slice(1)}`;
}
