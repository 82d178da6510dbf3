import type { Member } from '../src/register/member.js';
import type { RegisterState } from '../src/register/register-state.js';
import type { Call } from '../src/shared/call.js';
import { registeredMembers } from './network.js';
import { theConstitution } from './register.js';

/** What the register of the consortium holds of the voters, and of nothing else. */
export function registerState(change: Partial<RegisterState> = {}): RegisterState {
  return {
    constitution: theConstitution(),
    current: [undefined],
    members: registered(),
    ...change,
  };
}

/** The members of the consortium, by name, with what is different. */
export function registered(
  change: Readonly<Record<string, Partial<Member>>> = {},
): ReadonlyMap<string, Member> {
  const entries = registeredMembers('consortium');
  return new Map(entries.map((member) => [member.msp, { ...member, ...change[member.msp] }]));
}

/** A vote of somebody, at a time after everything in these tests. */
export function voteBy(msp: string, change: Partial<Call> = {}): Call {
  const time = '2026-05-20T09:00:00.000Z';
  return { caller: { msp }, time, transactionId: 'f7'.repeat(32), ...change };
}
