import { shipmentCommands } from '@argosy/domain/shipment/commands';
import { loadShipment, moveShipment, readyShipment } from '@argosy/domain/shipment/events';
import fabric from 'fabric-contract-api';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/** Shipments: what stands ready, is loaded, departs, arrives and is discharged. */
@Info({ title: 'shipment', description: 'Shipments and the events that ports tell of them' })
export class ShipmentContract extends TradeContract {
  constructor() {
    super('shipment');
  }

  /** Say that goods stand ready. Requires: the exporter named in it. Refuses: SHIPMENT_PORTS_SAME,
   *  RECORD_ALREADY_EXISTS. Emits: ShipmentReady. */
  @Transaction()
  @Returns('string')
  async Ready(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'ready', schema: shipmentCommands.ready, command, requestId };
    return this.act(request, (shipment, { call }) =>
      Promise.resolve(readyShipment(shipment, call)),
    );
  }

  /** Load the goods. Requires: departing port; status ready. Refuses: SHIPMENT_WITHOUT_LICENCE,
   *  EVENT_BEFORE_EARLIER, EVENT_IN_FUTURE. Emits: ShipmentLoaded. */
  @Transaction()
  @Returns('string')
  async Load(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'load', schema: shipmentCommands.load, command, requestId };
    return this.act(request, async (loading, { records, call }) => {
      const shipment = await records.get('shipment', [loading.reference]);
      const licence = await records.find('licence', [shipment.consignment.licence]);
      return loadShipment({ shipment, licence }, loading, call);
    });
  }

  /** Tell the departure. Requires: departing port; status loaded. Refuses: EVENT_BEFORE_EARLIER, EVENT_IN_FUTURE. Emits:
   *  ShipmentDeparted. */
  @Transaction()
  @Returns('string')
  async Depart(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'depart', schema: shipmentCommands.depart, command, requestId };
    return this.act(request, async ({ reference, at }, { records, call }) =>
      moveShipment('depart', await records.get('shipment', [reference]), { at, call }),
    );
  }

  /** Tell the arrival. Requires: arrival port; status departed. Refuses: EVENT_BEFORE_EARLIER, EVENT_IN_FUTURE. Emits:
   *  ShipmentArrived. */
  @Transaction()
  @Returns('string')
  async Arrive(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = { ctx, action: 'arrive', schema: shipmentCommands.arrive, command, requestId };
    return this.act(request, async ({ reference, at }, { records, call }) =>
      moveShipment('arrive', await records.get('shipment', [reference]), { at, call }),
    );
  }

  /** Tell the discharge. Requires: arrival port; status arrived. Refuses: EVENT_BEFORE_EARLIER, EVENT_IN_FUTURE. Emits:
   *  ShipmentDischarged. */
  @Transaction()
  @Returns('string')
  async Discharge(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const request = {
      ctx,
      action: 'discharge',
      schema: shipmentCommands.discharge,
      command,
      requestId,
    };
    return this.act(request, async ({ reference, at }, { records, call }) =>
      moveShipment('discharge', await records.get('shipment', [reference]), { at, call }),
    );
  }

  /** The shipment's record. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, reference: string): Promise<string> {
    return this.read(ctx, 'shipment', [reference]);
  }
}
