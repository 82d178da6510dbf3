import { LedgerError } from '../errors.js';
import { canonicalJson } from '../shared/canonical-json.js';
import type { CreditParties } from './parties.js';

/** A document of a deal: what it is called, and whom it names. */
interface InDeal {
  readonly document: string;
  readonly parts: readonly string[];
  readonly parties: CreditParties;
}

/** A credit or a presentation as the source of another document. */
export function inDeal(source: {
  readonly kind: string;
  readonly reference: string;
  readonly parties: CreditParties;
}): InDeal {
  return { document: source.kind, parts: [source.reference], parties: source.parties };
}

/** A document that follows from a presentation, by whose reference it is called. */
export function fromPresentation(follower: {
  readonly kind: string;
  readonly presentation: string;
  readonly parties: CreditParties;
}): InDeal {
  const { kind, presentation, parties } = follower;
  return { document: kind, parts: [presentation], parties };
}

/** An amendment, which is called by its credit and number. */
export function fromCredit(follower: {
  readonly kind: string;
  readonly credit: string;
  readonly number: number;
  readonly parties: CreditParties;
}): InDeal {
  const { kind, credit, number, parties } = follower;
  return { document: kind, parts: [credit, String(number)], parties };
}

/**
 * A document's guards are the peers of the parties that it names itself, so that strangers could make one of their own under a
 * free key. It counts only where it names the parties of what it follows from. Refuses: DEAL_PARTIES_DIFFER.
 */
export function refuseOtherParties(follower: InDeal, source: InDeal): void {
  if (canonicalJson(follower.parties) === canonicalJson(source.parties)) return;
  throw LedgerError.of('DEAL_PARTIES_DIFFER', {
    document: follower.document,
    parts: follower.parts,
    source: source.document,
    sourceParts: source.parts,
  });
}
