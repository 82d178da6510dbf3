import { z } from 'zod';
import { countrySchema } from '../codes/countries.js';
import { hsCodeSchema } from '../codes/hs-code.js';
import { mrnSchema } from '../codes/mrn.js';
import { positiveQuantitySchema } from '../codes/quantity.js';
import { carrierCodeSchema } from '../codes/carrier-code.js';
import { transportDocumentReferenceSchema } from '../codes/transport-document-reference.js';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { partySchema } from '../credit/parties.js';
import { dateSchema } from '../shared/dates.js';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import {
  lineSchema,
  reasonSchema,
  referenceSchema,
  sha256Schema,
  statedTransactionIdSchema,
} from '../shared/text.js';
import { declarationRoles, declarationStatuses, declarationSteps } from './steps.js';

export const declarationPartiesSchema = z.strictObject({
  declarant: partySchema,
  customs: partySchema,
  carrier: partySchema,
});

/** What the declarant says of the bill of lading: it is on another channel, and the auditor compares the two. */
export const billStatementSchema = z.strictObject({
  carrierCode: carrierCodeSchema,
  reference: transportDocumentReferenceSchema,
  /** The transaction by which its surrender was accepted, and SHA-256 of the record that it wrote. */
  transactionId: statedTransactionIdSchema,
  sha256: sha256Schema,
});

/** What is declared; the prices are confidential. */
export const declaredGoodsSchema = z.strictObject({
  shipment: referenceSchema,
  origin: countrySchema,
  lines: z
    .array(
      z.strictObject({
        hsCode: hsCodeSchema,
        goods: lineSchema(350),
        quantity: positiveQuantitySchema,
      }),
    )
    .min(1, 'must have at least one line')
    .max(100, 'must have at most 100 lines'),
  bill: billStatementSchema,
});

export const customsFindingSchema = z.strictObject({
  date: dateSchema,
  result: z.enum(['asDeclared', 'differs'], { error: 'must be asDeclared or differs' }),
  remark: lineSchema(300).exactOptional(),
});

/** An import declaration, from lodgement to clearance. */
export const declarationSchema = z.strictObject({
  kind: z.literal('declaration'),
  ...recordShape,
  reference: referenceSchema,
  status: z.enum(declarationStatuses),
  parties: declarationPartiesSchema,
  goods: declaredGoodsSchema,
  confidential: confidentialReferencesSchema,
  /** The movement reference number, given on acceptance. */
  mrn: mrnSchema.exactOptional(),
  finding: customsFindingSchema.exactOptional(),
  /** Why it was rejected, held or refused. */
  reason: reasonSchema.exactOptional(),
});

export type Declaration = Readonly<z.infer<typeof declarationSchema>>;

export const declarationDocument: DocumentKind<Declaration> = {
  kind: 'declaration',
  roles: declarationRoles,
  statuses: declarationStatuses,
  steps: declarationSteps,
  schema: declarationSchema,
  isSealed: true,
  parts: ({ reference }) => [reference],
  parties: ({ parties: { declarant, customs, carrier } }) => [
    { role: 'declarant', msp: declarant.msp, business: 'importer' },
    { role: 'customs', msp: customs.msp, business: 'customs', isBound: true },
    { role: 'carrier', msp: carrier.msp, business: 'carrier' },
  ],
};
