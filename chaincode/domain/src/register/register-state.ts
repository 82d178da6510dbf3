import type { CalendarRecord } from './calendar-record.js';
import type { CodeList } from './code-list.js';
import type { Constitution } from './constitution.js';
import type { Member } from './member.js';

export type CurrentEntry = Member | CalendarRecord | CodeList;

/** What the register of the channel holds of all that a decision touches. */
export interface RegisterState {
  /** Undefined before the founding. */
  readonly constitution: Constitution | undefined;
  /** The record that each entry replaces, in the order of the entries. */
  readonly current: readonly (CurrentEntry | undefined)[];
  /** Of the voters and of those who are to guard, the ones that are members. */
  readonly members: ReadonlyMap<string, Member>;
}
