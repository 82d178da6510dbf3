import type { BankCalendars } from '../calendar/banking-days.js';
import type { CreditTerms } from '../credit/terms.js';
import type { Presentation } from '../presentation/presentation.js';
import type { CalendarDate } from '../shared/dates.js';
import type { Money } from '../shared/money.js';

/** What an electronic bill of lading says that the credit or the other documents speak of too. */
export interface BillData {
  readonly sha256: string;
  readonly onBoardDate: CalendarDate;
  readonly portOfLoading: string;
  readonly portOfDischarge: string;
  readonly freight: 'prepaid' | 'collect';
  /** The credit for which it was made. */
  readonly credit?: string;
}

/** What there is to compare when documents are presented. */
export interface Facts {
  readonly terms: CreditTerms;
  readonly presentation: Pick<
    Presentation,
    'credit' | 'amount' | 'invoiceAmount' | 'shipmentDate' | 'documents'
  >;
  readonly presentedOn: CalendarDate;
  /** What could still be drawn before this presentation. */
  readonly available: Money;
  /** The banking days of the bank that examines. */
  readonly bank: BankCalendars;
  readonly bill?: BillData;
}

/** What a rule asks for, and what it met instead. */
export interface Difference {
  readonly expected: string;
  readonly found: string;
}

/** One rule of examination, under its article. */
export interface ExaminationRule {
  readonly article: string;
  readonly find: (facts: Facts) => Difference | undefined;
}

/** The date of shipment: the bill's date on board, where there is one (UCP 600 art. 20(a)(ii)). */
export function shippedOn({ presentation, bill }: Facts): CalendarDate {
  return bill?.onBoardDate ?? presentation.shipmentDate;
}

/** A list that stays short enough to be read. */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(', ');
  return items.length > 5 ? `${shown} and ${String(items.length - 5)} more` : shown;
}
