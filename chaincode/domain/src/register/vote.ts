import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { adoption } from './adopt.js';
import { decisionDocument } from './decision.js';
import type { RegisterDecision } from './decision.js';
import { refuseFoundedAlready } from './founding.js';
import { refuseUnaskedGuards } from './membership.js';
import type { RegisterState } from './register-state.js';

/**
 * Approve a decision by the hash of what was read. The approval that makes the number complete adopts it: everything that it
 * says is in force from this transaction on. Requires: a voter that has not voted; status proposed. Refuses:
 * DECISION_ALREADY_VOTED, DECISION_CONTENT_DIFFERS, REGISTER_ALREADY_FOUNDED, REGISTER_GUARD_UNASKED, and what the adoption refuses. Emits:
 * DecisionApproved, and what is entered.
 */
export function approveDecision(
  decision: RegisterDecision,
  { sha256, state }: { readonly sha256: string; readonly state: RegisterState },
  call: Call,
): Decision<RegisterDecision> {
  const approvals = [...decision.approvals, voteOf(call)];
  const isAdopted = approvals.length >= decision.required;
  const approved = proceed(decisionDocument, 'approve', {
    record: decision,
    call,
    changes: { approvals },
    to: isAdopted ? 'adopted' : 'proposed',
  });
  refuseSecondVote(decision, call);
  if (sha256 !== decision.sha256) {
    const { reference, sha256: limit } = decision;
    const details = { reference, actual: sha256, limit, field: 'sha256' };
    throw LedgerError.of('DECISION_CONTENT_DIFFERS', details);
  }
  if (decision.constitution !== undefined) refuseFoundedAlready(state.roster);
  const entered = adoption(decision, state, call);
  const approvedBy = approvals.map(({ msp }) => msp);
  if (isAdopted) refuseUnaskedGuards(decision, { roster: state.roster, approvedBy });
  return isAdopted ? [approved, ...entered] : [approved];
}

/**
 * Vote against a decision, which is rejected as soon as too few voters are left to adopt it. Requires: a voter that has not
 * voted; status proposed. Refuses: DECISION_ALREADY_VOTED. Emits: DecisionRejected.
 */
export function rejectDecision(
  decision: RegisterDecision,
  reason: string,
  call: Call,
): Decision<RegisterDecision> {
  const rejections = [...decision.rejections, { ...voteOf(call), reason }];
  const canBeAdopted = decision.voters.length - rejections.length >= decision.required;
  const rejected = proceed(decisionDocument, 'reject', {
    record: decision,
    call,
    changes: { rejections },
    to: canBeAdopted ? 'proposed' : 'rejected',
  });
  refuseSecondVote(decision, call);
  return [rejected];
}

function voteOf({ caller, transactionId }: Call): { msp: string; transactionId: string } {
  return { msp: caller.msp, transactionId };
}

/** Refuses: DECISION_ALREADY_VOTED. */
function refuseSecondVote(
  { reference, approvals, rejections }: RegisterDecision,
  { caller: { msp } }: Call,
): void {
  const hasApproved = approvals.some((vote) => vote.msp === msp);
  if (hasApproved || rejections.some((vote) => vote.msp === msp)) {
    const current = hasApproved ? 'approved' : 'rejected';
    throw LedgerError.of('DECISION_ALREADY_VOTED', { msp, reference, current });
  }
}
