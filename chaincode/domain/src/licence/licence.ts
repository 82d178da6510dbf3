import { z } from 'zod';
import { countrySchema } from '../codes/countries.js';
import { hsCodeSchema } from '../codes/hs-code.js';
import { positiveQuantitySchema, quantitySchema } from '../codes/quantity.js';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { partySchema } from '../credit/parties.js';
import { goodsSchema } from '../credit/terms.js';
import { dateSchema } from '../shared/dates.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { lineSchema, reasonSchema, referenceSchema, sha256Schema } from '../shared/text.js';
import { licenceRoles, licenceStatuses, licenceSteps } from './steps.js';

/** How many shipments a licence can be drawn down for. */
export const maximumShipments = 100;

/** Who an export licence names: the carrier is told of it when it is issued. */
export const licencePartiesSchema = z.strictObject({
  exporter: partySchema,
  authority: partySchema,
  carrier: partySchema,
});

/** What is to leave the country, and to whom. */
export const licensedGoodsSchema = z.strictObject({
  hsCode: hsCodeSchema,
  goods: goodsSchema,
  quantity: positiveQuantitySchema,
  consignee: lineSchema(140),
  destination: countrySchema,
  /** Of the commercial invoice's bytes. */
  invoiceSha256: sha256Schema,
});

/** What the authority's inspection came to. */
export const inspectionSchema = z.strictObject({
  date: dateSchema,
  result: z.enum(['conforms', 'differs'], { error: 'must be conforms or differs' }),
  remark: lineSchema(300).exactOptional(),
});

/** What the licence allows, and the certificate that says so. */
export const grantSchema = z.strictObject({
  number: referenceSchema,
  validFrom: dateSchema,
  validUntil: dateSchema,
  quantity: positiveQuantitySchema,
  /** Of the certificate's bytes. */
  certificateSha256: sha256Schema,
});

/** An export licence, from the application to its last shipment. */
export const licenceSchema = z.strictObject({
  kind: z.literal('licence'),
  ...recordShape,
  reference: referenceSchema,
  status: z.enum(licenceStatuses),
  parties: licencePartiesSchema,
  goods: licensedGoodsSchema,
  confidential: confidentialReferencesSchema,
  inspection: inspectionSchema.exactOptional(),
  grant: grantSchema.exactOptional(),
  /** What has been shipped under it, each shipment once. */
  drawn: z
    .array(z.strictObject({ shipment: referenceSchema, quantity: positiveQuantitySchema }))
    .max(maximumShipments),
  /** What may still be shipped, once it is issued. */
  left: quantitySchema.exactOptional(),
  /** Why it was refused or revoked. */
  reason: reasonSchema.exactOptional(),
});

export type Licence = Readonly<z.infer<typeof licenceSchema>>;

export const licenceDocument: DocumentKind<Licence> = {
  kind: 'licence',
  roles: licenceRoles,
  statuses: licenceStatuses,
  steps: licenceSteps,
  schema: licenceSchema,
  isSealed: true,
  parts: ({ reference }) => [reference],
  parties: ({ parties: { exporter, authority, carrier } }) => [
    { role: 'exporter', msp: exporter.msp, business: 'exporter' },
    { role: 'authority', msp: authority.msp, business: 'exportControl', isBound: true },
    { role: 'carrier', msp: carrier.msp, business: 'carrier' },
  ],
};
