import { z } from 'zod';
import { calendarSchema } from '../calendar/calendar.js';
import { codeListContentSchema } from './code-list.js';
import { memberContentSchema } from './member.js';

/** One entry of the register as it is to be: it replaces the whole entry that is there. */
export const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('member'), member: memberContentSchema }),
  z.strictObject({ kind: z.literal('calendar'), calendar: calendarSchema }),
  z.strictObject({ kind: z.literal('codeList'), codeList: codeListContentSchema }),
]);

export type Entry = Readonly<z.infer<typeof entrySchema>>;

export const entriesSchema = z
  .array(entrySchema)
  .min(1, 'must have at least one entry')
  .max(100, 'must have at most 100 entries')
  .refine(isEachOnce, 'must not have two entries for the same member, calendar or code list');

/** The parts of the key of the record that an entry makes. */
export function entryParts(entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'member':
      return [entry.member.msp];
    case 'calendar':
      return [entry.calendar.place, String(entry.calendar.year)];
    case 'codeList':
      return [entry.codeList.name];
  }
}

function isEachOnce(entries: readonly Entry[]): boolean {
  const names = entries.map((entry) => [entry.kind, ...entryParts(entry)].join(' '));
  return new Set(names).size === names.length;
}
