import { escrowTitle } from '@argosy/domain/bill/escrow';
import type { Title } from '@argosy/domain/bill/title';
import { presentationCommands } from '@argosy/domain/presentation/commands';
import { completePresentation } from '@argosy/domain/presentation/complete';
import { lodgePresentation, withdrawPresentation } from '@argosy/domain/presentation/lodge';
import type { Presentation } from '@argosy/domain/presentation/presentation';
import { yearOf } from '@argosy/domain/shared/dates';
import type { Decision } from '@argosy/domain/shared/decision';
import fabric from 'fabric-contract-api';
import { bankCalendars } from './calendars.js';
import { endedPresentations } from './ended-presentations.js';
import { presentedTitle } from './examined.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';
import type { Scene } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * The presentation of documents under a credit. Every function but Get takes a command in JSON and the client's request id, and
 * returns the presentation's record.
 */
@Info({ title: 'presentation', description: 'Presentations of documents under a credit' })
export class PresentationContract extends TradeContract {
  constructor() {
    super('presentation');
  }

  /** Lodge documents (eUCP art. e6). Requires: the credit's beneficiary. Refuses: PRESENTATION_CREDIT_UNAVAILABLE,
   *  CONFIDENTIAL_MISSING, RECORD_ALREADY_EXISTS. Emits: PresentationLodged. */
  @Transaction()
  @Returns('string')
  async Lodge(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { lodge: schema } = presentationCommands;
    const request = { ctx, action: 'lodge', schema, command, requestId };
    return this.act(request, async (lodged, { records, call }) => {
      const credit = await records.get('credit', [lodged.credit]);
      await records.requireConfidential(lodged.confidential);
      return lodgePresentation({ credit, command: lodged }, call);
    });
  }

  /** Give notice of completeness (eUCP art. e6): reserves the drawing, puts the bill in escrow, records the findings. Requires:
   *  beneficiary; status lodging. Refuses: PRESENTATION_CREDIT_UNAVAILABLE, DEAL_PARTIES_DIFFER, DRAWING_CURRENCY_WRONG,
   *  DRAWING_ABOVE_AMOUNT, and what the bill's title refuses. Emits: PresentationCompleted, DrawingReserved, BillPutInEscrow. */
  @Transaction()
  @Returns('string')
  async Complete(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { complete: schema } = presentationCommands;
    const request = { ctx, action: 'complete', schema, command, requestId };
    return this.act(request, async ({ reference }, scene) =>
      complete(await scene.records.get('presentation', [reference]), scene),
    );
  }

  /** Take documents back before they are complete. Requires: beneficiary; status lodging. Emits: PresentationWithdrawn. */
  @Transaction()
  @Returns('string')
  async Withdraw(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { withdraw: schema } = presentationCommands;
    const request = { ctx, action: 'withdraw', schema, command, requestId };
    return this.act(request, async ({ reference }, { records, call }) =>
      withdrawPresentation(await records.get('presentation', [reference]), call),
    );
  }

  /** The presentation's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, reference: string): Promise<string> {
    return this.read(ctx, 'presentation', [reference]);
  }
}

async function complete(
  presentation: Presentation,
  { records, call }: Scene,
): Promise<Decision<Presentation>> {
  const credit = await records.get('credit', [presentation.credit]);
  const drawings = await records.get('drawings', [presentation.credit]);
  const { returned } = await endedPresentations(records, drawings);
  const { msp } = credit.parties.issuingBank;
  // A last day that a holiday moves as far as to today is of this year or the one before.
  const year = yearOf(call.time);
  const bank = await bankCalendars(records, { msp, years: [year - 1, year] });
  const title = await presentedTitle(records, presentation);
  const at = { presentation, credit, drawings, returned, bank };
  const decided = completePresentation({ ...at, ...(title && { bill: title.bill }) }, call);
  return [...decided, ...(title === undefined ? [] : escrow(title, presentation, call))];
}

function escrow(title: Title, { reference, parties }: Presentation, call: Scene['call']) {
  return escrowTitle(title, { bank: parties.issuingBank, presentation: reference, call });
}
