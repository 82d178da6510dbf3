import { constitutionDocument } from '@argosy/domain/register/constitution';
import { memberDocument } from '@argosy/domain/register/member';
import type { MemberPast } from '@argosy/domain/register/standing';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import type { FoundDocument } from './read-documents.js';

/** What the register of the channel says of those who guard documents. */
export interface Guards {
  /** What each member has ever been. */
  readonly members: ReadonlyMap<string, MemberPast>;
  /** Who votes on the register; undefined before its founding. */
  readonly voters: readonly string[] | undefined;
}

/** A channel whose register is not founded. */
export const noGuards: Guards = { members: new Map(), voters: undefined };

/** The kinds of documents that guards are read from. */
export const guardingKinds = ['constitution', 'member'] as const;

/** The guards by the records that stand. Refuses: RECORD_UNREADABLE. */
export function guardsOf(
  records: readonly { readonly kind: string; readonly record: string }[],
): Guards {
  const members = records.filter(({ kind }) => kind === 'member');
  const constitution = records.find(({ kind }) => kind === 'constitution');
  return {
    members: new Map(members.map(({ record }) => memberIn(record))),
    voters: constitution === undefined ? undefined : votersIn(constitution.record),
  };
}

/**
 * The guards after what a transaction did. An entry without the voters' seals is none, and neither is a member whose record cannot
 * be read, or is gone: as for the contracts.
 */
export function guardsAfter(known: Guards, found: readonly FoundDocument[]): Guards {
  const ofRegister = found.filter(({ kind }) => kind === 'member' || kind === 'constitution');
  if (ofRegister.length === 0) return known;
  const members = new Map(known.members);
  let { voters } = known;
  for (const one of ofRegister) {
    if (one.kind === 'member') enter(members, one);
    else if (one.what === 'written' && one.missing.length === 0) voters ??= votersIn(one.text);
  }
  return { members, voters };
}

function enter(members: Map<string, MemberPast>, one: FoundDocument): void {
  const [msp = ''] = one.parts;
  if (one.what !== 'written') members.delete(msp);
  // Only its creation carries the seals; the entry that stands is guarded by its key's policy.
  else if (one.missing.length === 0 || members.has(msp)) members.set(...memberIn(one.text));
}

function memberIn(text: string): readonly [string, MemberPast] {
  const member = decodeRecord(memberDocument, text);
  return [member.msp, member];
}

function votersIn(text: string): readonly string[] {
  return decodeRecord(constitutionDocument, text).voters;
}
