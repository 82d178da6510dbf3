import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import type { Effect } from '../shared/decision.js';
import { calendarDocument } from './calendar-record.js';
import { codeListDocument } from './code-list.js';
import type { RegisterDecision } from './decision.js';
import { entryParts } from './entries.js';
import type { Entry } from './entries.js';
import { inForce, putInForce } from './entry.js';
import type { RegisterOrigin } from './entry.js';
import { memberDocument } from './member.js';
import type { MemberContent } from './member.js';
import { memberOf, refuseUnfitMembers } from './membership.js';
import type { CurrentEntry, RegisterState } from './register-state.js';
import { rosterDocument } from './roster.js';
import type { Roster } from './roster.js';
import { standingAfter } from './standing.js';
import type { Standing } from './standing.js';

/** What of a decision counts when it is adopted. */
export type Adoptable = Pick<
  RegisterDecision,
  'reference' | 'sha256' | 'entries' | 'constitution' | 'replaces' | 'voters' | 'required'
>;

interface Adopting {
  readonly current: CurrentEntry | undefined;
  readonly origin: RegisterOrigin;
  readonly call: Call;
}

const [status] = inForce;

/**
 * Everything that a decision writes into the register when it is adopted. It is worked out at each approval, so that nobody
 * approves what cannot be adopted. Refuses: REGISTER_ENTRY_OVERTAKEN, REGISTER_GUARD_WRONG, REGISTER_VOTER_NOT_ENTERED,
 * REGISTER_VOTERS_TOO_FEW, TIME_BEFORE_RECORD.
 */
export function adoption(decision: Adoptable, state: RegisterState, call: Call): readonly Effect[] {
  const { reference, sha256, entries, voters } = decision;
  refuseOvertaken(decision, state);
  refuseUnfitMembers(decision, state.roster);
  const origin = { decision: reference, sha256, voters };
  const entered = entries.map((entry, index) =>
    entryEffect(entry, { current: state.current[index], origin, call }),
  );
  // The roster is what the entries of members come to, and so changes with them.
  if (!entries.some((entry) => entry.kind === 'member')) return entered;
  return [rosterEffect(decision, { current: state.roster, call }), ...entered];
}

/** The version of a record, 0 where there is none. */
export function versionOf(current: CurrentEntry | undefined): number {
  return current?.version ?? 0;
}

function entryEffect(entry: Entry, { current, origin, call }: Adopting): Effect {
  switch (entry.kind) {
    case 'member':
      return memberEffect(entry.member, { current, origin, call });
    case 'calendar': {
      const draft = { kind: entry.kind, ...entry.calendar, origin };
      const replaced = current?.kind === entry.kind ? current : undefined;
      return putInForce(calendarDocument, { draft, status, current: replaced, call });
    }
    case 'codeList': {
      const draft = { kind: entry.kind, ...entry.codeList, origin };
      const replaced = current?.kind === entry.kind ? current : undefined;
      return putInForce(codeListDocument, { draft, status, current: replaced, call });
    }
  }
}

function memberEffect(
  { status: standing, ...content }: MemberContent,
  { current, origin, call }: Adopting,
): Effect {
  const replaced = current?.kind === 'member' ? current : undefined;
  const draft = { kind: 'member' as const, ...content, origin };
  return putInForce(memberDocument, { draft, status: standing, current: replaced, call });
}

function rosterEffect(
  { reference, sha256, entries, voters, required }: Adoptable,
  { current, call }: { readonly current: Roster | undefined; readonly call: Call },
): Effect {
  const { founding = { decision: reference, sha256 }, members: before = [] } = current ?? {};
  const draft = {
    kind: 'roster' as const,
    ...{ voters, required, founding },
    members: standingsAfter(entries, before),
  };
  return putInForce(rosterDocument, { draft, status, current, call });
}

function standingsAfter(entries: readonly Entry[], before: readonly Standing[]): Standing[] {
  const standings = new Map(before.map((standing) => [standing.msp, standing]));
  for (const member of entries.flatMap((entry) => memberOf(entry) ?? []))
    standings.set(member.msp, standingAfter(member, standings.get(member.msp)));
  return [...standings.values()].sort((one, other) => (one.msp < other.msp ? -1 : 1));
}

/** Two decisions on one entry: the later one would silently undo the earlier. Refuses: REGISTER_ENTRY_OVERTAKEN. */
function refuseOvertaken({ entries, replaces }: Adoptable, { current }: RegisterState): void {
  entries.forEach((entry, index) => {
    const actual = versionOf(current[index]);
    const limit = replaces[index] ?? 0;
    if (actual !== limit) {
      const parts = [...entryParts(entry)];
      const details = { document: entry.kind, parts, actual, limit };
      throw LedgerError.of('REGISTER_ENTRY_OVERTAKEN', details);
    }
  });
}
