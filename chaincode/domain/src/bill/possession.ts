import { z } from 'zod';
import { partySchema } from '../credit/parties.js';
import type { DocumentKind, Party } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import {
  reasonSchema,
  referenceSchema,
  sha256Schema,
  transactionIdSchema,
} from '../shared/text.js';
import { billNameShape } from './bill.js';
import {
  endorsementActions,
  moves,
  possessionRoles,
  possessionStatuses,
  possessionSteps,
} from './possession-steps.js';
import type { PossessionRole } from './possession-steps.js';
import { surrenderRequestSchema } from './surrender-request.js';
import { titleFormSchema } from './title-form.js';
import type { TitleForm } from './title-form.js';

/**
 * That one member has a bill of lading, from the transaction that opened it to the one that closed it. The possessions of a bill
 * are a chain: each names the one before by the hash of what it was, and the one after by the hash of what it was opened as.
 */
export const possessionSchema = z.strictObject({
  kind: z.literal('possession'),
  ...recordShape,
  ...billNameShape,
  status: z.enum(possessionStatuses),
  /** From 1 without a gap. */
  number: z.int().min(1).max(999),
  /** The transaction that opened it. */
  transactionId: transactionIdSchema,
  /** The act that opened it. */
  openedBy: z.enum(['begin', ...moves]),
  /** Who issued the bill, and to whom alone it can be given back. */
  carrier: partySchema,
  possessor: partySchema,
  /** Title as it came with the possession; endorsements follow. */
  title: titleFormSchema,
  endorsements: z
    .array(
      z.strictObject({
        by: z.enum(endorsementActions),
        title: titleFormSchema,
      }),
    )
    .max(99),
  /** Of the bill as it was issued: its carrier cannot change it afterwards unseen. */
  billSha256: sha256Schema,
  previous: z
    .strictObject({
      transactionId: transactionIdSchema,
      possessor: partySchema,
      sha256: sha256Schema,
    })
    .exactOptional(),
  /** The presentation for which the possessor, a bank, holds it. */
  escrow: z.strictObject({ presentation: referenceSchema }).exactOptional(),
  /** For what the possessor, the carrier, was given it back. */
  surrender: surrenderRequestSchema.exactOptional(),
  closed: z
    .strictObject({
      by: z.enum(moves),
      reason: reasonSchema.exactOptional(),
      next: z.strictObject({ transactionId: transactionIdSchema, sha256: sha256Schema }),
    })
    .exactOptional(),
});

export type Possession = Readonly<z.infer<typeof possessionSchema>>;

export const possessionDocument: DocumentKind<Possession> = {
  kind: 'possession',
  roles: possessionRoles,
  statuses: possessionStatuses,
  steps: possessionSteps,
  schema: possessionSchema,
  // Whoever is given a bill need not be asked; the possessor before, who is, vouches for it by hash.
  isSealed: false,
  // Whoever has passed a bill on could otherwise point to another successor, and have it again.
  isFinal: ({ status }) => status === 'passedOn' || status === 'surrendered',
  follows: true,
  parts: ({ carrierCode, reference, number, transactionId }) => [
    carrierCode,
    reference,
    possessionEntry({ number, transactionId }),
  ],
  parties: (possession) => [...holderIn(possession), ...beforeIn(possession)],
};

/**
 * The last part of a possession's key. The first is found without being told where, so that the carrier, which guards the bill
 * alone, cannot point to another; later ones have a name that nobody knows beforehand.
 */
export function possessionEntry({
  number,
  transactionId,
}: Pick<Possession, 'number' | 'transactionId'>): string {
  return number === 1 ? 'first' : transactionId;
}

/** Title as it is now. */
export function titleIn({
  title,
  endorsements,
}: Pick<Possession, 'title' | 'endorsements'>): TitleForm {
  return endorsements.at(-1)?.title ?? title;
}

type Holding = Pick<
  Possession,
  'number' | 'possessor' | 'carrier' | 'previous' | 'escrow' | 'surrender'
>;

/** Who has it, and in which capacity. Its peer alone guards the possession. */
function holderIn({
  possessor: { msp },
  escrow,
  surrender,
}: Holding): readonly Party<PossessionRole>[] {
  const possessor = { role: 'possessor', msp, isBound: true } as const;
  if (escrow !== undefined) return [possessor, { role: 'bank', msp, business: 'bank' }];
  if (surrender !== undefined) return [possessor, { role: 'carrier', msp, business: 'carrier' }];
  return [possessor];
}

/** From whom the possessor has it: the first from the carrier. */
function beforeIn({ number, carrier, previous }: Holding): readonly Party<PossessionRole>[] {
  if (previous !== undefined) return [{ role: 'predecessor', msp: previous.possessor.msp }];
  return number === 1 ? [{ role: 'carrier', msp: carrier.msp }] : [];
}
