import type { Credit } from '../credit/credit.js';
import { effectiveTerms } from '../credit/effective-terms.js';
import type { CreditTerms } from '../credit/terms.js';
import { LedgerError } from '../errors.js';
import { presentedAtOf } from '../presentation/complete.js';
import type { Presentation } from '../presentation/presentation.js';
import type { Call } from '../shared/call.js';
import { addDays } from '../shared/dates.js';
import type { CalendarDate } from '../shared/dates.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import { examinationDocument } from './examination.js';
import type { Examination, Undertaking } from './examination.js';
import type { BillData } from './facts.js';

type Availability = CreditTerms['available'];
type Act = 'honour' | 'accept';

// To honour is to pay at sight, to undertake to pay later, or to accept a draft (UCP 600 art. 2).
const availableFor: Readonly<Record<Act, readonly Availability['by'][]>> = {
  honour: ['sightPayment', 'deferredPayment'],
  accept: ['acceptance'],
};

/**
 * Honour a presentation: undertake to pay at sight or at maturity, or accept the draft (UCP 600 arts 2, 7, 15(a), 16(f)). Requires:
 * issuing bank; status complying, waived or precluded. Refuses: UNDERTAKING_WRONG. Emits: PresentationHonoured, DraftAccepted.
 */
export function undertake(
  action: Act,
  at: {
    readonly examination: Examination;
    readonly presentation: Presentation;
    readonly credit: Credit;
    readonly bill?: Pick<BillData, 'onBoardDate'>;
  },
  call: Call,
): Decision<Examination> {
  const { examination, presentation, credit, bill } = at;
  const { available } = effectiveTerms(credit);
  const shipped = bill?.onBoardDate ?? presentation.shipmentDate;
  const presented = dateOf(presentedAtOf(presentation));
  const undertaking = undertakingOf(available, { shipped, presented, call });
  const changes = { undertaking };
  const done = proceed(examinationDocument, action, { record: examination, call, changes });
  const required = availableFor[action];
  if (!required.includes(available.by)) {
    const details = { action, actual: available.by, required };
    throw LedgerError.of('UNDERTAKING_WRONG', details);
  }
  return [done];
}

function undertakingOf(
  available: Availability,
  at: {
    readonly shipped: CalendarDate;
    readonly presented: CalendarDate;
    readonly call: Call;
  },
): Undertaking {
  const common = { at: at.call.time, by: available.by };
  if (available.by === 'sightPayment') return { ...common, onReceiptOfGoods: false };
  const maturity = maturityOf(available.maturity, at);
  const onReceiptOfGoods = available.by === 'deferredPayment' && available.onReceiptOfGoods;
  return { ...common, maturity, onReceiptOfGoods };
}

/** The day counted from is excluded (UCP 600 art. 3): 30 days from the 1st end on the 31st. */
function maturityOf(
  maturity: Exclude<Availability, { by: 'sightPayment' }>['maturity'],
  at: { readonly shipped: CalendarDate; readonly presented: CalendarDate },
): CalendarDate {
  switch (maturity.from) {
    case 'date':
      return maturity.date;
    case 'shipment':
      return addDays(at.shipped, maturity.days);
    case 'presentation':
      return addDays(at.presented, maturity.days);
  }
}
