import { decisionCommands } from '@argosy/domain/register/commands';
import { contentText } from '@argosy/domain/register/content';
import { proposeDecision } from '@argosy/domain/register/propose';
import { rosterParts } from '@argosy/domain/register/roster';
import { approveDecision, rejectDecision } from '@argosy/domain/register/vote';
import fabric from 'fabric-contract-api';
import { registerState } from './register-state.js';
import { sha256 } from './sha256.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * Who is who on this channel, when its banks are open and which codes it goes by: decided by the voters that its founding
 * named, and the same contract on every channel. A decision is approved by the SHA-256 of its content, and in force in the
 * transaction that completes the approvals.
 */
@Info({ title: 'register', description: 'Members, banking calendars and code lists' })
export class RegisterContract extends TradeContract {
  constructor() {
    super('register');
  }

  /** Propose entries, and approve them by it; the first proposal founds the register. Requires: a voter. Refuses:
   *  REGISTER_NOT_FOUNDED, REGISTER_ALREADY_FOUNDED, REGISTER_SOURCE_SAME_CHANNEL, REGISTER_GUARD_WRONG,
   *  REGISTER_VOTER_NOT_ENTERED, REGISTER_VOTERS_TOO_FEW, RECORD_ALREADY_EXISTS. Emits: DecisionProposed, and what is entered. */
  @Transaction()
  @Returns('string')
  async Propose(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'propose',
      schema: decisionCommands.propose,
      command,
      requestId,
    };
    return this.act(request, async (proposal, { records, call }) => {
      const state = await registerState(records, proposal);
      const at = { state, sha256: sha256(contentText(proposal)), channel: ctx.stub.getChannelID() };
      return proposeDecision(proposal, at, call);
    });
  }

  /** Approve a decision. Requires: a voter that has not voted; status proposed. Refuses: DECISION_ALREADY_VOTED,
   *  DECISION_CONTENT_DIFFERS, REGISTER_ALREADY_FOUNDED, REGISTER_ENTRY_OVERTAKEN, REGISTER_GUARD_WRONG,
   *  REGISTER_VOTERS_TOO_FEW. Emits: DecisionApproved, and what is entered. */
  @Transaction()
  @Returns('string')
  async Approve(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'approve',
      schema: decisionCommands.approve,
      command,
      requestId,
    };
    return this.act(request, async ({ reference, sha256: approved }, { records, call }) => {
      const decision = await records.get('decision', [reference]);
      const state = await registerState(records, decision);
      return approveDecision(decision, { sha256: approved, state }, call);
    });
  }

  /** Vote against a decision. Requires: a voter that has not voted; status proposed. Refuses: DECISION_ALREADY_VOTED.
   *  Emits: DecisionRejected. */
  @Transaction()
  @Returns('string')
  async Reject(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'reject', schema: decisionCommands.reject, command, requestId };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      rejectDecision(await records.get('decision', [reference]), reason, call),
    );
  }

  /** A member's particulars. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async GetMember(ctx: TradeContext, msp: string): Promise<string> {
    return this.read(ctx, 'member', [msp]);
  }

  /** The banking calendar of a place (UN/LOCODE) and year. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async GetCalendar(ctx: TradeContext, place: string, year: string): Promise<string> {
    return this.read(ctx, 'calendar', [place, year]);
  }

  /** A code list by its name. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async GetCodeList(ctx: TradeContext, name: string): Promise<string> {
    return this.read(ctx, 'codeList', [name]);
  }

  /** A decision and the votes on it. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async GetDecision(ctx: TradeContext, reference: string): Promise<string> {
    return this.read(ctx, 'decision', [reference]);
  }

  /** Who decides on this channel, and the standing of each member. Refuses: RECORD_NOT_FOUND, before the founding. */
  @Transaction(false)
  @Returns('string')
  async GetRoster(ctx: TradeContext): Promise<string> {
    return this.read(ctx, 'roster', rosterParts);
  }

  /** Before the founding nobody is a member yet: then the constitution that is proposed says alone who may vote. */
  protected override async refuseStranger(ctx: TradeContext): Promise<void> {
    if ((await ctx.records.roster()) !== undefined) await super.refuseStranger(ctx);
  }
}
