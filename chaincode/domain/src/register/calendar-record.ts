import { z } from 'zod';
import { calendarSchema } from '../calendar/calendar.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { inForce, registerEntrySteps, registerOriginSchema } from './entry.js';
import { votersBound } from './voters.js';

/** The banking calendar of a place and year, as the voters decided it; its version counts the corrections. */
export const calendarRecordSchema = calendarSchema.safeExtend({
  kind: z.literal('calendar'),
  ...recordShape,
  status: z.enum(inForce),
  origin: registerOriginSchema,
});

export type CalendarRecord = Readonly<z.infer<typeof calendarRecordSchema>>;

export const calendarDocument: DocumentKind<CalendarRecord> = {
  kind: 'calendar',
  roles: ['voter'],
  statuses: inForce,
  steps: registerEntrySteps('Calendar', inForce),
  schema: calendarRecordSchema,
  isSealed: true,
  isOfRegister: true,
  parts: ({ place, year }) => [place, String(year)],
  parties: ({ origin }) => votersBound(origin.voters),
};
