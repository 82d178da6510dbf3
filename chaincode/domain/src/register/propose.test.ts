import { describe, expect, test } from '@jest/globals';
import { members } from '../../test-support/network.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import {
  aCalendarRecord,
  aProposal,
  contentHash,
  rosterOf,
  theFounding,
} from '../../test-support/register.js';
import { registerState, voteBy } from '../../test-support/votes.js';
import type { DecisionCommand } from './commands.js';
import { proposeDecision } from './propose.js';
import type { RegisterState } from './register-state.js';

const { advisingBank, applicant, issuingBank } = members;
const channel = 'consortium';

interface Proposing {
  readonly command?: DecisionCommand<'propose'>;
  readonly state?: RegisterState;
  readonly by?: string;
}

function propose({
  command = aProposal(),
  state = registerState(),
  by = issuingBank,
}: Proposing = {}) {
  return proposeDecision(command, { state, sha256: contentHash, channel }, voteBy(by));
}

describe('a proposal', () => {
  test('is its proposer’s approval, under the constitution that is in force', () => {
    const [{ record, change }, ...others] = propose();
    expect(others).toEqual([]);
    expect(change).toEqual({
      type: 'DecisionProposed',
      document: 'decision',
      parts: ['DECISION-7'],
      version: 1,
      status: 'proposed',
    });
    expect(record).toMatchObject({
      proposer: issuingBank,
      sha256: contentHash,
      replaces: [0],
      voters: rosterOf(channel).voters,
      required: 3,
      approvals: [{ msp: issuingBank, transactionId: 'f7'.repeat(32) }],
      rejections: [],
    });
  });

  test('names the version of what it replaces', () => {
    const current = [aCalendarRecord({ version: 4 })];
    const [{ record }] = propose({ state: registerState({ current }) });
    expect(record.replaces).toEqual([4]);
  });

  test('is for voters', () => {
    const { code, details } = refusalOf(() => propose({ by: applicant }));
    expect(code).toBe('ACTION_WRONG_PARTY');
    expect(details).toMatchObject({ document: 'decision', actual: [], required: ['voter'] });
  });

  test('of which one approval is enough is adopted at once', () => {
    const roster = { ...rosterOf(channel), voters: [issuingBank], required: 1 };
    const effects = propose({ state: registerState({ roster }) });
    expect(effects.map(({ change: { type, status } }) => [type, status])).toEqual([
      ['DecisionProposed', 'adopted'],
      ['CalendarEntered', 'inForce'],
    ]);
  });

  test('is not made of what could not be adopted', () => {
    const current = [aCalendarRecord({ latestTime: '2026-05-20T09:00:00.001Z' })];
    const late = () => propose({ state: registerState({ current }) });
    expect(codeOf(late)).toBe('TIME_BEFORE_RECORD');
    const same = [aCalendarRecord({ latestTime: '2026-05-20T09:00:00.000Z' })];
    expect(propose({ state: registerState({ current: same }) })).toHaveLength(1);
  });
});

describe('the first proposal', () => {
  const command = theFounding(channel);
  const current = command.entries.map(() => undefined);
  const nothing = { roster: undefined, current };

  test('brings a constitution', () => {
    const state = registerState({ roster: undefined });
    expect(codeOf(() => propose({ state }))).toBe('REGISTER_NOT_FOUNDED');
  });

  test('is for a voter whom it names', () => {
    expect(propose({ command, state: nothing, by: advisingBank })).toHaveLength(1);
    expect(codeOf(() => propose({ command, state: nothing, by: applicant }))).toBe(
      'ACTION_WRONG_PARTY',
    );
  });

  test('is the only one with a constitution', () => {
    const { code, details } = refusalOf(() => propose({ command }));
    expect(code).toBe('REGISTER_ALREADY_FOUNDED');
    expect(details).toMatchObject({ current: 'FOUNDING' });
  });

  test('enters each of its voters as an active member', () => {
    const constitution = { voters: [issuingBank, advisingBank], required: 2 };
    const only = (msps: readonly string[], status: 'active' | 'suspended' = 'active') => ({
      ...command,
      constitution,
      entries: command.entries.flatMap((entry) =>
        entry.kind === 'member' && msps.includes(entry.member.msp)
          ? [{ ...entry, member: { ...entry.member, status } }]
          : [],
      ),
    });
    expect(propose({ command: only([issuingBank, advisingBank]), state: nothing })).toHaveLength(1);
    expect(codeOf(() => propose({ command: only([issuingBank]), state: nothing }))).toBe(
      'REGISTER_VOTER_NOT_ENTERED',
    );
    const suspended = only([issuingBank, advisingBank], 'suspended');
    expect(codeOf(() => propose({ command: suspended, state: nothing }))).toBe(
      'REGISTER_VOTER_NOT_ENTERED',
    );
  });
});

describe('the source of a copied decision', () => {
  const source = { decision: 'D1', transactionId: 'a1'.repeat(32), sha256: contentHash };

  test('is another channel', () => {
    const command = aProposal({ source: { ...source, channel: 'trade' } });
    expect(propose({ command })[0].record.source).toEqual({ ...source, channel: 'trade' });
  });

  test('is not this one', () => {
    const command = aProposal({ source: { ...source, channel } });
    expect(codeOf(() => propose({ command }))).toBe('REGISTER_SOURCE_SAME_CHANNEL');
  });
});
