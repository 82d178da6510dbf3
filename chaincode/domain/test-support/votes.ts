import type { RegisterState } from '../src/register/register-state.js';
import type { Call } from '../src/shared/call.js';
import { rosterOf } from './register.js';

/** What the register of the consortium holds of its members, and of nothing else. */
export function registerState(change: Partial<RegisterState> = {}): RegisterState {
  return { roster: rosterOf('consortium'), current: [undefined], ...change };
}

/** A vote of somebody, at a time after everything in these tests. */
export function voteBy(msp: string, change: Partial<Call> = {}): Call {
  const time = '2026-05-20T09:00:00.000Z';
  return { caller: { msp }, time, transactionId: 'f7'.repeat(32), ...change };
}
