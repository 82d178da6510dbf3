import type { Title } from '@argosy/domain/bill/title';
import { fromPresentation, inDeal, refuseOtherParties } from '@argosy/domain/credit/same-deal';
import type { Examination } from '@argosy/domain/examination/examination';
import type { Examined } from '@argosy/domain/examination/examine';
import type { Presentation } from '@argosy/domain/presentation/presentation';
import { yearOf } from '@argosy/domain/shared/dates';
import { bankCalendars } from './calendars.js';
import type { Records } from './records.js';
import { findTitle } from './title.js';

/** What an examination begins with. Refuses: RECORD_NOT_FOUND, MEMBER_UNKNOWN. */
export async function toBeExamined(records: Records, reference: string): Promise<Examined> {
  const presentation = await records.get('presentation', [reference]);
  const credit = await records.get('credit', [presentation.credit]);
  const { msp } = presentation.parties.issuingBank;
  // Five banking days from the end of a year reach into the next.
  const year = yearOf(presentation.presentedAt ?? presentation.latestTime);
  return {
    presentation,
    credit,
    bank: await bankCalendars(records, { msp, years: [year, year + 1] }),
  };
}

/** A presentation and what its issuing bank made of it so far. */
export interface UnderExamination {
  readonly presentation: Presentation;
  readonly examination: Examination;
}

/** What the bank made of a presentation counts only where it names the same parties. Refuses: RECORD_NOT_FOUND, DEAL_PARTIES_DIFFER. */
export async function underExamination(
  records: Records,
  reference: string,
): Promise<UnderExamination> {
  const presentation = await records.get('presentation', [reference]);
  const parts = [reference, presentation.parties.issuingBank.msp];
  const examination = await records.get('examination', parts);
  refuseOtherParties(fromPresentation(examination), inDeal(presentation));
  return { presentation, examination };
}

/** The bill of lading among the presented documents, where it is a record of this ledger. Refuses: BILL_TITLE_BROKEN. */
export async function presentedTitle(
  records: Records,
  { bill }: Presentation,
): Promise<Title | undefined> {
  return bill === undefined ? undefined : findTitle(records, bill);
}
