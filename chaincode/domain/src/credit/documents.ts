import { z } from 'zod';

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
