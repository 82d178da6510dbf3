import {
  acceptDeclaration,
  clearGoods,
  examineGoods,
  lodgeDeclaration,
  stopDeclaration,
} from '@argosy/domain/declaration/clearance';
import { declarationCommands } from '@argosy/domain/declaration/commands';
import fabric from 'fabric-contract-api';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** Import declarations, from lodgement to clearance. */
@Info({ title: 'declaration', description: 'Customs declarations and clearance' })
export class DeclarationContract extends TradeContract {
  constructor() {
    super('declaration');
  }

  /** Lodge a declaration for a shipment there is. Requires: the declarant named in it. Refuses: RECORD_NOT_FOUND,
   *  RECORD_ALREADY_EXISTS, CONFIDENTIAL_MISSING, DECLARATION_CARRIER_WRONG. Emits: DeclarationLodged. */
  @Transaction()
  @Returns('string')
  async Lodge(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'lodge', schema: declarationCommands.lodge, command, requestId };
    return this.act(request, async (declaration, { records, call }) => {
      const shipment = await records.get('shipment', [declaration.goods.shipment]);
      await records.requireConfidential(declaration.confidential);
      return lodgeDeclaration(declaration, { shipment, call });
    });
  }

  /** Reject it for its errors. Requires: customs; status lodged. Emits: DeclarationRejected. */
  @Transaction()
  @Returns('string')
  async Reject(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'reject',
      schema: declarationCommands.reject,
      command,
      requestId,
    };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      stopDeclaration('reject', await records.get('declaration', [reference]), { reason, call }),
    );
  }

  /** Accept it under a movement reference number. Requires: customs; status lodged. Emits: DeclarationAccepted. */
  @Transaction()
  @Returns('string')
  async Accept(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'accept',
      schema: declarationCommands.accept,
      command,
      requestId,
    };
    return this.act(request, async (acceptance, { records, call }) =>
      acceptDeclaration(await records.get('declaration', [acceptance.reference]), acceptance, call),
    );
  }

  /** Hold the goods. Requires: customs; status accepted. Emits: DeclarationHeld. */
  @Transaction()
  @Returns('string')
  async Hold(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'hold', schema: declarationCommands.hold, command, requestId };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      stopDeclaration('hold', await records.get('declaration', [reference]), { reason, call }),
    );
  }

  /** Record an examination. Requires: customs; status accepted or held. Refuses: EVENT_IN_FUTURE. Emits: DeclarationExamined. */
  @Transaction()
  @Returns('string')
  async Examine(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'examine',
      schema: declarationCommands.examine,
      command,
      requestId,
    };
    return this.act(request, async (examination, { records, call }) =>
      examineGoods(await records.get('declaration', [examination.reference]), examination, call),
    );
  }

  /** Clear the goods. Requires: customs; status accepted or examined. Refuses: DECLARATION_NOT_DISCHARGED,
   *  DECLARATION_DIFFERS. Emits: GoodsCleared. */
  @Transaction()
  @Returns('string')
  async Clear(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'clear', schema: declarationCommands.clear, command, requestId };
    return this.act(request, async ({ reference }, { records, call }) => {
      const declaration = await records.get('declaration', [reference]);
      const shipment = await records.get('shipment', [declaration.goods.shipment]);
      return clearGoods({ declaration, shipment }, call);
    });
  }

  /** Refuse clearance. Requires: customs; status held or examined. Emits: ClearanceRefused. */
  @Transaction()
  @Returns('string')
  async Refuse(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'refuse',
      schema: declarationCommands.refuse,
      command,
      requestId,
    };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      stopDeclaration('refuse', await records.get('declaration', [reference]), { reason, call }),
    );
  }

  /** The declaration's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, reference: string): Promise<string> {
    return this.read(ctx, 'declaration', [reference]);
  }
}
