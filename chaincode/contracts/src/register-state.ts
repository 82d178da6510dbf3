import type { DecisionContent } from '@argosy/domain/register/content';
import { constitutionParts } from '@argosy/domain/register/constitution';
import type { Constitution } from '@argosy/domain/register/constitution';
import { entryParts } from '@argosy/domain/register/entries';
import { memberOf } from '@argosy/domain/register/membership';
import type { CurrentEntry, RegisterState } from '@argosy/domain/register/register-state';
import type { Records } from './records.js';

/** The constitution of this channel; undefined before its founding. */
export function findConstitution(records: Records): Promise<Constitution | undefined> {
  return records.find('constitution', constitutionParts);
}

/** What the register holds of all that a decision touches, each read by its key. */
export async function registerState(
  records: Records,
  { entries, constitution: founding }: DecisionContent,
): Promise<RegisterState> {
  const constitution = await findConstitution(records);
  const current = await Promise.all(
    entries.map((entry): Promise<CurrentEntry | undefined> =>
      records.find(entry.kind, entryParts(entry)),
    ),
  );
  const guards = entries.flatMap((entry) => memberOf(entry)?.guard ?? []);
  const voters = (constitution ?? founding)?.voters ?? [];
  const msps = [...new Set([...guards, ...voters])];
  const members = await Promise.all(msps.map((msp) => records.member(msp)));
  const found = members.flatMap((member) => (member === undefined ? [] : [member]));
  return { constitution, current, members: new Map(found.map((member) => [member.msp, member])) };
}
