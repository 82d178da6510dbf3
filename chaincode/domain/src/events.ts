import { z } from 'zod';
import { creditStatuses } from './credit/credit.js';
import { creditSteps } from './credit/steps.js';
import { referenceSchema } from './shared/text.js';

/** The name of the one event that a transaction emits. */
export const ledgerEventName = 'argosy';

/** One change to one document. */
export const ledgerChangeSchema = z.strictObject({
  type: z.enum(Object.values(creditSteps).map(({ event }) => event)),
  document: z.literal('credit'),
  reference: referenceSchema,
  version: z.int().min(1),
  status: z.enum(creditStatuses),
});

/** The payload of a transaction's event: all of its changes, since Fabric keeps one event only. */
export const ledgerEventSchema = z.strictObject({
  v: z.literal(1),
  changes: z.array(ledgerChangeSchema).min(1),
});

export type LedgerChange = Readonly<z.infer<typeof ledgerChangeSchema>>;
export type LedgerEvent = Readonly<z.infer<typeof ledgerEventSchema>>;
