import type { CalendarRecord } from './calendar-record.js';
import type { CodeList } from './code-list.js';
import type { Member } from './member.js';
import type { Roster } from './roster.js';

export type CurrentEntry = Member | CalendarRecord | CodeList;

/** What the register of the channel holds of all that a decision touches. */
export interface RegisterState {
  /** Undefined before the founding. */
  readonly roster: Roster | undefined;
  /** The record that each entry replaces, in the order of the entries. */
  readonly current: readonly (CurrentEntry | undefined)[];
}
