import type { BankCalendars } from '@argosy/domain/calendar/banking-days';
import { knownMember } from './members.js';
import type { Records } from './records.js';

/**
 * What this channel's register holds of the banking days at the place of a bank, in these years; a year without a calendar is left
 * out, for the rules to miss it where they need it. Refuses: MEMBER_UNKNOWN.
 */
export async function bankCalendars(
  records: Records,
  { msp, years }: { readonly msp: string; readonly years: readonly number[] },
): Promise<BankCalendars> {
  const { place } = knownMember(await records.roster(), { msp, field: 'issuingBank' });
  const found = await Promise.all(
    years.map((year) => records.find('calendar', [place, String(year)])),
  );
  return { place, calendars: found.filter((calendar) => calendar !== undefined) };
}
