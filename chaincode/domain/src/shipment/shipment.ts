import { z } from 'zod';
import { containerSchema } from '../codes/container.js';
import { hsCodeSchema } from '../codes/hs-code.js';
import { locodeSchema } from '../codes/locode.js';
import { positiveQuantitySchema } from '../codes/quantity.js';
import { vesselSchema } from '../codes/vessel.js';
import { partySchema } from '../credit/parties.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { lineSchema, referenceSchema, sha256Schema } from '../shared/text.js';
import { timeSchema } from '../shared/time.js';
import { shipmentRoles, shipmentStatuses, shipmentSteps } from './steps.js';

export const shipmentPartiesSchema = z.strictObject({
  exporter: partySchema,
  carrier: partySchema,
  departingPort: partySchema,
  arrivalPort: partySchema,
});

/** What stands ready on the quay. */
export const consignmentSchema = z.strictObject({
  licence: referenceSchema,
  /** Of the licensed goods. */
  quantity: positiveQuantitySchema,
  portOfLoading: locodeSchema,
  portOfDischarge: locodeSchema,
  hsCodes: z.array(hsCodeSchema).min(1, 'must name at least one code').max(100),
  containers: z
    .array(containerSchema)
    .min(1, 'must name at least one container')
    .max(100, 'must have at most 100 containers')
    .refine((it) => new Set(it).size === it.length, 'must not name a container twice'),
  /** Of the packing list's bytes. */
  packingListSha256: sha256Schema,
});

/** The ship, as the departing port saw it. */
export const voyageSchema = z.strictObject({
  imo: vesselSchema,
  name: lineSchema(50),
  number: lineSchema(50),
});

/** A shipment and its events: when each happened, as the port says, beside when it was recorded. */
export const shipmentSchema = z.strictObject({
  kind: z.literal('shipment'),
  ...recordShape,
  reference: referenceSchema,
  status: z.enum(shipmentStatuses),
  parties: shipmentPartiesSchema,
  consignment: consignmentSchema,
  voyage: voyageSchema.exactOptional(),
  loadedAt: timeSchema.exactOptional(),
  departedAt: timeSchema.exactOptional(),
  arrivedAt: timeSchema.exactOptional(),
  dischargedAt: timeSchema.exactOptional(),
});

export type Shipment = Readonly<z.infer<typeof shipmentSchema>>;

export const shipmentDocument: DocumentKind<Shipment> = {
  kind: 'shipment',
  roles: shipmentRoles,
  statuses: shipmentStatuses,
  steps: shipmentSteps,
  schema: shipmentSchema,
  isSealed: true,
  parts: ({ reference }) => [reference],
  // The exporter is not bound: what it says of its goods binds nobody, and the ports say what became of them.
  parties: ({ parties: { exporter, carrier, departingPort, arrivalPort } }) => [
    { role: 'exporter', msp: exporter.msp, business: 'exporter' },
    { role: 'carrier', msp: carrier.msp, business: 'carrier', isBound: true },
    { role: 'departingPort', msp: departingPort.msp, business: 'portAuthority', isBound: true },
    { role: 'arrivalPort', msp: arrivalPort.msp, business: 'portAuthority', isBound: true },
  ],
};
