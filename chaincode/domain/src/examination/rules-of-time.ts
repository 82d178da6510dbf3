import { nextBankingDay } from '../calendar/banking-days.js';
import type { BankCalendars } from '../calendar/banking-days.js';
import type { DocumentType } from '../credit/documents.js';
import { LedgerError } from '../errors.js';
import { addDays, daysBetween } from '../shared/dates.js';
import type { CalendarDate } from '../shared/dates.js';
import { listed, shippedOn } from './facts.js';
import type { Difference, ExaminationRule, Facts } from './facts.js';

const transportDocuments: readonly DocumentType[] = [
  'billOfLading',
  'seaWaybill',
  'multimodalTransportDocument',
  'airWaybill',
  'roadWaybill',
  'railWaybill',
];

/** The rules about dates. Days end at midnight UTC, since no document names a time zone. */
export const rulesOfTime = {
  EXP1: { article: 'UCP 600 art. 6(e), 29(a)', find: afterExpiry },
  PRS1: { article: 'UCP 600 art. 14(c), 29(a)', find: afterPeriod },
  // No banking calendar moves the latest date of shipment (UCP 600 art. 29(c)).
  SHP1: { article: 'UCP 600 art. 14(d), 29(c)', find: shippedLate },
  DATE1: { article: 'UCP 600 art. 14(i)', find: datedAfterPresentation },
} as const satisfies Record<string, ExaminationRule>;

function afterExpiry({ terms, presentedOn, bank }: Facts): Difference | undefined {
  return later({ presentedOn, last: terms.expiry.date, bank });
}

function afterPeriod(facts: Facts): Difference | undefined {
  const { terms, presentedOn, bank } = facts;
  // The period counts from the shipment that a transport document shows.
  if (!terms.documentsRequired.some((type) => transportDocuments.includes(type))) return undefined;
  const shipped = shippedOn(facts);
  const periodDays = terms.presentationPeriodDays;
  // The day of shipment is not counted: 21 days after the 1st end on the 22nd.
  if (daysBetween({ earlier: shipped, later: presentedOn }) <= periodDays) return undefined;
  return later({ presentedOn, last: addDays(shipped, periodDays), bank });
}

function shippedLate(facts: Facts): Difference | undefined {
  const shipped = shippedOn(facts);
  const { latestShipment } = facts.terms;
  if (shipped <= latestShipment) return undefined;
  return { expected: `shipment by ${latestShipment}`, found: shipped };
}

function datedAfterPresentation(facts: Facts): Difference | undefined {
  const { presentation, presentedOn } = facts;
  const dates = [
    ...presentation.documents.map(({ type, dated }) => ({ what: `${type} dated`, date: dated })),
    { what: 'shipment on', date: shippedOn(facts) },
  ];
  const after = dates.flatMap(({ what, date }) =>
    date !== undefined && date > presentedOn ? [`${what} ${date}`] : [],
  );
  if (after.length === 0) return undefined;
  return { expected: `nothing dated after ${presentedOn}`, found: listed(after) };
}

/** A last day on which the bank is closed moves to the next on which it is open (UCP 600 art. 29(a)). */
function later({
  presentedOn,
  last,
  bank,
}: {
  readonly presentedOn: CalendarDate;
  readonly last: CalendarDate;
  readonly bank: BankCalendars;
}): Difference | undefined {
  if (presentedOn <= last) return undefined;
  const moved = movedDay(last, bank);
  if (presentedOn <= moved) return undefined;
  return { expected: `presentation by ${moved}`, found: presentedOn };
}

// A finding is advice: a calendar that nobody recorded must not keep the beneficiary from presenting.
function movedDay(last: CalendarDate, bank: BankCalendars): CalendarDate {
  try {
    return nextBankingDay(last, bank);
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'CALENDAR_MISSING') return last;
    throw error;
  }
}
