import { rosterDocument } from '@argosy/domain/register/roster';
import type { Roster } from '@argosy/domain/register/roster';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import type { FoundDocument } from './read-documents.js';

/** What the register of the channel says of those who guard documents. */
export interface Guards {
  /** Undefined before the founding. */
  readonly roster: Roster | undefined;
}

/** A channel whose register is not founded. */
export const noGuards: Guards = { roster: undefined };

/** The kinds of documents that guards are read from. */
export const guardingKinds = ['roster'] as const;

/** The guards by the records that stand. Refuses: RECORD_UNREADABLE. */
export function guardsOf(
  records: readonly { readonly kind: string; readonly record: string }[],
): Guards {
  const roster = records.find(({ kind }) => kind === 'roster');
  return roster === undefined ? noGuards : guardsIn(roster.record);
}

/**
 * The guards after what a transaction did. A roster without its voters' seals is none, and neither is one that cannot be read, or is
 * gone: as for the contracts.
 */
export function guardsAfter(known: Guards, found: readonly FoundDocument[]): Guards {
  const roster = found.find(({ kind }) => kind === 'roster');
  if (roster === undefined) return known;
  if (roster.what !== 'written') return noGuards;
  // Only its creation carries the seals; the roster that stands is guarded by its key's policy.
  const counts = known.roster !== undefined || roster.missing.length === 0;
  return counts ? guardsIn(roster.text) : known;
}

function guardsIn(text: string): Guards {
  return { roster: decodeRecord(rosterDocument, text) };
}
