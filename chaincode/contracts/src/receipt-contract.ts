import { receiptCommands } from '@argosy/domain/receipt/commands';
import { recordReceipt } from '@argosy/domain/receipt/record';
import fabric from 'fabric-contract-api';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** The receipt of the goods: Record takes a command in JSON and the client's request id, and returns the receipt's record. */
@Info({ title: 'receipt', description: 'Receipt of the goods by the applicant' })
export class ReceiptContract extends TradeContract {
  constructor() {
    super('receipt');
  }

  /** Record the receipt of the goods. Requires: the applicant. Refuses: PRESENTATION_INCOMPLETE, RECEIPT_BEFORE_RELEASE,
   *  RECEIPT_DATE_WRONG, RECORD_ALREADY_EXISTS. Emits: GoodsReceived. */
  @Transaction()
  @Returns('string')
  async Record(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { record: schema } = receiptCommands;
    const request = { ctx, action: 'record', schema, command, requestId };
    return this.act(request, async (received, { records, call }) => {
      const presentation = await records.get('presentation', [received.presentation]);
      const { bill, parties } = presentation;
      const parts = [received.presentation, parties.issuingBank.msp];
      const examination = bill === undefined ? undefined : await records.find('examination', parts);
      return recordReceipt({ presentation, examination }, received, call);
    });
  }

  /** The receipt's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, presentation: string): Promise<string> {
    return this.read(ctx, 'receipt', [presentation]);
  }
}
