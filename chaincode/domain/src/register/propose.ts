import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { begin } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { adoption, versionOf } from './adopt.js';
import type { DecisionCommand } from './commands.js';
import type { Constitution } from './constitution.js';
import { decisionDocument } from './decision.js';
import type { RegisterDecision } from './decision.js';
import { refuseFoundedAlready } from './founding.js';
import { refuseUnaskedGuards } from './membership.js';
import type { RegisterState } from './register-state.js';
import type { Roster } from './roster.js';

/**
 * Propose a decision, which is the proposer's approval too; where one approval is enough, it is adopted at once.
 * Requires: a voter of the constitution, at the founding of the one that is proposed; the SHA-256 of the content's text.
 * Refuses: ACTION_WRONG_PARTY, REGISTER_NOT_FOUNDED, REGISTER_ALREADY_FOUNDED, REGISTER_SOURCE_SAME_CHANNEL, and what
 * the adoption refuses. Emits: DecisionProposed, and what is entered.
 */
export function proposeDecision(
  command: DecisionCommand<'propose'>,
  {
    state,
    sha256,
    channel,
  }: { readonly state: RegisterState; readonly sha256: string; readonly channel: string },
  call: Call,
): Decision<RegisterDecision> {
  const { voters, required } = constitutionFor(command, state.roster);
  const { msp } = call.caller;
  const draft = {
    kind: 'decision' as const,
    ...command,
    proposer: msp,
    sha256,
    replaces: state.current.map(versionOf),
    voters,
    required,
    approvals: [{ msp, transactionId: call.transactionId }],
    rejections: [],
  };
  const isAdopted = required === 1;
  const to = isAdopted ? 'adopted' : 'proposed';
  const proposed = begin(decisionDocument, 'propose', { draft, call, to });
  if (command.source?.channel === channel) {
    throw LedgerError.of('REGISTER_SOURCE_SAME_CHANNEL', { channel, field: 'source.channel' });
  }
  const entered = adoption(draft, state, call);
  const asked = { roster: state.roster, approvedBy: [msp] };
  if (isAdopted) refuseUnaskedGuards(draft, asked);
  return isAdopted ? [proposed, ...entered] : [proposed];
}

/** The constitution that a decision is taken under. Refuses: REGISTER_NOT_FOUNDED, REGISTER_ALREADY_FOUNDED. */
function constitutionFor(
  { constitution: founding }: DecisionCommand<'propose'>,
  standing: Roster | undefined,
): Constitution {
  if (founding !== undefined) refuseFoundedAlready(standing);
  const constitution = founding ?? standing;
  if (constitution === undefined) {
    throw LedgerError.of('REGISTER_NOT_FOUNDED', { field: 'constitution' });
  }
  return constitution;
}
