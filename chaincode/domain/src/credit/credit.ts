import { z } from 'zod';
import { LedgerError } from '../errors.js';
import { canonicalJson } from '../shared/canonical-json.js';
import { dateSchema } from '../shared/dates.js';
import { issuesOf, parseJson } from '../shared/decode.js';
import { positiveMoneySchema } from '../shared/money.js';
import { referenceSchema, uetrSchema } from '../shared/text.js';
import { timeSchema } from '../shared/time.js';
import { presentedDocumentsSchema } from './documents.js';
import { creditPartiesSchema } from './parties.js';
import { creditTermsSchema } from './terms.js';

export const creditStatuses = [
  'applied',
  'issued',
  'advised',
  'presented',
  'honoured',
  'settled',
] as const;

export type CreditStatus = (typeof creditStatuses)[number];

const presentationSchema = z.strictObject({
  presentedAt: timeSchema,
  shipmentDate: dateSchema,
  amount: positiveMoneySchema,
  documents: presentedDocumentsSchema,
});

const settlementSchema = z.strictObject({ paymentReference: uetrSchema, settledAt: timeSchema });

/** A documentary credit as the ledger holds it. */
export const creditSchema = z
  .strictObject({
    kind: z.literal('credit'),
    version: z.int().min(1),
    reference: referenceSchema,
    status: z.enum(creditStatuses),
    parties: creditPartiesSchema,
    terms: creditTermsSchema,
    presentation: presentationSchema.exactOptional(),
    settlement: settlementSchema.exactOptional(),
    latestTime: timeSchema,
  })
  .refine(({ status, presentation }) => has(presentation) === isFrom(status, 'presented'), {
    path: ['presentation'],
    error: 'must be there from the presentation on, and not before',
  })
  .refine(({ status, settlement }) => has(settlement) === isFrom(status, 'settled'), {
    path: ['settlement'],
    error: 'must be there once the credit is settled, and not before',
  });

export type Credit = Readonly<z.infer<typeof creditSchema>>;

/** The bytes of a credit's record, as text. */
export function encodeCredit(credit: Credit): string {
  return canonicalJson(credit);
}

/** Reads a record, trusting nothing. Refuses: RECORD_UNREADABLE. */
export function decodeCredit(text: string): Credit {
  const result = creditSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = issuesOf(result.error);
  const problem = issue === undefined ? 'unknown' : `${issue.field} ${issue.problem}`;
  throw LedgerError.of('RECORD_UNREADABLE', { key: 'credit', problem });
}

function has(part: unknown): boolean {
  return part !== undefined;
}

function isFrom(status: CreditStatus, first: CreditStatus): boolean {
  return creditStatuses.indexOf(status) >= creditStatuses.indexOf(first);
}
