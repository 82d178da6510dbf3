import type { DocumentName, RecordOf } from '@argosy/domain/documents';
import type { BillName } from '@argosy/domain/bill/bill';
import { documentKind, isDocumentName } from '@argosy/domain/documents';
import type { LedgerRecord } from '@argosy/domain/shared/document';

/** What lists can be narrowed by: who is a party of a document, and what other documents it names. */
export type Facets = Readonly<Record<string, string | readonly string[]>>;

interface Links {
  readonly kind: DocumentName;
  readonly names: readonly string[];
  of(record: LedgerRecord): Readonly<Record<string, string>>;
}

const links: readonly Links[] = [
  linksFrom('amendment', { credit: (it) => it.credit }),
  linksFrom('bill', { credit: (it) => it.credit }),
  linksFrom('presentation', { credit: (it) => it.credit }),
  linksFrom('examination', { credit: (it) => it.credit, presentation: (it) => it.presentation }),
  linksFrom('receipt', { presentation: (it) => it.presentation }),
  linksFrom('proceeds', { presentation: (it) => it.presentation }),
  linksFrom('possession', { bill: billFacet }),
  linksFrom('licence', { invoiceSha256: (it) => it.goods.invoiceSha256 }),
  linksFrom('shipment', {
    licence: (it) => it.consignment.licence,
    packingListSha256: (it) => it.consignment.packingListSha256,
  }),
  linksFrom('declaration', {
    shipment: (it) => it.goods.shipment,
    bill: (it) => billFacet(it.goods.bill),
  }),
];

/** A bill of lading by its carrier's code and its reference, which has no slash: `ARGC/SSZ2703150017`. */
export function billFacet({ carrierCode, reference }: BillName): string {
  return `${carrierCode}/${reference}`;
}

/** The kinds of other documents that a document of this kind names, by which a list of them can be narrowed. */
export function linkNames(kind: DocumentName): readonly string[] {
  return links.find((it) => it.kind === kind)?.names ?? [];
}

/** What a document is found by, from its record. Requires: a record that its kind's schema has read. */
export function facetsOf(record: LedgerRecord): Facets {
  const { kind } = record;
  if (!isDocumentName(kind)) return {};
  const parties = documentKind(kind).parties(record);
  return {
    ...links.find((it) => it.kind === kind)?.of(record),
    party: [...new Set(parties.map(({ msp }) => msp))].sort(),
  };
}

type Read<Name extends DocumentName> = (record: RecordOf<Name>) => string | undefined;

function linksFrom<Name extends DocumentName>(
  kind: Name,
  reads: Readonly<Record<string, Read<Name>>>,
): Links {
  return {
    kind,
    names: Object.keys(reads),
    of: (record) => {
      if (!isOf(kind, record)) return {};
      const found = Object.entries(reads).flatMap(([name, read]) => {
        const value = read(record);
        return value === undefined ? [] : [[name, value] as const];
      });
      return Object.fromEntries(found);
    },
  };
}

// What the schema of a kind has read is a record of that kind.
function isOf<Name extends DocumentName>(
  kind: Name,
  record: LedgerRecord,
): record is LedgerRecord & RecordOf<Name> {
  return record.kind === kind;
}
