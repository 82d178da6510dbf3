import { describe, expect, test } from '@jest/globals';
import { members } from '../../test-support/network.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import {
  aCalendarRecord,
  aDecision,
  contentHash,
  theFounding,
} from '../../test-support/register.js';
import { registerState, voteBy } from '../../test-support/votes.js';
import type { Call } from '../shared/call.js';
import type { RegisterDecision } from './decision.js';
import type { RegisterState } from './register-state.js';
import { approveDecision, rejectDecision } from './vote.js';

const { advisingBank, applicant, carrier, customs, issuingBank } = members;

interface Voting {
  readonly by?: string;
  readonly sha256?: string;
  readonly state?: RegisterState;
  readonly call?: Partial<Call>;
}

function approve(
  change: Partial<RegisterDecision> = {},
  { by = advisingBank, sha256 = contentHash, state = registerState(), call }: Voting = {},
) {
  return approveDecision(aDecision(change), { sha256, state }, voteBy(by, call));
}

function reject(change: Partial<RegisterDecision> = {}, by: string = advisingBank) {
  return rejectDecision(aDecision(change), 'Too early', voteBy(by));
}

const votes = (...msps: readonly string[]) => msps.map((msp) => ({ msp, transactionId: 'tx1' }));
const against = (...msps: readonly string[]) =>
  votes(...msps).map((vote) => ({ ...vote, reason: 'No' }));

describe('an approval', () => {
  test('is counted, and changes nothing else while some are missing', () => {
    const [{ record, change }, ...others] = approve();
    expect(others).toEqual([]);
    expect(change).toMatchObject({ type: 'DecisionApproved', status: 'proposed', version: 2 });
    expect(record.approvals.map(({ msp }) => msp)).toEqual([issuingBank, advisingBank]);
  });

  test('that completes the number brings the entries into force', () => {
    const approvals = votes(issuingBank, carrier);
    const [{ change }, calendar, ...others] = approve({ approvals });
    expect(others).toEqual([]);
    expect(change).toMatchObject({ type: 'DecisionApproved', status: 'adopted' });
    expect(calendar?.change).toMatchObject({ type: 'CalendarEntered', parts: ['PTLIS', '2026'] });
    const origin = { decision: 'DECISION-7', sha256: contentHash };
    expect(calendar?.record).toMatchObject({
      kind: 'calendar',
      place: 'PTLIS',
      version: 1,
      origin,
    });
  });

  test('is for voters, once each', () => {
    expect(codeOf(() => approve({}, { by: applicant }))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => approve({}, { by: issuingBank }))).toBe('DECISION_ALREADY_VOTED');
    const turned = () => approve({ rejections: against(advisingBank) });
    expect(refusalOf(turned).details).toMatchObject({ msp: advisingBank, current: 'rejected' });
  });

  test('is of what the voter has read', () => {
    const other = () => approve({}, { sha256: 'cd'.repeat(32) });
    expect(refusalOf(other).code).toBe('DECISION_CONTENT_DIFFERS');
    expect(refusalOf(other).details).toMatchObject({ limit: contentHash });
  });

  test('comes while the decision is open, and not before the last vote', () => {
    expect(codeOf(() => approve({ status: 'adopted' }))).toBe('ACTION_WRONG_STATUS');
    expect(codeOf(() => approve({ status: 'rejected' }))).toBe('ACTION_WRONG_STATUS');
    const latestTime = '2026-05-20T09:00:00.000Z';
    expect(approve({ latestTime })).toHaveLength(1);
    const call = { time: '2026-05-20T08:59:59.999Z' };
    expect(codeOf(() => approve({ latestTime }, { call }))).toBe('TIME_BEFORE_RECORD');
  });

  test('meets the version that the proposal was to replace', () => {
    const state = registerState({ current: [aCalendarRecord({ version: 2 })] });
    expect(approve({ replaces: [2] }, { state })).toHaveLength(1);
    const overtaken = () => approve({ replaces: [1] }, { state });
    expect(codeOf(overtaken)).toBe('REGISTER_ENTRY_OVERTAKEN');
    expect(refusalOf(overtaken).details).toMatchObject({ actual: 2, limit: 1 });
    expect(codeOf(() => approve({ replaces: [2] }))).toBe('REGISTER_ENTRY_OVERTAKEN');
  });

  test('founds no channel that is founded', () => {
    const { entries, constitution } = theFounding('consortium');
    const founding = {
      ...{ entries, replaces: entries.map(() => 0) },
      ...(constitution && { constitution }),
    };
    const current = entries.map(() => undefined);
    const late = () => approve(founding, { state: registerState({ current }) });
    expect(codeOf(late)).toBe('REGISTER_ALREADY_FOUNDED');
    const state = registerState({ roster: undefined, current });
    expect(approve(founding, { state })).toHaveLength(1);
  });
});

describe('a rejection', () => {
  test('leaves the decision open while enough voters are left', () => {
    const [{ record, change }] = reject();
    expect(change).toMatchObject({ type: 'DecisionRejected', status: 'proposed' });
    expect(record.rejections).toEqual([
      { msp: advisingBank, transactionId: 'f7'.repeat(32), reason: 'Too early' },
    ]);
  });

  test('after which too few are left ends it', () => {
    const [{ change }] = reject({ rejections: against(carrier) });
    expect(change.status).toBe('rejected');
    const unanimous = reject({ required: 4 });
    expect(unanimous[0].change.status).toBe('rejected');
    const majority = reject({ required: 2, rejections: against(carrier) });
    expect(majority[0].change.status).toBe('proposed');
  });

  test('is for voters, once each, while it is open', () => {
    expect(codeOf(() => reject({}, applicant))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => reject({}, issuingBank))).toBe('DECISION_ALREADY_VOTED');
    expect(codeOf(() => reject({ rejections: against(customs) }, customs))).toBe(
      'DECISION_ALREADY_VOTED',
    );
    expect(codeOf(() => reject({ status: 'adopted' }))).toBe('ACTION_WRONG_STATUS');
  });
});
