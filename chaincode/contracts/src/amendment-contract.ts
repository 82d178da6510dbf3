import type { Amendment } from '@argosy/domain/amendment/amendment';
import { amendmentParts } from '@argosy/domain/amendment/amendment';
import { acceptAmendment, rejectAmendment } from '@argosy/domain/amendment/answer';
import { amendmentCommands } from '@argosy/domain/amendment/commands';
import {
  adviseAmendment,
  declineAmendment,
  issueAmendment,
  proposeAmendment,
} from '@argosy/domain/amendment/propose';
import type { Credit } from '@argosy/domain/credit/credit';
import { validate } from '@argosy/domain/shared/decode';
import { referenceSchema } from '@argosy/domain/shared/text';
import fabric from 'fabric-contract-api';
import { endedPresentations } from './ended-presentations.js';
import type { Records } from './records.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** Amendments of a credit (UCP 600 art. 10), its cancellation included. */
@Info({ title: 'amendment', description: 'Amendments of credits under UCP 600 article 10' })
export class AmendmentContract extends TradeContract {
  constructor() {
    super('amendment');
  }

  /** Ask for a change of a credit. Requires: applicant; the credit available. Refuses: AMENDMENT_NUMBER_WRONG,
   *  AMENDMENT_CURRENCY_WRONG, AMENDMENT_DECREASE_TOO_LARGE, CREDIT_EXPIRY_BEFORE_SHIPMENT. Emits: AmendmentProposed. */
  @Transaction()
  @Returns('string')
  async Propose(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'propose',
      schema: amendmentCommands.propose,
      command,
      requestId,
    };
    return this.act(request, async (proposal, { records, call }) => {
      const credit = await records.get('credit', [proposal.credit]);
      const before = amendmentParts(proposal.credit, proposal.number - 1);
      const previous = proposal.number === 1 ? undefined : await records.find('amendment', before);
      return proposeAmendment({ credit, previous }, proposal, call);
    });
  }

  /** Decline to issue it. Requires: issuing bank; status proposed. Emits: AmendmentDeclined. */
  @Transaction()
  @Returns('string')
  async Decline(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'decline',
      schema: amendmentCommands.decline,
      command,
      requestId,
    };
    return this.act(request, async ({ credit, number, reason }, { records, call }) => {
      const amendment = await records.get('amendment', amendmentParts(credit, number));
      return declineAmendment(amendment, reason, call);
    });
  }

  /** Issue it, which binds the issuing bank (UCP 600 art. 10(b)). Requires: issuing bank; status proposed. Refuses:
   *  DEAL_PARTIES_DIFFER. Emits: AmendmentIssued. */
  @Transaction()
  @Returns('string')
  async Issue(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'issue', schema: amendmentCommands.issue, command, requestId };
    return this.act(request, async (it, { records, call }) =>
      issueAmendment(await creditAndAmendment(records, it), call),
    );
  }

  /** Advise it to the beneficiary (art. 9(d)). Requires: advising bank; status issued. Refuses: DEAL_PARTIES_DIFFER,
   *  AMENDMENT_CONFIRMATION_UNSAID, AMENDMENT_CONFIRMATION_NONE. Emits: AmendmentAdvised. */
  @Transaction()
  @Returns('string')
  async Advise(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'advise', schema: amendmentCommands.advise, command, requestId };
    return this.act(request, async (it, { records, call }) =>
      adviseAmendment(await creditAndAmendment(records, it), it, call),
    );
  }

  /** Accept it, whole (art. 10(c), (e)). Requires: beneficiary; status advised. Refuses: DEAL_PARTIES_DIFFER,
   *  AMENDMENT_BELOW_DRAWN, AMENDMENT_CONFIRMER_DISAGREES, CREDIT_PRESENTATION_OPEN. Emits: AmendmentAccepted, CreditAmended or CreditCancelled. */
  @Transaction()
  @Returns('string')
  async Accept(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'accept', schema: amendmentCommands.accept, command, requestId };
    return this.act(request, async (it, { records, call }) => {
      const drawings = await records.get('drawings', [it.credit]);
      const ended = await endedPresentations(records, drawings);
      return acceptAmendment({ ...(await creditAndAmendment(records, it)), drawings, ended }, call);
    });
  }

  /** Reject it. Requires: beneficiary; status advised. Emits: AmendmentRejected. */
  @Transaction()
  @Returns('string')
  async Reject(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'reject', schema: amendmentCommands.reject, command, requestId };
    return this.act(request, async ({ credit, number, reason }, { records, call }) => {
      const amendment = await records.get('amendment', amendmentParts(credit, number));
      return rejectAmendment(amendment, reason, call);
    });
  }

  /** The amendment's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, credit: string, number: string): Promise<string> {
    const reference = validate(referenceSchema, { input: 'argument credit', value: credit });
    return this.read(ctx, 'amendment', [reference, number]);
  }
}

async function creditAndAmendment(
  records: Records,
  { credit, number }: { readonly credit: string; readonly number: number },
): Promise<{ readonly credit: Credit; readonly amendment: Amendment }> {
  const amendment = await records.get('amendment', amendmentParts(credit, number));
  return { credit: await records.get('credit', [credit]), amendment };
}
