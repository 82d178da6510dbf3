import { expect, test } from '@jest/globals';
import { members } from '../../test-support/network.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf } from '../../test-support/refusal.js';
import {
  aDecision,
  contentHash,
  lisbon2026,
  memberEntry,
  rosterOf,
  theFounding,
} from '../../test-support/register.js';
import { voteBy } from '../../test-support/votes.js';
import { adoption } from './adopt.js';
import type { Roster } from './roster.js';
import { rosterSchema, standingIn } from './roster.js';

const channel = 'consortium';
const { applicant, carrier, customs, issuingBank } = members;
const standing = rosterOf(channel);
const call = voteBy(issuingBank);

/** What a decision makes of the roster; undefined where it leaves it alone. */
function rosterAfter(
  change: Parameters<typeof aDecision>[0],
  roster: Roster | undefined = standing,
): unknown {
  const decision = aDecision({ replaces: change?.entries?.map(() => 0) ?? [0], ...change });
  const current = decision.entries.map(() => undefined);
  const effects = adoption(decision, { roster, current }, call);
  return effects.find(({ record: { kind } }) => kind === 'roster')?.record;
}

test('the founding makes it, of all members in the order of their identifiers', () => {
  const { entries, constitution } = theFounding(channel);
  const founding = { entries: entries.toReversed(), ...(constitution && { constitution }) };
  const decision = aDecision({ ...founding, replaces: entries.map(() => 0) });
  const current = entries.map(() => undefined);
  const [first] = adoption(decision, { roster: undefined, current }, call);
  expect(first?.change).toMatchObject({ type: 'RosterEntered', version: 1, parts: ['roster'] });
  expect(first?.record).toMatchObject({
    ...{ voters: decision.voters, required: decision.required, members: standing.members },
    founding: { decision: decision.reference, sha256: contentHash },
  });
});

test('an entry of a member changes its standing there, and nothing else', () => {
  const entries = [memberEntry(channel, customs, { status: 'suspended' })];
  expect(rosterAfter({ entries })).toEqual({
    ...rosterOf(channel, { [customs]: { status: 'suspended' } }),
    version: 2,
    latestTime: call.time,
  });
});

test('a new member stands in its order', () => {
  const { members: all } = standing;
  const smaller = { ...standing, members: all.filter(({ msp }) => msp !== carrier) };
  const entries = [memberEntry(channel, carrier), memberEntry(channel, applicant)];
  expect(rosterAfter({ entries }, smaller)).toMatchObject({ members: all });
});

test('other entries leave it as it is', () => {
  const calendars = [{ kind: 'calendar' as const, calendar: lisbon2026 }];
  expect(rosterAfter({ entries: calendars })).toBeUndefined();
});

test('no later change is earlier', () => {
  const entries = [memberEntry(channel, customs)];
  const at = (latestTime: string) => () => rosterAfter({ entries }, { ...standing, latestTime });
  expect(codeOf(at('2026-05-20T09:00:00.001Z'))).toBe('TIME_BEFORE_RECORD');
  expect(at('2026-05-20T09:00:00.000Z')).not.toThrow();
});

test('each member stands in it once, in order', () => {
  const { members: all } = standing;
  const [first] = all;
  const problem = 'members must be in ascending order, each once';
  expect(problemsOf(rosterSchema, { ...standing, members: all.toReversed() })).toEqual([problem]);
  expect(problemsOf(rosterSchema, { ...standing, members: [first, first] })).toEqual([problem]);
});

test('a member is found by its identifier alone', () => {
  expect(standingIn(standing, customs)).toMatchObject({ msp: customs, guard: customs });
  expect(standingIn(standing, 'StrangerMSP')).toBeUndefined();
});
