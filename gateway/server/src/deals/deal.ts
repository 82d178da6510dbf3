import type { DocumentName, RecordOf } from '@argosy/domain/documents';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import type { Credit } from '@argosy/domain/credit/credit';

/** The channel of a kind of document. */
export type DealChannel = 'trade' | 'border';

/** The kinds of documents that a deal consists of, in the order in which people look for them, each with its channel. */
export const dealKinds = {
  credit: 'trade',
  amendment: 'trade',
  drawings: 'trade',
  presentation: 'trade',
  examination: 'trade',
  bill: 'trade',
  possession: 'trade',
  receipt: 'trade',
  proceeds: 'trade',
  licence: 'border',
  shipment: 'border',
  declaration: 'border',
} as const satisfies Partial<Record<DocumentName, DealChannel>>;

export type DealKind = keyof typeof dealKinds;
export type DealRecord = { [Kind in DealKind]: RecordOf<Kind> }[DealKind];

/** Why a document is part of a deal: the record that says so, and which of its members. */
export interface Link {
  readonly document: DealKind;
  readonly parts: readonly string[];
  readonly member: string;
}

/** A document of a deal. The credit itself has no link. */
export interface DealDocument {
  readonly record: DealRecord;
  readonly link?: Link;
}

/** A credit with all documents that its own record and theirs tie to it. */
export interface Deal {
  readonly credit: Credit;
  readonly documents: readonly DealDocument[];
}

/** The documents of a deal that are of one kind. */
export function recordsIn<Kind extends DealKind>(
  { documents }: Pick<Deal, 'documents'>,
  kind: Kind,
): readonly RecordOf<Kind>[] {
  return documents.flatMap(({ record }) => (isOfKind(record, kind) ? [record] : []));
}

export function isDealKind(kind: string): kind is DealKind {
  return Object.hasOwn(dealKinds, kind);
}

/** Whether a record is of a kind that deals consist of. */
export function isDealRecord<Kept extends LedgerRecord>(record: Kept): record is Kept & DealRecord {
  return isDealKind(record.kind);
}

function isOfKind<Kind extends DealKind>(
  record: DealRecord,
  kind: Kind,
): record is DealRecord & RecordOf<Kind> {
  return record.kind === kind;
}
