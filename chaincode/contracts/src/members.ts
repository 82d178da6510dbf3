import { LedgerError } from '@argosy/domain/errors';
import { guardsEver } from '@argosy/domain/register/standing';
import type { Standing } from '@argosy/domain/register/standing';
import type { DocumentKind, LedgerRecord, NewRecord, Party } from '@argosy/domain/shared/document';

/** How the roster of this channel is asked for a member. */
export type FindStanding = (msp: string) => Promise<Standing | undefined>;

/** Refuses: MEMBER_UNKNOWN, MEMBER_SUSPENDED, unless the member is registered on this channel and active. */
export async function activeMember(
  findStanding: FindStanding,
  { msp, field }: { readonly msp: string; readonly field: string },
): Promise<Standing> {
  const member = await knownMember(findStanding, { msp, field });
  if (member.status !== 'active') throw LedgerError.of('MEMBER_SUSPENDED', { msp, field });
  return member;
}

/**
 * Who guards a document that is being created: for each party that it binds the member whose peer endorses for it.
 * Refuses: MEMBER_UNKNOWN, MEMBER_SUSPENDED, MEMBER_WRONG_BUSINESS.
 */
export async function guardsFor<Kept extends LedgerRecord>(
  findStanding: FindStanding,
  document: DocumentKind<Kept>,
  record: NewRecord<Kept>,
): Promise<readonly string[]> {
  const guards = new Set<string>();
  for (const party of document.parties(record)) {
    if (party.isUnregistered === true) {
      if (party.isBound === true) guards.add(party.msp);
      continue;
    }
    const member = await memberInPart(findStanding, party, document.follows);
    if (party.isBound === true) guards.add(member.guard);
  }
  return [...guards].sort();
}

/** The parties that a record binds and that none of its guards has ever stood for. */
export async function partiesWithoutGuard<Kept extends LedgerRecord>(
  findStanding: FindStanding,
  document: DocumentKind<Kept>,
  record: Kept,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const party of document.parties(record)) {
    if (party.isBound !== true) continue;
    const guards =
      party.isUnregistered === true
        ? [party.msp]
        : guardsEver(await findStanding(party.msp), party);
    if (!record.guards.some((guard) => guards.includes(guard))) missing.push(party.msp);
  }
  return missing;
}

async function memberInPart(
  findStanding: FindStanding,
  { role, msp, business }: Party,
  follows: boolean | undefined,
): Promise<Standing> {
  const find = follows === true ? knownMember : activeMember;
  const member = await find(findStanding, { msp, field: role });
  if (business !== undefined && !member.businessRoles.includes(business)) {
    const details = { msp, field: role, actual: member.businessRoles, required: business };
    throw LedgerError.of('MEMBER_WRONG_BUSINESS', details);
  }
  return member;
}

/** Refuses: MEMBER_UNKNOWN, unless the member is registered on this channel. */
async function knownMember(
  findStanding: FindStanding,
  { msp, field }: { readonly msp: string; readonly field: string },
): Promise<Standing> {
  const member = await findStanding(msp);
  if (member === undefined) throw LedgerError.of('MEMBER_UNKNOWN', { msp, field });
  return member;
}
