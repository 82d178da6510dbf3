import { z } from 'zod';
import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { begin, proceed } from '../shared/decision.js';
import type { Effect } from '../shared/decision.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind, Step } from '../shared/document.js';
import { moneyOf, moneyText, positiveMoneySchema } from '../shared/money.js';
import type { Money } from '../shared/money.js';
import { bankers, traders } from '../shared/staff.js';
import { referenceSchema } from '../shared/text.js';
import { creditPartiesOf } from './credit.js';
import type { Credit } from './credit.js';
import { creditPartiesSchema, creditRoles } from './parties.js';
import type { CreditRole } from './parties.js';
import type { CreditTerms } from './terms.js';

const steps = {
  open: {
    by: ['issuingBank'],
    staff: bankers,
    from: [],
    to: ['open'],
    event: 'DrawingsOpened',
    within: 'credit:Issue',
  },
  reserve: {
    by: ['beneficiary'],
    staff: traders,
    from: ['open'],
    to: ['open'],
    event: 'DrawingReserved',
    within: 'presentation:Complete',
  },
} as const satisfies Record<string, Step<CreditRole, 'open'>>;

/**
 * What has been drawn under a credit. Every presentation that is complete has its entry, for good: an entry stops counting when
 * its documents went back, and which did is read from the examinations. So two presentations at once meet at this one key, and
 * a bank's refusal has to write nothing that another bank guards.
 */
export const drawingsSchema = z.strictObject({
  kind: z.literal('drawings'),
  ...recordShape,
  reference: referenceSchema,
  status: z.literal('open'),
  parties: creditPartiesSchema,
  presentations: z
    .array(z.strictObject({ reference: referenceSchema, amount: positiveMoneySchema }))
    .max(100),
});

export type Drawings = Readonly<z.infer<typeof drawingsSchema>>;

export const drawingsDocument: DocumentKind<Drawings> = {
  kind: 'drawings',
  roles: creditRoles,
  statuses: ['open'],
  steps,
  schema: drawingsSchema,
  isSealed: true,
  follows: true,
  parts: ({ reference }) => [reference],
  parties: ({ parties }) => creditPartiesOf(parties),
};

/** The empty account of a credit that is being issued. */
export function openDrawings({ reference, parties }: Credit, call: Call): Effect<Drawings> {
  const draft = { kind: 'drawings' as const, reference, parties, presentations: [] };
  return begin(drawingsDocument, 'open', { draft, call });
}

/** The most that may be drawn: the amount and its tolerance, cut to whole minor units (field 39A; UCP 600 art. 30). */
export function ceilingOf({ amount, tolerance }: Pick<CreditTerms, 'amount' | 'tolerance'>): Money {
  return moneyOf(amount.currency, (BigInt(amount.minor) * BigInt(100 + tolerance.plus)) / 100n);
}

/** What the presentations draw in all, in minor units, without those whose documents went back. */
export function drawnAmount(
  { presentations }: Pick<Drawings, 'presentations'>,
  returned: ReadonlySet<string>,
): bigint {
  return presentations
    .filter(({ reference }) => !returned.has(reference))
    .reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
}

/** What may still be drawn, given the presentations whose documents went back. Never negative. */
export function availableAmount(
  terms: Pick<CreditTerms, 'amount' | 'tolerance'>,
  drawings: Pick<Drawings, 'presentations'>,
  returned: ReadonlySet<string>,
): Money {
  const ceiling = ceilingOf(terms);
  const rest = BigInt(ceiling.minor) - drawnAmount(drawings, returned);
  return moneyOf(ceiling.currency, rest < 0n ? 0n : rest);
}

/**
 * Reserve what a complete presentation draws. Requires: the beneficiary.
 * Refuses: DRAWING_CURRENCY_WRONG, DRAWING_ABOVE_AMOUNT (UCP 600 art. 18).
 */
export function reserveDrawing(
  drawings: Drawings,
  at: {
    readonly reference: string;
    readonly amount: Money;
    readonly terms: CreditTerms;
    readonly returned: ReadonlySet<string>;
    readonly call: Call;
  },
): Effect<Drawings> {
  const { reference, amount, terms, returned, call } = at;
  const presentations = [...drawings.presentations, { reference, amount }];
  const reserved = proceed(drawingsDocument, 'reserve', {
    record: drawings,
    call,
    changes: { presentations },
  });
  const limit = availableAmount(terms, drawings, returned);
  if (amount.currency !== limit.currency) {
    const details = { field: 'amount.currency', actual: amount.currency, limit: limit.currency };
    throw LedgerError.of('DRAWING_CURRENCY_WRONG', details);
  }
  if (BigInt(amount.minor) > BigInt(limit.minor)) {
    const details = { field: 'amount.minor', actual: moneyText(amount), limit: moneyText(limit) };
    throw LedgerError.of('DRAWING_ABOVE_AMOUNT', details);
  }
  return reserved;
}
