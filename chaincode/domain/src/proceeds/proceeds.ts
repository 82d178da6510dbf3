import { z } from 'zod';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { creditPartiesSchema, creditRoles } from '../credit/parties.js';
import type { CreditRole } from '../credit/parties.js';
import { advisingBankBound } from '../presentation/parties.js';
import type { DocumentKind, Step } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import { positiveMoneySchema } from '../shared/money.js';
import { bankers } from '../shared/staff.js';
import { referenceSchema, uetrSchema } from '../shared/text.js';

const proceedsStatuses = ['credited'] as const;

const proceedsSteps = {
  credit: {
    by: ['advisingBank'],
    staff: bankers,
    from: [],
    to: ['credited'],
    event: 'ProceedsCredited',
  },
} as const satisfies Record<string, Step<CreditRole, (typeof proceedsStatuses)[number]>>;

const creditedShape = {
  presentation: referenceSchema,
  /** What reached the beneficiary: the settlement, less charges. */
  amount: positiveMoneySchema,
  paymentReference: uetrSchema,
} as const;

/** The account credited is nobody else's business: it stands in a private collection. */
export const proceedsCommands = {
  credit: z.strictObject({
    ...creditedShape,
    confidential: confidentialReferencesSchema.default([]),
  }),
} as const;

export type ProceedsCommand = Readonly<z.infer<(typeof proceedsCommands)['credit']>>;

/** That the advising bank credited the beneficiary with what a presentation brought. */
export const proceedsSchema = z.strictObject({
  kind: z.literal('proceeds'),
  ...recordShape,
  status: z.enum(proceedsStatuses),
  parties: creditPartiesSchema,
  ...creditedShape,
  confidential: confidentialReferencesSchema,
});

export type Proceeds = Readonly<z.infer<typeof proceedsSchema>>;

export const proceedsDocument: DocumentKind<Proceeds> = {
  kind: 'proceeds',
  roles: creditRoles,
  statuses: proceedsStatuses,
  steps: proceedsSteps,
  schema: proceedsSchema,
  isSealed: true,
  follows: true,
  parts: ({ presentation }) => [presentation],
  parties: ({ parties }) => advisingBankBound(parties),
};
