import { z } from 'zod';
import { locodeSchema } from '../codes/locode.js';
import { dateSchema } from '../shared/dates.js';
import { lineSchema } from '../shared/text.js';

/** The days on which the banks of a place are closed, in one year. */
export const calendarSchema = z
  .strictObject({
    place: locodeSchema,
    year: z.int().min(2000, 'must be 2000 or later').max(2999, 'must be 2999 or earlier'),
    name: z.exactOptional(lineSchema(70)),
    /** Days of the week as ISO 8601 numbers them: 1 is Monday, 7 is Sunday. */
    weekend: z
      .array(z.int().min(1, 'must be 1 to 7').max(7, 'must be 1 to 7'))
      .min(1, 'must name at least one day of the week')
      .max(6, 'must leave a day of the week open')
      .refine(isAscending, 'must be in ascending order, each day once'),
    holidays: z
      .array(dateSchema)
      .max(366, 'must have at most 366 dates')
      .refine(isAscending, 'must be in ascending order, each date once'),
  })
  .refine(({ year, holidays }) => holidays.every((date) => date.startsWith(String(year))), {
    path: ['holidays'],
    error: 'must be dates of the year of the calendar',
  });

export type Calendar = Readonly<z.infer<typeof calendarSchema>>;

function isAscending(values: readonly (number | string)[]): boolean {
  return values.every((value, index) => {
    const previous = values[index - 1];
    return previous === undefined || previous < value;
  });
}
