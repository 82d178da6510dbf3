import { memberDocument } from '@argosy/domain/register/member';
import type { MemberPast } from '@argosy/domain/register/standing';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import type { FoundDocument } from './read-documents.js';

/** What each member of the channel has ever been, by its register. */
export type Guards = ReadonlyMap<string, MemberPast>;

/** The guards by the records of members that stand. Refuses: RECORD_UNREADABLE. */
export function guardsOf(members: readonly string[]): Guards {
  return new Map(members.map((text) => memberIn(text)));
}

/** The guards after what a transaction did. A member whose record cannot be read, or is gone, is none, as for the contracts. */
export function guardsAfter(known: Guards, found: readonly FoundDocument[]): Guards {
  const members = found.filter(({ kind }) => kind === 'member');
  if (members.length === 0) return known;
  const guards = new Map(known);
  for (const one of members) {
    if (one.what === 'written') guards.set(...memberIn(one.text));
    else guards.delete(one.parts[0] ?? '');
  }
  return guards;
}

function memberIn(text: string): readonly [string, MemberPast] {
  const member = decodeRecord(memberDocument, text);
  return [member.msp, member];
}
