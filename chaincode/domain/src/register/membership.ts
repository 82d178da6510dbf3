import { LedgerError } from '../errors.js';
import type { RegisterDecision } from './decision.js';
import type { Entry } from './entries.js';
import type { MemberContent } from './member.js';
import { standingIn } from './roster.js';
import type { Roster } from './roster.js';
import type { Standing } from './standing.js';

type Deciding = Pick<RegisterDecision, 'entries' | 'constitution' | 'voters' | 'required'>;
type FindStanding = (msp: string) => Pick<Standing, 'guard' | 'status'> | undefined;

/** The member that an entry is about, where it is about one. */
export function memberOf(entry: Entry): MemberContent | undefined {
  return entry.kind === 'member' ? entry.member : undefined;
}

/**
 * The members as they would be afterwards have to be able to act and to decide.
 * Refuses: REGISTER_GUARD_WRONG, REGISTER_VOTER_NOT_ENTERED, REGISTER_VOTERS_TOO_FEW.
 */
export function refuseUnfitMembers(
  { entries, constitution, voters, required }: Deciding,
  roster: Roster | undefined,
): void {
  const entered = new Map(
    entries.flatMap((entry) => {
      const member = memberOf(entry);
      return member === undefined ? [] : [[member.msp, member]];
    }),
  );
  const standingOf: FindStanding = (msp) => entered.get(msp) ?? (roster && standingIn(roster, msp));
  refuseWrongGuards(entries, standingOf);
  const active = voters.filter((msp) => standingOf(msp)?.status === 'active');
  const [missing] = voters.filter((msp) => !active.includes(msp));
  if (constitution !== undefined && missing !== undefined) {
    throw LedgerError.of('REGISTER_VOTER_NOT_ENTERED', { msp: missing, field: 'constitution' });
  }
  if (active.length < required) {
    const details = { actual: active.length, limit: required, voters: active };
    throw LedgerError.of('REGISTER_VOTERS_TOO_FEW', details);
  }
}

/**
 * Whoever endorses for a member lets it go by its own approval: two others could otherwise become its guard by their votes, and
 * make documents in its name. A guard that does not vote is not asked. Refuses: REGISTER_GUARD_UNASKED.
 */
export function refuseUnaskedGuards(
  { entries, voters }: Pick<Deciding, 'entries' | 'voters'>,
  {
    roster,
    approvedBy,
  }: { readonly roster: Roster | undefined; readonly approvedBy: readonly string[] },
): void {
  if (roster === undefined) return;
  entries.forEach((entry, index) => {
    const { msp, guard } = memberOf(entry) ?? {};
    const present = msp === undefined ? undefined : standingIn(roster, msp)?.guard;
    if (msp === undefined || present === undefined || present === guard) return;
    if (voters.includes(present) && !approvedBy.includes(present)) {
      const field = `entries.${String(index)}.member.guard`;
      throw LedgerError.of('REGISTER_GUARD_UNASKED', { msp, field, guard: present });
    }
  });
}

/** A sponsor's peer endorses for others: it has to have one, and so be its own guard. */
function refuseWrongGuards(entries: readonly Entry[], standingOf: FindStanding): void {
  entries.forEach((entry, index) => {
    const { msp, guard } = memberOf(entry) ?? {};
    if (msp === undefined || guard === undefined) return;
    if (standingOf(guard)?.guard !== guard) {
      const field = `entries.${String(index)}.member.guard`;
      throw LedgerError.of('REGISTER_GUARD_WRONG', { guard, msp, field });
    }
  });
}
