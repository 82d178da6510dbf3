import { encodeCredit } from '@argosy/domain/credit/credit';
import { validate } from '@argosy/domain/shared/decode';
import { referenceSchema } from '@argosy/domain/shared/text';
import fabric from 'fabric-contract-api';
import { actOnCredit } from './act-on-credit.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * The documentary credit. Every function but Get takes a command in JSON and the client's request
 * id, and returns the credit's record. All refuse what decoding, access and the request id refuse.
 */
@Info({ title: 'credit', description: 'Documentary credits under UCP 600' })
export class CreditContract extends TradeContract {
  constructor() {
    super('credit');
  }

  /** Apply for a credit. Requires: the applicant. Refuses: CREDIT_ALREADY_EXISTS,
   *  CREDIT_APPLICANT_IS_BENEFICIARY, CREDIT_EXPIRY_BEFORE_SHIPMENT. Emits: CreditApplied. */
  @Transaction()
  @Returns('string')
  async Apply(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    return actOnCredit(ctx, 'apply', { command, requestId });
  }

  /** Issue the credit (UCP 600 art. 7). Requires: issuing bank; status applied.
   *  Refuses: CREDIT_WRONG_STATUS, CREDIT_EXPIRED. Emits: CreditIssued. */
  @Transaction()
  @Returns('string')
  async Issue(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    return actOnCredit(ctx, 'issue', { command, requestId });
  }

  /** Advise the credit to the beneficiary (art. 9). Requires: advising bank; status issued.
   *  Refuses: CREDIT_WRONG_STATUS, CREDIT_EXPIRED. Emits: CreditAdvised. */
  @Transaction()
  @Returns('string')
  async Advise(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    return actOnCredit(ctx, 'advise', { command, requestId });
  }

  /** Present documents (arts 6, 14). Requires: beneficiary; status advised.
   *  Refuses: late, excessive or incomplete presentations. Emits: DocumentsPresented. */
  @Transaction()
  @Returns('string')
  async Present(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    return actOnCredit(ctx, 'present', { command, requestId });
  }

  /** Honour a complying presentation (arts 7, 15). Requires: issuing bank; status presented.
   *  Refuses: CREDIT_WRONG_STATUS. Emits: CreditHonoured. */
  @Transaction()
  @Returns('string')
  async Honour(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    return actOnCredit(ctx, 'honour', { command, requestId });
  }

  /** Record the payment of the amount presented. Requires: issuing bank; status honoured.
   *  Refuses: CREDIT_WRONG_STATUS. Emits: CreditSettled. */
  @Transaction()
  @Returns('string')
  async Settle(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    return actOnCredit(ctx, 'settle', { command, requestId });
  }

  /** The credit's record. Refuses: CREDIT_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, reference: string): Promise<string> {
    const value = validate(referenceSchema, { input: 'argument reference', value: reference });
    return encodeCredit(await ctx.credits.get(value));
  }
}
