import { amendmentDocument } from './amendment/amendment.js';
import { billDocument } from './bill/bill.js';
import { possessionDocument } from './bill/possession.js';
import { creditDocument } from './credit/credit.js';
import { drawingsDocument } from './credit/drawings.js';
import { examinationDocument } from './examination/examination.js';
import { presentationDocument } from './presentation/presentation.js';
import { proceedsDocument } from './proceeds/proceeds.js';
import { receiptDocument } from './receipt/receipt.js';
import { calendarDocument } from './register/calendar-record.js';
import { codeListDocument } from './register/code-list.js';
import { decisionDocument } from './register/decision.js';
import { declarationDocument } from './declaration/declaration.js';
import { licenceDocument } from './licence/licence.js';
import { memberDocument } from './register/member.js';
import { rosterDocument } from './register/roster.js';
import { shipmentDocument } from './shipment/shipment.js';
import type { DocumentKind, LedgerRecord } from './shared/document.js';

/** Every kind of document on the ledger, by its name. */
export const documents = {
  bill: billDocument,
  possession: possessionDocument,
  amendment: amendmentDocument,
  credit: creditDocument,
  drawings: drawingsDocument,
  presentation: presentationDocument,
  examination: examinationDocument,
  receipt: receiptDocument,
  proceeds: proceedsDocument,
  decision: decisionDocument,
  roster: rosterDocument,
  declaration: declarationDocument,
  licence: licenceDocument,
  member: memberDocument,
  shipment: shipmentDocument,
  calendar: calendarDocument,
  codeList: codeListDocument,
} as const;

export type DocumentName = keyof typeof documents;

/** The record of a kind of document. */
export type RecordOf<Name extends DocumentName> =
  (typeof documents)[Name] extends DocumentKind<infer Kept> ? Kept : never;

export const documentNames = Object.keys(documents).filter(isDocumentName);

export function isDocumentName(text: string): text is DocumentName {
  return Object.hasOwn(documents, text);
}

/** A kind of document by its name, where it does not matter which. */
export function documentKind(name: DocumentName): DocumentKind {
  return documents[name];
}

/** Whether a value is a record of some kind; its content is for the schema to judge. */
export function kindOf({ kind }: Pick<LedgerRecord, 'kind'>): DocumentKind {
  if (!isDocumentName(kind)) throw new TypeError(`There is no document ${kind}`);
  return documentKind(kind);
}
