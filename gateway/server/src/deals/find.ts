import type { RecordOf } from '@argosy/domain/documents';
import { facetsOf } from '../indexer/facets.js';
import { isDealRecord, type DealKind, type DealRecord, type Link } from './deal.js';
import { partsOf, type DealDraft } from './deal-draft.js';
import type { Records } from './records.js';

interface Wanted<Kind extends DealKind> {
  readonly deal: DealDraft;
  /** Whether a document that is found is the deal's; every one is where this is absent. */
  accepts?(record: RecordOf<Kind>): boolean;
}

/** A facet that ties a document which has it to a deal. */
export interface WantedFacet<Kind extends DealKind> extends Wanted<Kind> {
  readonly value: string;
}

/** What a kind of document names others by. */
export interface Naming<Kind extends DealKind> {
  readonly kind: Kind;
  /** The facet, and the member of the record that it is of. */
  readonly facet: string;
  readonly member: string;
}

/** A document that a record of a deal names. */
export interface WantedDocument<Kind extends DealKind> extends Wanted<Kind> {
  readonly parts: readonly string[];
  readonly link: Link;
}

/** Take up the documents of a kind that name something of a deal, for all deals at once. */
export async function addNaming<Kind extends DealKind>(
  records: Records,
  { kind, facet, member }: Naming<Kind>,
  wanted: readonly WantedFacet<Kind>[],
): Promise<void> {
  const values = [...new Set(wanted.map(({ value }) => value))];
  const found = await records.having(
    kind,
    values.map((value) => ({ [facet]: value })),
  );
  for (const record of found.filter(isDealRecord)) {
    const own = facetsOf(record)[facet];
    for (const one of wanted) {
      if (one.value !== own || one.accepts?.(record) === false) continue;
      one.deal.add(record, linkFrom(record, member));
    }
  }
}

/** Take up the documents of a kind that records of a deal name, for all deals at once. */
export async function addCalled<Kind extends DealKind>(
  records: Records,
  kind: Kind,
  wanted: readonly WantedDocument<Kind>[],
): Promise<void> {
  const names = new Map(wanted.map(({ parts }) => [JSON.stringify(parts), parts]));
  const found = await records.called(kind, [...names.values()]);
  for (const record of found.filter(isDealRecord)) {
    const name = JSON.stringify(partsOf(record));
    for (const one of wanted) {
      if (JSON.stringify(one.parts) !== name || one.accepts?.(record) === false) continue;
      one.deal.add(record, one.link);
    }
  }
}

/** That a member of a record says so. */
export function linkFrom(record: DealRecord, member: string): Link {
  return { document: record.kind, parts: partsOf(record), member };
}
