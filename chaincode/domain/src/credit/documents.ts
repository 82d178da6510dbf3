import { z } from 'zod';
import { sha256Schema } from '../shared/text.js';

/** The documents that a credit can ask for. */
export const documentTypes = [
  'commercialInvoice',
  'packingList',
  'billOfLading',
  'seaWaybill',
  'multimodalTransportDocument',
  'airWaybill',
  'roadWaybill',
  'railWaybill',
  'insuranceDocument',
  'certificateOfOrigin',
  'inspectionCertificate',
  'weightCertificate',
  'qualityCertificate',
  'phytosanitaryCertificate',
  'healthCertificate',
  'exportLicence',
  'beneficiaryCertificate',
] as const;

export type DocumentType = (typeof documentTypes)[number];

export const documentTypeSchema = z.enum(documentTypes, {
  error: `must be one of ${documentTypes.join(', ')}`,
});

/** One document of a presentation: its type and the hash of its bytes, which stay off the ledger. */
export const presentedDocumentSchema = z.strictObject({
  type: documentTypeSchema,
  sha256: sha256Schema,
});

export const presentedDocumentsSchema = z
  .array(presentedDocumentSchema)
  .min(1, 'must have at least one document')
  .max(100, 'must have at most 100 documents')
  .refine(
    (documents) => new Set(documents.map(({ sha256 }) => sha256)).size === documents.length,
    'must not have the same document twice',
  );

export type PresentedDocument = Readonly<z.infer<typeof presentedDocumentSchema>>;
