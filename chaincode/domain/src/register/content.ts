import { z } from 'zod';
import { canonicalJson } from '../shared/canonical-json.js';
import { referenceSchema, sha256Schema, statedTransactionIdSchema } from '../shared/text.js';
import { constitutionSchema } from './constitution.js';
import { entriesSchema } from './entries.js';

/**
 * Where a decision was taken before it was copied to this channel. A contract reads its own channel only, so this is what the
 * proposer says; whoever sees both channels can compare.
 */
export const sourceSchema = z.strictObject({
  channel: z.string().regex(/^[a-z][a-z0-9.-]{0,248}$/, 'must be the name of a channel'),
  decision: referenceSchema,
  /** The transaction by which it was adopted there. */
  transactionId: statedTransactionIdSchema,
  sha256: sha256Schema,
});

export const contentShape = {
  entries: entriesSchema,
  /** Founds the register of a channel that has none. */
  constitution: constitutionSchema.exactOptional(),
  source: sourceSchema.exactOptional(),
} as const;

/** What is decided. */
export const contentSchema = z.strictObject(contentShape);

export type DecisionContent = Readonly<z.infer<typeof contentSchema>>;

/** The text whose SHA-256 voters approve: the content alone, in its one encoding. */
export function contentText({ entries, constitution, source }: DecisionContent): string {
  const content = {
    entries,
    ...(constitution === undefined ? {} : { constitution }),
    ...(source === undefined ? {} : { source }),
  };
  return canonicalJson(content);
}
