import { billCommands, billNameSchema } from '@argosy/domain/bill/commands';
import { issueBill } from '@argosy/domain/bill/issue';
import { validate } from '@argosy/domain/shared/decode';
import fabric from 'fabric-contract-api';
import { sha256 } from './sha256.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** Bills of lading, as their carriers issue them. What becomes of one is an act on its possession. */
@Info({ title: 'bill', description: 'Bills of lading (UCP 600 art. 20)' })
export class BillContract extends TradeContract {
  constructor() {
    super('bill');
  }

  /** Issue a bill of lading to its first holder. Requires: the carrier named in it. Refuses: BILL_ON_BOARD_LATER,
   *  POSSESSION_RECIPIENT_WRONG, RECORD_ALREADY_EXISTS. Emits: BillIssued, PossessionBegun. */
  @Transaction()
  @Returns('string')
  async Issue(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'issue', schema: billCommands.issue, command, requestId };
    return this.act(request, (bill, { call }) =>
      Promise.resolve(issueBill(bill, { call, sha256 })),
    );
  }

  /** The bill's record. Refuses: INPUT_INVALID, RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, carrierCode: string, reference: string): Promise<string> {
    const value = { carrierCode, reference };
    const name = validate(billNameSchema, { input: 'name of the bill', value });
    return this.read(ctx, 'bill', [name.carrierCode, name.reference]);
  }
}
