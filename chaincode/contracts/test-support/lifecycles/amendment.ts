import type { AmendmentStatus } from '@argosy/domain/amendment/steps';
import { anAmendment } from '../../../domain/test-support/amendments.js';
import { aCredit, reference, theDrawings } from '../../../domain/test-support/credits.js';
import type { LifecycleCase } from './case.js';
import { creditLifecycle } from './credit.js';

const one = { credit: reference, number: 1 };

export const amendmentLifecycle: LifecycleCase = {
  document: 'amendment',
  channel: 'trade',
  people: creditLifecycle.people,
  statuses: ['proposed', 'declined', 'issued', 'advised', 'accepted', 'rejected'],
  allowed: [
    ['propose', '-', 'applicant', 'proposed'],
    ['decline', 'proposed', 'issuingBank', 'declined'],
    ['issue', 'proposed', 'issuingBank', 'issued'],
    ['advise', 'issued', 'advisingBank', 'advised'],
    ['accept', 'advised', 'beneficiary', 'accepted'],
    ['reject', 'advised', 'beneficiary', 'rejected'],
  ],
  record: (status) => anAmendment({ status: status as AmendmentStatus }),
  beside: () => [aCredit(), theDrawings()],
  commands: {
    propose: { ...one, change: { latestShipment: '2026-06-10' } },
    decline: { ...one, reason: 'Not now' },
    issue: one,
    advise: one,
    accept: one,
    reject: one,
  },
};
