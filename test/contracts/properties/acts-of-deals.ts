import type { Amendment } from '@argosy/domain/amendment/amendment';
import type { Credit } from '@argosy/domain/credit/credit';
import type { Examination } from '@argosy/domain/examination/examination';
import type { Possession } from '@argosy/domain/bill/possession';
import type { Presentation } from '@argosy/domain/presentation/presentation';
import { named } from './cast.js';
import { restOf } from './rest.js';
import { often, reason, today, uetr } from './desk.js';
import type { Desk } from './desk.js';
import type { Acts } from './ideas.js';
import { someTerms } from './terms.js';

const always = (weight: number) => () => weight;
const whereAsked =
  (weight: number) =>
  ({ terms }: Credit) =>
    terms.confirmation === 'without' ? 0.05 : weight;
const withReason = ({ reference }: Credit) => ({ reference, reason });
const referenceOnly = ({ reference }: Credit | Presentation) => ({ reference });

export const actsOnCredits: Acts<Credit> = {
  'credit:Revise': [
    always(4),
    ({ reference }, desk) => ({ reference, terms: someTerms(desk), confidential: [] }),
  ],
  'credit:Withdraw': [always(0.1), referenceOnly],
  'credit:Return': [always(0.4), withReason],
  'credit:Decline': [always(0.15), withReason],
  'credit:Issue': [always(5), referenceOnly],
  'credit:Advise': [always(5), referenceOnly],
  'credit:AcknowledgeReceipt': [always(2), referenceOnly],
  'credit:Confirm': [whereAsked(1), referenceOnly],
  'credit:DeclineToConfirm': [whereAsked(0.7), withReason],
  'credit:Close': [
    ({ terms }, desk) => (terms.expiry.date < today(desk) ? 2 : 0.15),
    referenceOnly,
  ],
};

const one = ({ credit, number }: Amendment) => ({ credit, number });

export const actsOnAmendments: Acts<Amendment> = {
  'amendment:Decline': [always(0.2), (it) => ({ ...one(it), reason })],
  'amendment:Issue': [always(2), one],
  'amendment:Advise': [
    always(2),
    (it, { view, chance }) => {
      const confirmed = view.find('credit', [it.credit])?.status === 'confirmed';
      const says = often(chance, 95) ? confirmed : !confirmed;
      return { ...one(it), ...(says && { extendsConfirmation: often(chance, 80) }) };
    },
  ],
  'amendment:Accept': [
    // In another order than they were proposed in, where there are several.
    ({ credit, number, change }, { view }) => {
      // It takes effect only while nothing is presented.
      if (change.cancel === true) return 6;
      const advised = view
        .of('amendment')
        .filter((it) => it.credit === credit && it.status === 'advised');
      return advised.some((it) => it.number < number) ? 4 : 0.7;
    },
    one,
  ],
  'amendment:Reject': [always(0.3), one],
};

export const actsOnPresentations: Acts<Presentation> = {
  'presentation:Complete': [
    (it, { view }) => {
      const credit = view.find('credit', [it.credit]);
      const rest = credit === undefined ? 0n : restOf(credit, view);
      const over = BigInt(it.amount.minor) - rest;
      if (over <= 0n) return 5;
      // By a little too much is worth asking.
      return over <= 2n ? 1.5 : 0.05;
    },
    referenceOnly,
  ],
  'presentation:Withdraw': [always(0.2), referenceOnly],
};

const presentationOnly = ({ presentation }: Examination) => ({ presentation });
const isBy = (way: string) => (it: Examination, desk: Desk) => {
  const by = desk.view.find('credit', [it.credit])?.terms.available.by;
  return (by === 'acceptance' ? 'accept' : 'honour') === way ? 5 : 0.1;
};

export const actsOnExaminations: Acts<Examination> = {
  'examination:Comply': [
    always(2.5),
    ({ presentation }, { view, chance }) => {
      const { findings = [] } = view.find('presentation', [presentation]) ?? {};
      const answered = often(chance, 90) ? findings : findings.slice(1);
      return { presentation, answers: answered.map(({ rule }) => ({ finding: rule, reason })) };
    },
  ],
  'examination:Refuse': [
    always(3.5),
    ({ presentation }, { chance }) => ({
      presentation,
      discrepancies: [{ text: 'Invoice not signed' }],
      disposition: chance.pick(['hold', 'notify', 'return', 'previousInstructions']),
    }),
  ],
  'examination:Return': [always(1), presentationOnly],
  'examination:Waive': [always(1.5), presentationOnly],
  'examination:Preclude': [
    ({ deadline }, desk) => (deadline < today(desk) ? 4 : 0.1),
    presentationOnly,
  ],
  'examination:Honour': [isBy('honour'), presentationOnly],
  'examination:Accept': [isBy('accept'), presentationOnly],
  'examination:Settle': [
    ({ undertaking }, desk) => ((undertaking?.maturity ?? '') <= today(desk) ? 4 : 0.3),
    ({ presentation }, { chance }) => ({ presentation, paymentReference: uetr(chance) }),
  ],
};

const bill = ({ carrierCode, reference }: Possession) => ({ carrierCode, reference });
const anyParty = ({ chance }: Desk) =>
  chance.pick([named.importer, named.importBank, named.exportBank, named.exporter, named.carrier]);
const endorsing = (it: Possession, desk: Desk) => ({ ...bill(it), endorsee: anyParty(desk) });

export const actsOnPossessions: Acts<Possession> = {
  'possession:Endorse': [always(0.05), endorsing],
  'possession:EndorseToOrder': [always(0.1), endorsing],
  'possession:EndorseInBlank': [always(0.1), bill],
  'possession:Transfer': [always(0.4), (it, desk) => ({ ...bill(it), to: anyParty(desk) })],
  'possession:RejectTransfer': [
    ({ openedBy }) => (openedBy === 'transfer' ? 0.8 : 0.1),
    (it) => ({ ...bill(it), reason }),
  ],
  'possession:Surrender': [
    ({ openedBy }) => (openedBy === 'release' ? 3 : 0.1),
    (it, { chance }) => ({
      ...bill(it),
      request: chance.pick([{ for: 'delivery' }, { for: 'amendment', cause: 'switchBill' }]),
    }),
  ],
  'possession:AcceptSurrender': [always(2), bill],
  'possession:RejectSurrender': [always(0.7), (it) => ({ ...bill(it), reason })],
};
