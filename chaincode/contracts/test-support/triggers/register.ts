import type { RegisterDecision } from '@argosy/domain/register/decision';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { members, originOn, votersOf } from '../../../domain/test-support/network.js';
import {
  aCalendarRecord,
  aDecision,
  aProposal,
  contentHash,
  decisionReference as reference,
  memberEntry,
  theFounding,
  voters,
} from '../../../domain/test-support/register.js';
import { act, by, refusalOfCall } from './trigger.js';

const channel = 'consortium';
const { advisingBank, applicant, beneficiary, carrier, customs, issuingBank } = members;

const propose = async (command: object, isFounded = true) =>
  refusalOfCall({
    channel,
    isFounded,
    by: await by('issuingBank', 'administrator'),
    args: act('decision', 'propose', command),
  });

interface Approval {
  readonly sha256?: string;
  readonly beside?: readonly LedgerRecord[];
  readonly approver?: keyof typeof members;
}

const approve = async (
  change: Partial<RegisterDecision> = {},
  { sha256 = contentHash, beside = [], approver = 'advisingBank' }: Approval = {},
) =>
  refusalOfCall({
    channel,
    by: await by(approver, 'administrator'),
    args: act('decision', 'approve', { reference, sha256 }),
    records: [aDecision(change), ...beside],
  });

const suspended = (msp: string) => memberEntry(channel, msp, { status: 'suspended' });
const founding = theFounding(channel);
const inForce = aCalendarRecord({
  guards: [...votersOf[channel]].sort(),
  origin: originOn(channel),
});

/** What the register refuses. */
export const registerTriggers = {
  REGISTER_NOT_FOUNDED: () => propose(aProposal(), false),
  REGISTER_ALREADY_FOUNDED: () => propose(founding),
  REGISTER_VOTER_NOT_ENTERED: () =>
    propose(
      { ...founding, constitution: { voters: [issuingBank, 'OtherMSP'], required: 2 } },
      false,
    ),
  REGISTER_VOTERS_TOO_FEW: () =>
    propose(aProposal({ entries: [suspended(carrier), suspended(customs)] })),
  REGISTER_GUARD_WRONG: () =>
    propose(aProposal({ entries: [memberEntry(channel, applicant, { guard: 'ExporterMSP' })] })),
  REGISTER_GUARD_UNASKED: () => {
    const entries = [memberEntry(channel, beneficiary, { guard: carrier })];
    const approvals = [issuingBank, carrier].map((msp) => ({ msp, transactionId: 'tx1' }));
    const moved = { entries, approvals, replaces: [1] };
    return approve(moved, { approver: 'customs' });
  },
  REGISTER_ENTRY_OVERTAKEN: () => approve({}, { beside: [inForce] }),
  REGISTER_SOURCE_SAME_CHANNEL: () =>
    propose(
      aProposal({
        source: {
          channel,
          decision: 'EARLIER',
          transactionId: 'a1'.repeat(32),
          sha256: contentHash,
        },
      }),
    ),
  DECISION_CONTENT_DIFFERS: () => approve({}, { sha256: 'cd'.repeat(32) }),
  DECISION_ALREADY_VOTED: () =>
    approve({
      approvals: [voters[0], advisingBank].map((msp) => ({ msp, transactionId: 'tx1' })),
    }),
};
