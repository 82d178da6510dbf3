import { LedgerError } from '../errors.js';
import { addDays, daysBetween } from '../shared/dates.js';
import { isAbove, moneyText } from '../shared/money.js';
import type { Money } from '../shared/money.js';
import { dateOf } from '../shared/time.js';
import type { CreditCommand } from './commands.js';
import type { Credit } from './credit.js';
import type { PresentedDocument } from './documents.js';
import { decision, takeStep } from './take-step.js';
import type { Call, Decision } from './take-step.js';
import type { CreditTerms } from './terms.js';

type Dates = { readonly shipment: string; readonly presentation: string };

/**
 * Present the documents. Until the bank's examination is on the ledger, what would be a discrepancy
 * is refused here and never recorded. Requires: the beneficiary; status advised.
 * Refuses: CREDIT_WRONG_ROLE, CREDIT_WRONG_STATUS, TIME_BEFORE_RECORD, PRESENTATION_AFTER_EXPIRY,
 * SHIPMENT_AFTER_PRESENTATION, SHIPMENT_LATE, PRESENTATION_LATE, DRAWING_CURRENCY_WRONG,
 * DRAWING_ABOVE_AMOUNT, DOCUMENT_MISSING. Emits: DocumentsPresented.
 */
export function present(
  credit: Credit,
  { shipmentDate, amount, documents }: CreditCommand<'present'>,
  call: Call,
): Decision {
  const next = takeStep('present', credit, call);
  refuseDates(credit.terms, { shipment: shipmentDate, presentation: dateOf(call.time) });
  refuseDrawing(credit.terms, amount);
  refuseMissing(credit.terms, documents);
  const presentation = { presentedAt: call.time, shipmentDate, amount, documents };
  return decision('present', { ...next, presentation });
}

function refuseDates(terms: CreditTerms, { shipment, presentation }: Dates): void {
  const expiry = terms.expiry.date;
  // As with expiry in general, no banking calendar moves this day yet (UCP 600 art. 29(a)).
  if (presentation > expiry) {
    throw LedgerError.of('PRESENTATION_AFTER_EXPIRY', { actual: presentation, limit: expiry });
  }
  const field = 'shipmentDate';
  if (shipment > presentation) {
    const details = { field, actual: shipment, limit: presentation };
    throw LedgerError.of('SHIPMENT_AFTER_PRESENTATION', details);
  }
  if (shipment > terms.latestShipment) {
    const details = { field, actual: shipment, limit: terms.latestShipment };
    throw LedgerError.of('SHIPMENT_LATE', details);
  }
  // The day of shipment is not counted: 21 days after the 1st end on the 22nd.
  const periodDays = terms.presentationPeriodDays;
  if (daysBetween({ earlier: shipment, later: presentation }) > periodDays) {
    const limit = addDays(shipment, periodDays);
    const details = { actual: presentation, limit, periodDays, shipmentDate: shipment };
    throw LedgerError.of('PRESENTATION_LATE', details);
  }
}

// The tolerances of article 30 and field 39A are not in the terms yet, so the amount is the ceiling.
function refuseDrawing({ amount: limit }: CreditTerms, amount: Money): void {
  if (amount.currency !== limit.currency) {
    const details = { field: 'amount.currency', actual: amount.currency, limit: limit.currency };
    throw LedgerError.of('DRAWING_CURRENCY_WRONG', details);
  }
  if (isAbove(amount, limit)) {
    const details = { field: 'amount.minor', actual: moneyText(amount), limit: moneyText(limit) };
    throw LedgerError.of('DRAWING_ABOVE_AMOUNT', details);
  }
}

// A document beyond those required does not harm: it is disregarded (UCP 600 art. 14(g)).
function refuseMissing(
  { documentsRequired }: CreditTerms,
  documents: readonly PresentedDocument[],
): void {
  const missing = documentsRequired.filter((type) => !documents.some((it) => it.type === type));
  if (missing.length > 0) {
    const details = { field: 'documents', limit: documentsRequired, missing };
    throw LedgerError.of('DOCUMENT_MISSING', details);
  }
}
