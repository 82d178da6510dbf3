import { memberDocument } from '@argosy/domain/register/member';
import { decodeRecord } from '@argosy/domain/shared/record-text';

/** Who has ever guarded for each member of the channel, by its register. */
export type Guards = ReadonlyMap<string, readonly string[]>;

/** The guards after these records of members. Refuses: RECORD_UNREADABLE. */
export function guardsWith(known: Guards, members: readonly string[]): Guards {
  if (members.length === 0) return known;
  const read = members.map((text) => decodeRecord(memberDocument, text));
  return new Map([...known, ...read.map(({ msp, everGuards }) => [msp, everGuards] as const)]);
}
