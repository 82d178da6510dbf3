import type { Calendar } from '../src/calendar/calendar.js';
import type { CalendarRecord } from '../src/register/calendar-record.js';
import type { CodeList, CodeListContent } from '../src/register/code-list.js';
import type { DecisionCommand } from '../src/register/commands.js';
import type { RegisterDecision } from '../src/register/decision.js';
import type { Entry } from '../src/register/entries.js';
import type { MemberContent } from '../src/register/member.js';
import { memberContentSchema } from '../src/register/member.js';
import type { Roster } from '../src/register/roster.js';
import { standingAfter } from '../src/register/standing.js';
import type { Standing } from '../src/register/standing.js';
import { members, originOn, registeredMembers, votersOf } from './network.js';
import type { Channel } from './network.js';

export const decisionReference = 'DECISION-7';
export const contentHash = 'ab'.repeat(32);

/** Four organisations with a peer on every sample of these tests; three of them have to agree. */
export const voters = [
  members.issuingBank,
  members.advisingBank,
  members.carrier,
  members.customs,
] as const;

const recordMembers = {
  version: 1,
  guards: [...votersOf.trade].sort(),
  seal: '00'.repeat(32),
  latestTime: '2026-01-05T08:00:00.000Z',
};

/** The roster that a channel was founded with, and what is different for some of its members. */
export function rosterOf(
  channel: Channel,
  change: Readonly<Record<string, Partial<Standing>>> = {},
): Roster {
  const { decision, sha256, voters } = originOn(channel);
  const standings = registeredMembers(channel).map((member) => standingAfter(member, undefined));
  return {
    kind: 'roster',
    ...recordMembers,
    status: 'inForce',
    guards: [...voters].sort(),
    voters,
    required: requiredOf(channel),
    founding: { decision, sha256 },
    members: standings
      .map((standing) => ({ ...standing, ...change[standing.msp] }))
      .sort((one, other) => (one.msp < other.msp ? -1 : 1)),
  };
}

/** What a decision says of a member that is registered on a channel. */
export function memberContent(
  channel: Channel,
  msp: string,
  change: Partial<MemberContent> = {},
): MemberContent {
  const found = registeredMembers(channel).find((member) => member.msp === msp);
  if (found === undefined) throw new Error(`${msp} is not registered on ${channel}`);
  const names = Object.keys(memberContentSchema.shape);
  const content = Object.entries(found).filter(([name]) => names.includes(name));
  return { ...memberContentSchema.parse(Object.fromEntries(content)), ...change };
}

export function memberEntry(
  channel: Channel,
  msp: string,
  change: Partial<MemberContent> = {},
): Entry {
  return { kind: 'member', member: memberContent(channel, msp, change) };
}

export const lisbon2026: Calendar = {
  place: 'PTLIS',
  year: 2026,
  weekend: [6, 7],
  holidays: ['2026-01-01', '2026-04-03', '2026-05-01', '2026-12-25'],
};

export const incoterms: CodeListContent = {
  name: 'incoterms',
  edition: 'ICC, 2020',
  codes: [
    { code: 'CIF', meaning: 'Cost, insurance and freight' },
    { code: 'FOB', meaning: 'Free on board' },
  ],
};

export function aCalendarRecord(change: Partial<CalendarRecord> = {}): CalendarRecord {
  return {
    kind: 'calendar',
    ...recordMembers,
    ...lisbon2026,
    status: 'inForce',
    origin: originOn('trade'),
    ...change,
  };
}

export function aCodeList(change: Partial<CodeList> = {}): CodeList {
  return {
    kind: 'codeList',
    ...recordMembers,
    ...incoterms,
    status: 'inForce',
    origin: originOn('trade'),
    ...change,
  };
}

/** The founding of a channel by all of its members. */
export function theFounding(channel: Channel): DecisionCommand<'propose'> {
  return {
    reference: 'FOUNDING',
    entries: registeredMembers(channel).map(({ msp }) => memberEntry(channel, msp)),
    constitution: { voters: [...votersOf[channel]], required: requiredOf(channel) },
  };
}

/** A proposal of a calendar. */
export function aProposal(
  change: Partial<DecisionCommand<'propose'>> = {},
): DecisionCommand<'propose'> {
  return {
    reference: decisionReference,
    entries: [{ kind: 'calendar', calendar: lisbon2026 }],
    ...change,
  };
}

/** A decision on a new calendar that one voter has proposed. */
export function aDecision(change: Partial<RegisterDecision> = {}): RegisterDecision {
  return {
    kind: 'decision',
    ...recordMembers,
    ...aProposal(),
    status: 'proposed',
    proposer: members.issuingBank,
    sha256: contentHash,
    replaces: [0],
    guards: [...voters].sort(),
    voters: [...voters],
    required: 3,
    approvals: [{ msp: members.issuingBank, transactionId: 'tx1' }],
    rejections: [],
    ...change,
  };
}

function requiredOf(channel: Channel): number {
  return Math.floor(votersOf[channel].length / 2) + 1;
}
