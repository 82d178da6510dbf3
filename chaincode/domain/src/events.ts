import { z } from 'zod';

/** The name of the one event that a transaction emits. */
export const ledgerEventName = 'argosy';

/** One change to one document: what happened, which document by the parts of its key, and what it is now. */
export const ledgerChangeSchema = z.strictObject({
  type: z.string().regex(/^[A-Z][A-Za-z]{2,63}$/, 'must be the name of an event'),
  document: z.string().regex(/^[a-z][A-Za-z]{2,31}$/, 'must be a kind of document'),
  parts: z.array(z.string().min(1)).min(1),
  version: z.int().min(1),
  status: z.string().min(1),
});

/** The payload of a transaction's event: all of its changes, since Fabric keeps one event only. */
export const ledgerEventSchema = z.strictObject({
  v: z.literal(2),
  changes: z.array(ledgerChangeSchema).min(1),
});

export type LedgerChange = Readonly<z.infer<typeof ledgerChangeSchema>>;
export type LedgerEvent = Readonly<z.infer<typeof ledgerEventSchema>>;
