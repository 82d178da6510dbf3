import type { CreditAction } from '@argosy/domain/credit/steps';
import type { CreditParties } from '@argosy/domain/credit/parties';
import { application, presentation } from './particulars.js';

/** One deal, while it is played. */
export type Deal = {
  readonly reference: string;
  readonly parties: CreditParties;
  readonly today: string;
  /** The payment's end-to-end reference, which the settling bank chooses. */
  readonly paymentReference: string;
};

/** One act: who does what, and what they send. */
export type Act = {
  readonly action: CreditAction;
  readonly words: string;
  readonly person: string;
  readonly body: (deal: Deal) => unknown;
};

const nothingMore = (): unknown => ({});

export const acts: readonly Act[] = [
  {
    action: 'apply',
    words: 'applies for the credit',
    person: 'ines',
    body: application,
  },
  { action: 'issue', words: 'issues it', person: 'henrik', body: nothingMore },
  { action: 'advise', words: 'advises it', person: 'mei', body: nothingMore },
  {
    action: 'present',
    words: 'presents documents',
    person: 'omar',
    body: presentation,
  },
  { action: 'honour', words: 'honours', person: 'henrik', body: nothingMore },
  {
    action: 'settle',
    words: 'settles',
    person: 'henrik',
    body: ({ paymentReference }) => ({ paymentReference }),
  },
];

/** Shown before the bank honours: another bank's officer may do such acts, but not on this credit. No check of
 *  the gateway stands in the way, so that it is the ledger that refuses. */
export const forbiddenAct: Act = {
  action: 'honour',
  words: 'tries to honour',
  person: 'mei',
  body: nothingMore,
};

export const creditPath = ({ reference }: Deal): string =>
  `/v1/credits/${encodeURIComponent(reference)}`;

export const pathOf = ({ action }: Act, deal: Deal): string =>
  action === 'apply' ? '/v1/credits' : `${creditPath(deal)}/actions/${action}`;
