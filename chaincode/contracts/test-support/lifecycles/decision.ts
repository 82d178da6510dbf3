import type { DecisionStatus } from '@argosy/domain/register/decision-steps';
import { members } from '../../../domain/test-support/network.js';
import {
  aDecision,
  aProposal,
  contentHash,
  decisionReference as reference,
  rosterOf,
} from '../../../domain/test-support/register.js';
import type { LifecycleCase } from './case.js';

const carrier = { msp: members.carrier, transactionId: 'tx1' };
const customs = { msp: members.customs, transactionId: 'tx2' };

/** Of four voters three have to approve, and two have voted, so that the next vote settles it. */
export const decisionLifecycle: LifecycleCase = {
  document: 'decision',
  channel: 'consortium',
  people: {
    voter: { member: 'advisingBank', staff: 'administrator' },
    otherMember: { member: 'applicant', staff: 'administrator' },
    voterOfficer: { member: 'advisingBank', staff: 'tradeOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: ['proposed', 'adopted', 'rejected'],
  allowed: [
    ['propose', '-', 'voter', 'proposed'],
    ['approve', 'proposed', 'voter', 'adopted'],
    ['reject', 'proposed', 'voter', 'rejected'],
  ],
  record: (status, action) =>
    aDecision({
      status: status as DecisionStatus,
      proposer: carrier.msp,
      ...(action === 'reject'
        ? { approvals: [carrier], rejections: [{ ...customs, reason: 'Too early' }] }
        : { approvals: [carrier, customs] }),
    }),
  beside: () => [rosterOf('consortium')],
  commands: {
    propose: aProposal(),
    approve: { reference, sha256: contentHash },
    reject: { reference, reason: 'The year is not over' },
  },
};
