import type { BankCalendars } from '@argosy/domain/calendar/banking-days';
import { yearOf } from '@argosy/domain/shared/dates';
import type { CalendarDate } from '@argosy/domain/shared/dates';
import type { Organisation } from '@argosy/operator/topology/schema';
import { calendarsOf } from '../register/calendars.js';
import { sampleMembers } from '../register/particulars.js';
import type { Surroundings } from './read.js';

/** What a deal is read for in the sample network, whose register says where its banks are and when they are open. */
export const sampleSurroundings = (
  organisations: readonly Organisation[],
  today: CalendarDate,
): Surroundings => {
  const calendars = [0, 1, 2].flatMap((years) => calendarsOf(yearOf(today) + years));
  const bankingDays = (bank: Organisation | undefined): BankCalendars => ({
    place: sampleMembers[bank?.msp ?? '']?.place ?? '',
    calendars,
  });
  return { organisations, today, bankingDays };
};
