import type { BankCalendars } from '@argosy/domain/calendar/banking-days';
import { LedgerError } from '@argosy/domain/errors';
import type { Records } from './records.js';

/**
 * What this channel's register holds of the banking days at the place of a bank, in these years; a year without a calendar is left
 * out, for the rules to miss it where they need it. Refuses: MEMBER_UNKNOWN.
 */
export async function bankCalendars(
  records: Records,
  { msp, years }: { readonly msp: string; readonly years: readonly number[] },
): Promise<BankCalendars> {
  const member = await records.standing(msp);
  if (member === undefined) throw LedgerError.of('MEMBER_UNKNOWN', { msp, field: 'issuingBank' });
  const { place } = member;
  const found = await Promise.all(
    years.map((year) => records.find('calendar', [place, String(year)])),
  );
  return { place, calendars: found.filter((calendar) => calendar !== undefined) };
}
