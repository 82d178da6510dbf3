import { LedgerError } from '../errors.js';
import type { CreditParties, CreditRole } from '../credit/parties.js';
import { canonicalJson } from '../shared/canonical-json.js';
import type { Party } from '../shared/document.js';

/** Who presents and who has to pay are bound: neither can change what was presented. */
export function presentationPartiesOf(parties: CreditParties): readonly Party<CreditRole>[] {
  const { applicant, issuingBank, advisingBank, beneficiary } = parties;
  return [
    { role: 'applicant', msp: applicant.msp },
    { role: 'issuingBank', msp: issuingBank.msp, business: 'bank', isBound: true },
    { role: 'advisingBank', msp: advisingBank.msp },
    { role: 'beneficiary', msp: beneficiary.msp, isBound: true },
  ];
}

/** The issuing bank alone is bound: refusal and honour wait for nobody else. */
export function issuingBankBound(parties: CreditParties): readonly Party<CreditRole>[] {
  return presentationPartiesOf(parties).map(({ role, msp }) =>
    role === 'issuingBank' ? { role, msp, business: 'bank', isBound: true } : { role, msp },
  );
}

/** The advising bank alone is bound: it says what it did with its customer's money. */
export function advisingBankBound(parties: CreditParties): readonly Party<CreditRole>[] {
  return presentationPartiesOf(parties).map(({ role, msp }) =>
    role === 'advisingBank' ? { role, msp, business: 'bank', isBound: true } : { role, msp },
  );
}

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
