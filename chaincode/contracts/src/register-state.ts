import type { DecisionContent } from '@argosy/domain/register/content';
import { entryParts } from '@argosy/domain/register/entries';
import type { CurrentEntry, RegisterState } from '@argosy/domain/register/register-state';
import type { Records } from './records.js';

/** What the register holds of all that a decision touches, each read by its key. */
export async function registerState(
  records: Records,
  { entries }: Pick<DecisionContent, 'entries'>,
): Promise<RegisterState> {
  const roster = await records.roster();
  const current = await Promise.all(
    entries.map((entry): Promise<CurrentEntry | undefined> =>
      records.find(entry.kind, entryParts(entry)),
    ),
  );
  return { roster, current };
}
