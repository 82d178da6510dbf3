import { LedgerError } from '../errors.js';
import type { Call } from './call.js';
import type { CalendarDate } from './dates.js';
import { dateOf } from './time.js';
import type { Time } from './time.js';

/** Nobody records what has not happened yet. Refuses: EVENT_IN_FUTURE, for a time after the transaction's. */
export function refuseLaterTime(
  field: string,
  { at, call }: { readonly at: Time; readonly call: Call },
): void {
  if (at > call.time) {
    throw LedgerError.of('EVENT_IN_FUTURE', { field, actual: at, limit: call.time });
  }
}

/** Refuses: EVENT_IN_FUTURE, for a day after the transaction's. */
export function refuseLaterDate(
  field: string,
  { date, call }: { readonly date: CalendarDate; readonly call: Call },
): void {
  const limit = dateOf(call.time);
  if (date > limit) throw LedgerError.of('EVENT_IN_FUTURE', { field, actual: date, limit });
}
