import { z } from 'zod';
import { sha256Schema } from '../shared/text.js';

/**
 * A private collection of the channel, as the network's description names it. Not the one that Fabric gives each organisation: what
 * stands in clear there, its peer delivers to everybody who may read the channel's blocks.
 */
export const collectionSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'must be the name of a private collection that the network describes',
  );

/** What a public record says of confidential terms: where they are, and the SHA-256 of their salted record. */
export const confidentialReferenceSchema = z.strictObject({
  collection: collectionSchema,
  sha256: sha256Schema,
});

export const confidentialReferencesSchema = z
  .array(confidentialReferenceSchema)
  .max(8, 'must have at most 8 entries')
  .refine(
    (entries) => new Set(entries.map(({ sha256 }) => sha256)).size === entries.length,
    'must not have an entry twice',
  );

export type ConfidentialReference = Readonly<z.infer<typeof confidentialReferenceSchema>>;
