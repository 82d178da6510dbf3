import { z } from 'zod';
import { carrierCodeSchema } from '../codes/carrier-code.js';
import { transportDocumentReferenceSchema } from '../codes/transport-document-reference.js';
import { partySchema } from '../credit/parties.js';
import type { DocumentKind, Step } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import { billContentSchema } from './content.js';
import { surrenderPurposes } from './surrender-request.js';

export const billRoles = ['carrier', 'shipper', 'holder', 'consignee', 'endorsee'] as const;
export const billStatuses = ['issued', 'surrendered'] as const;

export type BillRole = (typeof billRoles)[number];
export type BillStatus = (typeof billStatuses)[number];

/** The carrier signs a bill of lading and takes it back; who may claim the goods in between, the possessions say. */
export const billSteps = {
  issue: {
    by: ['carrier'],
    staff: ['carrierOfficer'],
    from: [],
    to: ['issued'],
    event: 'BillIssued',
  },
  surrender: {
    by: ['carrier'],
    staff: ['carrierOfficer'],
    from: ['issued'],
    to: ['surrendered'],
    event: 'BillSurrendered',
    within: 'possession:AcceptSurrender',
  },
} as const satisfies Record<string, Step<BillRole, BillStatus>>;

/** What a bill of lading is called: its carrier's code, and the reference that the carrier gave it. */
export const billNameShape = {
  carrierCode: carrierCodeSchema,
  reference: transportDocumentReferenceSchema,
} as const;

/** A bill of lading as its carrier issued it: one original, on the ledger (UCP 600 art. 20(a)). */
export const billSchema = z.strictObject({
  kind: z.literal('bill'),
  ...recordShape,
  ...billNameShape,
  status: z.enum(billStatuses),
  carrier: partySchema,
  /** Who possessed it first. */
  holder: partySchema,
  ...billContentSchema.shape,
  /** What it was given back for. */
  surrenderedFor: z.enum(surrenderPurposes).exactOptional(),
});

export type Bill = Readonly<z.infer<typeof billSchema>>;
export type BillName = Readonly<Pick<Bill, 'carrierCode' | 'reference'>>;

export const billDocument: DocumentKind<Bill> = {
  kind: 'bill',
  roles: billRoles,
  statuses: billStatuses,
  steps: billSteps,
  schema: billSchema,
  isSealed: true,
  parts: ({ carrierCode, reference }) => [carrierCode, reference],
  // The carrier is bound by what it signs; whoever takes the bill has promised nothing by it.
  parties: ({ carrier, shipper, holder, title }) => [
    { role: 'carrier', msp: carrier.msp, business: 'carrier', isBound: true },
    { role: 'shipper', msp: shipper.msp },
    { role: 'holder', msp: holder.msp },
    ...(title.type === 'straight' ? [{ role: 'consignee', msp: title.consignee.msp }] : []),
    ...(title.type === 'toOrder' ? [{ role: 'endorsee', msp: title.endorsee.msp }] : []),
  ],
};
