import type { Credit } from '@argosy/domain/credit/credit';
import type { CreditParties } from '@argosy/domain/credit/parties';
import { documentKind } from '@argosy/domain/documents';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Deal, DealDocument, DealKind, DealRecord, Link } from './deal.js';
import { dealKinds, recordsIn } from './deal.js';

const order = Object.keys(dealKinds);

/** A deal whose documents are being looked for. */
export class DealDraft {
  readonly #documents = new Map<string, DealDocument>();

  constructor(readonly credit: Credit) {
    this.#documents.set(nameOf(credit), { record: credit });
  }

  /** Take a document up; where two records tie it to the deal, the first says why. */
  add(record: DealRecord, link: Link): void {
    const name = nameOf(record);
    if (!this.#documents.has(name)) this.#documents.set(name, { record, link });
  }

  /** A document that goes on with a deal counts only where it names the same parties: strangers can make one of their own. */
  hasParties(parties: CreditParties): boolean {
    return canonicalJson(parties) === canonicalJson(this.credit.parties);
  }

  recordsOf<Kind extends DealKind>(kind: Kind): ReturnType<typeof recordsIn<Kind>> {
    return recordsIn({ documents: [...this.#documents.values()] }, kind);
  }

  finished(): Deal {
    const documents = [...this.#documents.values()].sort(
      (one, other) => order.indexOf(one.record.kind) - order.indexOf(other.record.kind),
    );
    return { credit: this.credit, documents };
  }
}

/** The parts of a document's key. */
export function partsOf(record: DealRecord): readonly string[] {
  return documentKind(record.kind).parts(record);
}

function nameOf(record: DealRecord): string {
  return JSON.stringify([record.kind, ...partsOf(record)]);
}
