import { effectiveTerms } from '@argosy/domain/credit/effective-terms';
import { documentKind } from '@argosy/domain/documents';
import type { DocumentKind } from '@argosy/domain/shared/document';
import type { Deal, DealKind, DealRecord } from './deal.js';
import { recordsIn } from './deal.js';
import { partsOf } from './deal-draft.js';
import { mayPresent } from './may-present.js';
import { nextActs } from './next-acts.js';

/** An act that a deal waits for. */
export interface Turn {
  /** The document that it is on; for an act that creates one, what it is called for by. */
  readonly document: DealKind;
  readonly parts: readonly string[];
  /** The kind of document whose act it is, and the act. */
  readonly kind: DealKind;
  readonly action: string;
  /** The members that can take it. */
  readonly msps: readonly string[];
  /** The last day for it, where a record says so. */
  readonly until?: string;
}

/** Whose turn it is in a deal: the acts by which it would go on, each with who can take it. None, where nobody has to do anything. */
export function turnsOf(deal: Deal): readonly Turn[] {
  const standing = deal.documents.flatMap(({ record }) => turnsOn(record, deal));
  return [...standing, ...turnsToBegin(deal)];
}

function turnsOn(record: DealRecord, { credit }: Deal): Turn[] {
  const { kind } = record;
  const isByAcceptance = credit.terms.available.by === 'acceptance';
  return nextActs(record).map(({ action, until }) => {
    // Under a credit by acceptance the bank accepts the draft instead (UCP 600 art. 7(a)).
    const taken = action === 'honour' && isByAcceptance ? 'accept' : action;
    return turn(record, { kind, action: taken }, until);
  });
}

/** The acts that make the next document: presenting, examining what was presented, crediting what was paid. */
function turnsToBegin(deal: Deal): Turn[] {
  const { credit } = deal;
  const examined = new Set(recordsIn(deal, 'examination').map((it) => it.presentation));
  const credited = new Set(recordsIn(deal, 'proceeds').map((it) => it.presentation));
  const unexamined = recordsIn(deal, 'presentation').filter(
    ({ status, reference }) => status === 'complete' && !examined.has(reference),
  );
  const uncredited = recordsIn(deal, 'examination').filter(
    ({ status, presentation }) => status === 'settled' && !credited.has(presentation),
  );
  return [
    ...(mayPresent(deal)
      ? [
          turn(
            credit,
            { kind: 'presentation', action: 'lodge' },
            effectiveTerms(credit).expiry.date,
          ),
        ]
      : []),
    ...unexamined.map((it) => turn(it, { kind: 'examination', action: 'examine' })),
    ...uncredited.map((it) => turn(it, { kind: 'proceeds', action: 'credit' })),
  ];
}

interface Act {
  readonly kind: DealKind;
  readonly action: string;
}

function turn(record: DealRecord, { kind, action }: Act, until?: string): Turn {
  return {
    document: record.kind,
    parts: partsOf(record),
    kind,
    action,
    msps: mspsFor(record, { kind, action }),
    ...(until === undefined ? {} : { until }),
  };
}

// A document that is yet to be made will name the parties of the one that calls for it, in the same roles.
function mspsFor(record: DealRecord, { kind, action }: Act): readonly string[] {
  const own: DocumentKind = documentKind(record.kind);
  const by = documentKind(kind).steps[action]?.by ?? [];
  const able = own.parties(record).filter(({ role }) => by.includes(role));
  return [...new Set(able.map(({ msp }) => msp))];
}
