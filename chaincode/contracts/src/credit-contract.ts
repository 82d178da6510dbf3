import { applyForCredit, reviseCredit } from '@argosy/domain/credit/apply';
import { closeCredit } from '@argosy/domain/credit/close';
import { creditCommands } from '@argosy/domain/credit/commands';
import { effectiveTerms } from '@argosy/domain/credit/effective-terms';
import {
  adviseCredit,
  confirmCredit,
  declineToConfirm,
  endApplication,
  issueCredit,
} from '@argosy/domain/credit/undertake';
import { yearOf } from '@argosy/domain/shared/dates';
import fabric from 'fabric-contract-api';
import { bankCalendars } from './calendars.js';
import { endedPresentations } from './ended-presentations.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * The documentary credit. Every function but Get takes a command in JSON and the client's request
 * id, and returns the credit's record. All refuse what decoding, access, the register, the request id and the table of the
 * credit's life refuse.
 */
@Info({ title: 'credit', description: 'Documentary credits under UCP 600' })
export class CreditContract extends TradeContract {
  constructor() {
    super('credit');
  }

  /** Apply for a credit. Requires: the applicant named in it. Refuses: CREDIT_APPLICANT_IS_BENEFICIARY,
   *  CREDIT_EXPIRY_BEFORE_SHIPMENT, CREDIT_EXPIRED, CONFIDENTIAL_MISSING, RECORD_ALREADY_EXISTS. Emits: CreditApplied. */
  @Transaction()
  @Returns('string')
  async Apply(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'apply', schema: creditCommands.apply, command, requestId };
    return this.act(request, async (application, { records, call }) => {
      await records.requireConfidential(application.confidential);
      return applyForCredit(application, call);
    });
  }

  /** Apply again with other terms. Requires: applicant; status returned. Refuses: CREDIT_EXPIRY_BEFORE_SHIPMENT,
   *  CREDIT_EXPIRED, CONFIDENTIAL_MISSING. Emits: CreditRevised. */
  @Transaction()
  @Returns('string')
  async Revise(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'revise', schema: creditCommands.revise, command, requestId };
    return this.act(request, async (revision, { records, call }) => {
      await records.requireConfidential(revision.confidential);
      return reviseCredit(await records.get('credit', [revision.reference]), revision, call);
    });
  }

  /** Take the application back. Requires: applicant; status applied or returned. Emits: CreditWithdrawn. */
  @Transaction()
  @Returns('string')
  async Withdraw(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'withdraw',
      schema: creditCommands.withdraw,
      command,
      requestId,
    };
    return this.act(request, async ({ reference }, { records, call }) =>
      endApplication('withdraw', await records.get('credit', [reference]), { call }),
    );
  }

  /** Give the application back to be revised. Requires: issuing bank; status applied. Emits: CreditReturned. */
  @Transaction()
  @Returns('string')
  async Return(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'return', schema: creditCommands.return, command, requestId };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      endApplication('return', await records.get('credit', [reference]), { reason, call }),
    );
  }

  /** Decline to issue. Requires: issuing bank; status applied. Emits: CreditDeclined. */
  @Transaction()
  @Returns('string')
  async Decline(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'decline', schema: creditCommands.decline, command, requestId };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      endApplication('decline', await records.get('credit', [reference]), { reason, call }),
    );
  }

  /** Issue the credit (UCP 600 art. 7). Requires: issuing bank; status applied. Refuses: CREDIT_EXPIRED. Emits: CreditIssued,
   *  DrawingsOpened. */
  @Transaction()
  @Returns('string')
  async Issue(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'issue', schema: creditCommands.issue, command, requestId };
    return this.act(request, async ({ reference }, { records, call }) =>
      issueCredit(await records.get('credit', [reference]), call),
    );
  }

  /** Advise the credit to the beneficiary (art. 9). Requires: advising bank; status issued. Refuses: CREDIT_EXPIRED.
   *  Emits: CreditAdvised. */
  @Transaction()
  @Returns('string')
  async Advise(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'advise', schema: creditCommands.advise, command, requestId };
    return this.act(request, async ({ reference }, { records, call }) =>
      adviseCredit('advise', await records.get('credit', [reference]), call),
    );
  }

  /** Tell the issuing bank that the credit was received and advised (MT730). Requires: advising bank; status advised.
   *  Refuses: CREDIT_EXPIRED. Emits: CreditReceiptAcknowledged. */
  @Transaction()
  @Returns('string')
  async AcknowledgeReceipt(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'acknowledgeReceipt',
      schema: creditCommands.acknowledgeReceipt,
      command,
      requestId,
    };
    return this.act(request, async ({ reference }, { records, call }) =>
      adviseCredit('acknowledgeReceipt', await records.get('credit', [reference]), call),
    );
  }

  /** Add the bank's own undertaking (art. 8). Requires: advising bank; status acknowledged. Refuses:
   *  CREDIT_CONFIRMATION_NOT_ASKED, CREDIT_EXPIRED. Emits: CreditConfirmed. */
  @Transaction()
  @Returns('string')
  async Confirm(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'confirm', schema: creditCommands.confirm, command, requestId };
    return this.act(request, async ({ reference }, { records, call }) =>
      confirmCredit(await records.get('credit', [reference]), call),
    );
  }

  /** Tell that the bank does not confirm (art. 8(d)). Requires: advising bank; status acknowledged. Refuses:
   *  CREDIT_CONFIRMATION_NOT_ASKED. Emits: CreditConfirmationDeclined. */
  @Transaction()
  @Returns('string')
  async DeclineToConfirm(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'declineToConfirm',
      schema: creditCommands.declineToConfirm,
      command,
      requestId,
    };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      declineToConfirm(await records.get('credit', [reference]), reason, call),
    );
  }

  /** Close the books on the credit. Requires: issuing bank. Refuses: CREDIT_PRESENTATION_OPEN, CREDIT_STILL_AVAILABLE,
   *  CALENDAR_MISSING. Emits: CreditClosed. */
  @Transaction()
  @Returns('string')
  async Close(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'close', schema: creditCommands.close, command, requestId };
    return this.act(request, async ({ reference }, { records, call }) => {
      const credit = await records.get('credit', [reference]);
      const drawings = await records.get('drawings', [reference]);
      const ended = await endedPresentations(records, drawings);
      const { msp } = credit.parties.issuingBank;
      const year = yearOf(effectiveTerms(credit).expiry.date);
      // A last day at the end of a year moves into the next.
      const bank = await bankCalendars(records, { msp, years: [year, year + 1] });
      return closeCredit({ credit, drawings, ended, bank }, call);
    });
  }

  /** The credit's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, reference: string): Promise<string> {
    return this.read(ctx, 'credit', [reference]);
  }
}
