import { memberDocument } from '@argosy/domain/register/member';
import type { MemberPast } from '@argosy/domain/register/standing';
import { decodeRecord } from '@argosy/domain/shared/record-text';

/** What each member of the channel has ever been, by its register. */
export type Guards = ReadonlyMap<string, MemberPast>;

/** The guards after these records of members. Refuses: RECORD_UNREADABLE. */
export function guardsWith(known: Guards, members: readonly string[]): Guards {
  if (members.length === 0) return known;
  const read = members.map((text) => decodeRecord(memberDocument, text));
  return new Map([...known, ...read.map((member) => [member.msp, member] as const)]);
}
