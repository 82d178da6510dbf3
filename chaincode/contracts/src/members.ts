import { LedgerError } from '@argosy/domain/errors';
import { standingIn } from '@argosy/domain/register/roster';
import type { Roster } from '@argosy/domain/register/roster';
import { guardsEver } from '@argosy/domain/register/standing';
import type { Standing } from '@argosy/domain/register/standing';
import type { DocumentKind, LedgerRecord, NewRecord, Party } from '@argosy/domain/shared/document';

/** The roster of this channel; undefined before its founding, when nobody is a member. */
export type Founded = Roster | undefined;

/** Where a member is named that has to be registered. */
interface Named {
  readonly msp: string;
  readonly field: string;
}

/** Refuses: MEMBER_UNKNOWN, MEMBER_SUSPENDED, unless the member is registered on this channel and active. */
export function activeMember(roster: Founded, { msp, field }: Named): Standing {
  const member = knownMember(roster, { msp, field });
  if (member.status !== 'active') throw LedgerError.of('MEMBER_SUSPENDED', { msp, field });
  return member;
}

/** Refuses: MEMBER_UNKNOWN, unless the member is registered on this channel. */
export function knownMember(roster: Founded, { msp, field }: Named): Standing {
  const member = roster && standingIn(roster, msp);
  if (member === undefined) throw LedgerError.of('MEMBER_UNKNOWN', { msp, field });
  return member;
}

/**
 * Who guards a document that is being created: for each party that it binds the member whose peer endorses for it.
 * Refuses: MEMBER_UNKNOWN, MEMBER_SUSPENDED, MEMBER_WRONG_BUSINESS.
 */
export function guardsFor<Kept extends LedgerRecord>(
  roster: Founded,
  document: DocumentKind<Kept>,
  record: NewRecord<Kept>,
): readonly string[] {
  const guards = new Set<string>();
  for (const party of document.parties(record)) {
    const guard =
      party.isUnregistered === true
        ? party.msp
        : memberInPart(roster, party, document.follows).guard;
    if (party.isBound === true) guards.add(guard);
  }
  return [...guards].sort();
}

/** The parties that a record binds and that none of its guards has ever stood for. */
export function partiesWithoutGuard<Kept extends LedgerRecord>(
  roster: Founded,
  document: DocumentKind<Kept>,
  record: Kept,
): readonly string[] {
  return document
    .parties(record)
    .filter((party) => party.isBound === true)
    .filter((party) => !guardsOf(roster, party).some((guard) => record.guards.includes(guard)))
    .map(({ msp }) => msp);
}

function guardsOf(roster: Founded, party: Party): readonly string[] {
  if (party.isUnregistered === true) return [party.msp];
  return guardsEver(roster && standingIn(roster, party.msp), party);
}

function memberInPart(
  roster: Founded,
  { role, msp, business }: Party,
  follows: boolean | undefined,
): Standing {
  const find = follows === true ? knownMember : activeMember;
  const member = find(roster, { msp, field: role });
  if (business !== undefined && !member.businessRoles.includes(business)) {
    const details = { msp, field: role, actual: member.businessRoles, required: business };
    throw LedgerError.of('MEMBER_WRONG_BUSINESS', details);
  }
  return member;
}
