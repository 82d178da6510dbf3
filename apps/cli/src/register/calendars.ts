import type { Calendar } from '@argosy/domain/calendar/calendar';
import { addDays } from '@argosy/domain/shared/dates';
import { easterOf } from './easter.js';

interface Holidays {
  readonly name: string;
  /** As month and day. */
  readonly fixed: readonly string[];
  /** As days after Easter Sunday. */
  readonly movable: readonly number[];
}

/** When the banks of the sample's places are closed, beside weekends. */
const holidays: Readonly<Record<string, Holidays>> = {
  DEHAM: {
    name: 'Hamburg',
    fixed: ['01-01', '05-01', '10-03', '10-31', '12-25', '12-26'],
    // Good Friday, Easter Monday, Ascension, Whit Monday.
    movable: [-2, 1, 39, 50],
  },
  BRSAO: {
    name: 'São Paulo',
    fixed: ['01-01', '01-25', '04-21', '05-01', '07-09', '09-07', '10-12']
      .concat(['11-02', '11-15', '11-20'])
      .concat(['12-25']),
    // Carnival, Good Friday, Corpus Christi.
    movable: [-48, -47, -2, 60],
  },
};

/** The banking calendars of the sample's places for a year. */
export function calendarsOf(year: number): readonly Calendar[] {
  const easter = easterOf(year);
  return Object.entries(holidays).map(([place, { name, fixed, movable }]) => {
    const dates = [
      ...fixed.map((day) => `${year}-${day}`),
      ...movable.map((days) => addDays(easter, days)),
    ];
    return { place, year, name, weekend: [6, 7], holidays: [...new Set(dates)].sort() };
  });
}
