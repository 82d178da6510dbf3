import { z } from 'zod';
import { carrierCodeSchema } from '../codes/carrier-code.js';
import { transportDocumentReferenceSchema } from '../codes/transport-document-reference.js';
import { documentTypeSchema } from '../credit/documents.js';
import { dateSchema } from '../shared/dates.js';
import { sha256Schema } from '../shared/text.js';

/** One document of a presentation: its type, the hash of its bytes, which stay off the ledger, and the date that it bears. */
export const presentedDocumentSchema = z.strictObject({
  type: documentTypeSchema,
  sha256: sha256Schema,
  dated: dateSchema.exactOptional(),
});

export const presentedDocumentsSchema = z
  .array(presentedDocumentSchema)
  .min(1, 'must have at least one document')
  .max(100, 'must have at most 100 documents')
  .refine(
    (documents) => new Set(documents.map(({ sha256 }) => sha256)).size === documents.length,
    'must not have the same document twice',
  );

/** A bill of lading that is itself a record on this ledger, as its carrier calls it. */
export const presentedBillSchema = z.strictObject({
  carrierCode: carrierCodeSchema,
  reference: transportDocumentReferenceSchema,
});
