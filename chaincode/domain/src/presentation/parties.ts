import type { CreditParties, CreditRole } from '../credit/parties.js';
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
