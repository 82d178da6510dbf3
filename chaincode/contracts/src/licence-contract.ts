import { licenceCommands } from '@argosy/domain/licence/commands';
import { drawDownLicence } from '@argosy/domain/licence/draw-down';
import {
  applyForLicence,
  inspectGoods,
  issueLicence,
  refuseLicence,
} from '@argosy/domain/licence/grant';
import fabric from 'fabric-contract-api';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** Export licences: what may leave the country, and how much of it is left. */
@Info({ title: 'licence', description: 'Export licences and their certificates' })
export class LicenceContract extends TradeContract {
  constructor() {
    super('licence');
  }

  /** Apply for a licence. Requires: the exporter named in it. Refuses: RECORD_ALREADY_EXISTS, CONFIDENTIAL_MISSING. Emits: LicenceApplied. */
  @Transaction()
  @Returns('string')
  async Apply(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'apply', schema: licenceCommands.apply, command, requestId };
    return this.act(request, async (application, { records, call }) => {
      await records.requireConfidential(application.confidential);
      return applyForLicence(application, call);
    });
  }

  /** Record an inspection. Requires: authority; status applied. Refuses: EVENT_IN_FUTURE. Emits: GoodsInspected. */
  @Transaction()
  @Returns('string')
  async Inspect(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'inspect', schema: licenceCommands.inspect, command, requestId };
    return this.act(request, async (inspection, { records, call }) =>
      inspectGoods(await records.get('licence', [inspection.reference]), inspection, call),
    );
  }

  /** Issue the licence and tell the carrier. Requires: authority; status inspected. Refuses: LICENCE_NOT_CONFORMING,
   *  LICENCE_VALIDITY_REVERSED, LICENCE_UNIT_WRONG, LICENCE_ABOVE_APPLICATION. Emits: LicenceIssued, CarrierNotified. */
  @Transaction()
  @Returns('string')
  async Issue(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'issue', schema: licenceCommands.issue, command, requestId };
    return this.act(request, async (grant, { records, call }) =>
      issueLicence(await records.get('licence', [grant.reference]), grant, call),
    );
  }

  /** Refuse the licence. Requires: authority; status applied or inspected. Emits: LicenceRefused. */
  @Transaction()
  @Returns('string')
  async Refuse(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'refuse', schema: licenceCommands.refuse, command, requestId };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      refuseLicence('refuse', await records.get('licence', [reference]), { reason, call }),
    );
  }

  /** Take a shipment off the licence. Requires: exporter; status issued. Refuses: LICENCE_NOT_VALID_YET, LICENCE_EXPIRED,
   *  LICENCE_SHIPMENT_TWICE, LICENCE_SHIPMENTS_TOO_MANY, LICENCE_UNIT_WRONG, LICENCE_OVERDRAWN. Emits: LicenceDrawnDown. */
  @Transaction()
  @Returns('string')
  async DrawDown(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'drawDown',
      schema: licenceCommands.drawDown,
      command,
      requestId,
    };
    return this.act(request, async (shipment, { records, call }) =>
      drawDownLicence(await records.get('licence', [shipment.reference]), shipment, call),
    );
  }

  /** Revoke the licence. Requires: authority; status issued or exhausted. Emits: LicenceRevoked. */
  @Transaction()
  @Returns('string')
  async Revoke(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'revoke', schema: licenceCommands.revoke, command, requestId };
    return this.act(request, async ({ reference, reason }, { records, call }) =>
      refuseLicence('revoke', await records.get('licence', [reference]), { reason, call }),
    );
  }

  /** The licence's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, reference: string): Promise<string> {
    return this.read(ctx, 'licence', [reference]);
  }
}
