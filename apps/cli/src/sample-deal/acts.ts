import type { BillName } from '@argosy/domain/bill/bill';
import type { CreditParties, NamedParty } from '@argosy/domain/credit/parties';
import { application, billOfLading, presentation, proceedsOf, receipt } from './particulars.js';

/** One deal, while it is played. */
export type Deal = {
  readonly reference: string;
  readonly parties: CreditParties;
  readonly carrier: NamedParty;
  readonly bill: BillName;
  /** What the presentation is called. */
  readonly presentation: string;
  readonly today: string;
  /** The payment's end-to-end reference, which the settling bank chooses. */
  readonly paymentReference: string;
};

/** One act: who does what, and what they send where. */
export type Act = {
  readonly words: string;
  readonly person: string;
  readonly path: (deal: Deal) => string;
  readonly body: (deal: Deal) => unknown;
  /** Shown before it: an act that the ledger refuses. */
  readonly after?: Act;
};

const nothingMore = (): unknown => ({});

export const creditPath = ({ reference }: Deal): string =>
  `/v1/credits/${encodeURIComponent(reference)}`;

export const examinationPath = ({ presentation: reference, parties }: Deal): string =>
  `/v1/examinations/${encodeURIComponent(reference)}/${parties.issuingBank.msp}`;

const onCredit = (action: string) => (deal: Deal) => `${creditPath(deal)}/actions/${action}`;
const onPresentation = (action: string) => (deal: Deal) =>
  `/v1/presentations/${encodeURIComponent(deal.presentation)}/actions/${action}`;
const onExamination = (action: string) => (deal: Deal) =>
  `/v1/examinations/${encodeURIComponent(deal.presentation)}/actions/${action}`;

/** Another bank's officer may do such acts, but not in this deal. No check of the gateway stands in the way, so that it is the
 *  ledger that refuses. */
export const forbiddenAct: Act = {
  words: 'tries to honour',
  person: 'mei',
  path: onExamination('honour'),
  body: nothingMore,
};

export const acts: readonly Act[] = [
  {
    words: 'applies for the credit',
    person: 'ines',
    path: () => '/v1/credits',
    body: application,
  },
  { words: 'issues it', person: 'henrik', path: onCredit('issue'), body: nothingMore },
  { words: 'advises it', person: 'mei', path: onCredit('advise'), body: nothingMore },
  {
    words: 'acknowledges receipt',
    person: 'mei',
    path: onCredit('acknowledgeReceipt'),
    body: nothingMore,
  },
  {
    words: 'issues bill of lading',
    person: 'anders',
    path: () => '/v1/bills',
    body: billOfLading,
  },
  {
    words: 'lodges the documents',
    person: 'omar',
    path: () => '/v1/presentations',
    body: presentation,
  },
  {
    words: 'presents them',
    person: 'omar',
    path: onPresentation('complete'),
    body: nothingMore,
  },
  {
    words: 'begins to examine them',
    person: 'henrik',
    path: () => '/v1/examinations',
    body: ({ presentation: reference }) => ({ presentation: reference }),
  },
  {
    words: 'finds them complying',
    person: 'henrik',
    path: onExamination('comply'),
    body: nothingMore,
  },
  {
    words: 'honours',
    person: 'henrik',
    path: onExamination('honour'),
    body: nothingMore,
    after: forbiddenAct,
  },
  {
    words: 'receives the goods',
    person: 'ines',
    path: () => '/v1/receipts',
    body: receipt,
  },
  {
    words: 'settles',
    person: 'henrik',
    path: onExamination('settle'),
    body: ({ paymentReference }) => ({ paymentReference }),
  },
  {
    words: 'credits the exporter',
    person: 'mei',
    path: () => '/v1/proceeds',
    body: proceedsOf,
  },
];
