import type { BillName } from '@argosy/domain/bill/bill';
import type { NamedParty } from '@argosy/domain/credit/parties';
import { countryOf } from '@argosy/domain/codes/locode';
import type { CalendarDate } from '@argosy/domain/shared/dates';
import { namedParty, partyNames } from './parties.js';
import type { Cast, PartyName } from './parties.js';
import type { Consignment, Particulars } from './particulars.js';

/** One deal that is going to be played: what its file says, its parties, and what its documents are called. */
export interface Deal {
  readonly file: Particulars;
  readonly cast: Cast;
  readonly parties: Readonly<Record<PartyName, NamedParty>>;
  readonly today: CalendarDate;
  readonly names: DealNames;
}

export interface DealNames {
  readonly credit: string;
  readonly licence: string;
  readonly certificate: string;
}

/** What the documents of one consignment are called. */
export interface ConsignmentNames {
  readonly shipment: string;
  readonly bill: BillName;
  readonly presentation: string;
  readonly declaration: string;
  readonly mrn: string;
}

/** What a deal is called of which nothing is on a ledger: while its file is read. */
export const noNumber = '2001-0001';

/** A deal by its number, such as `2611-0007`. */
export function dealOf(
  file: Particulars,
  {
    cast,
    today,
    number,
  }: { readonly cast: Cast; readonly today: CalendarDate; readonly number: string },
): Deal {
  const parties = Object.fromEntries(
    partyNames.map((name) => [name, namedParty(cast[name])]),
  ) as Record<PartyName, NamedParty>;
  const names = { credit: `LC${number}`, licence: `XL${number}`, certificate: `XC${number}` };
  return { file, cast, parties, today, names };
}

/** The names of a consignment's documents: those of the deal, with its place where there are several. */
export function namesOf({ file, today, names }: Deal, consignment: Consignment): ConsignmentNames {
  const { consignments, carrierCode, credit } = file;
  const place = consignments.indexOf(consignment) + 1;
  const number = names.credit.slice(2) + (consignments.length === 1 ? '' : `-${place}`);
  const serial = number.replace(/\D/g, '').padStart(13, '0');
  return {
    shipment: `SH${number}`,
    bill: { carrierCode, reference: `BL${number}` },
    presentation: `PR${number}`,
    declaration: `DE${number}`,
    // The last digit is the office's own affair.
    mrn: `${today.slice(2, 4)}${countryOf(credit.portOfDischarge)}${serial}0`,
  };
}
