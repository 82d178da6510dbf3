import { creditProceeds } from '@argosy/domain/proceeds/credit';
import { proceedsCommands } from '@argosy/domain/proceeds/proceeds';
import fabric from 'fabric-contract-api';
import { underExamination } from './examined.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** What a presentation brought: Credit takes a command in JSON and the client's request id, and returns the record. */
@Info({ title: 'proceeds', description: 'Credit of the proceeds to the beneficiary' })
export class ProceedsContract extends TradeContract {
  constructor() {
    super('proceeds');
  }

  /** Credit the beneficiary with the proceeds. Requires: the advising bank. Refuses: PROCEEDS_BEFORE_SETTLEMENT,
   *  PROCEEDS_CURRENCY_WRONG, PROCEEDS_ABOVE_SETTLEMENT, CONFIDENTIAL_MISSING, RECORD_ALREADY_EXISTS. Emits: ProceedsCredited. */
  @Transaction()
  @Returns('string')
  async Credit(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { credit: schema } = proceedsCommands;
    const request = { ctx, action: 'credit', schema, command, requestId };
    return this.act(request, async (credited, { records, call }) => {
      const { examination } = await underExamination(records, credited.presentation);
      await records.requireConfidential(credited.confidential);
      return creditProceeds(examination, credited, call);
    });
  }

  /** The record of the proceeds. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, presentation: string): Promise<string> {
    return this.read(ctx, 'proceeds', [presentation]);
  }
}
