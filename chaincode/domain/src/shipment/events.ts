import { LedgerError } from '../errors.js';
import type { Licence } from '../licence/licence.js';
import type { Call } from '../shared/call.js';
import { begin, proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { refuseLaterTime } from '../shared/later.js';
import type { Time } from '../shared/time.js';
import type { ShipmentCommand } from './commands.js';
import { refuseWithoutLicence } from './licence-cover.js';
import { shipmentDocument } from './shipment.js';
import type { Shipment } from './shipment.js';

/** Say that the goods stand ready, under which licence. Requires: the exporter named in it. Refuses: SHIPMENT_PORTS_SAME.
 *  Emits: ShipmentReady. */
export function readyShipment(command: ShipmentCommand<'ready'>, call: Call): Decision<Shipment> {
  const draft = { kind: 'shipment' as const, ...command };
  const ready = begin(shipmentDocument, 'ready', { draft, call });
  const { portOfLoading, portOfDischarge } = command.consignment;
  if (portOfLoading === portOfDischarge) {
    const details = { field: 'consignment.portOfDischarge', actual: portOfDischarge };
    throw LedgerError.of('SHIPMENT_PORTS_SAME', details);
  }
  return [ready];
}

/**
 * Load the goods, whose licence must cover them. Requires: departing port; status ready.
 * Refuses: SHIPMENT_WITHOUT_LICENCE, EVENT_BEFORE_EARLIER, EVENT_IN_FUTURE. Emits: ShipmentLoaded.
 */
export function loadShipment(
  { shipment, licence }: { readonly shipment: Shipment; readonly licence: Licence | undefined },
  { at, voyage }: ShipmentCommand<'load'>,
  call: Call,
): Decision<Shipment> {
  const changes = { voyage, loadedAt: at };
  const loaded = proceed(shipmentDocument, 'load', { record: shipment, call, changes });
  refuseWithoutLicence(shipment, licence);
  // Nothing has happened to the shipment since it was said to stand ready.
  refuseEarlierEvent(at, { after: 'readiness', limit: shipment.latestTime });
  refuseLaterTime('at', { at, call });
  return [loaded];
}

const happened = {
  depart: { member: 'departedAt', after: 'loadedAt' },
  arrive: { member: 'arrivedAt', after: 'departedAt' },
  discharge: { member: 'dischargedAt', after: 'arrivedAt' },
} as const;

/**
 * What a port tells next: departure, arrival, discharge. Requires: the port where it happens.
 * Refuses: EVENT_BEFORE_EARLIER, EVENT_IN_FUTURE. Emits: ShipmentDeparted, ShipmentArrived, ShipmentDischarged.
 */
export function moveShipment(
  action: keyof typeof happened,
  shipment: Shipment,
  { at, call }: { readonly at: Time; readonly call: Call },
): Decision<Shipment> {
  const { member, after } = happened[action];
  const changes = { [member]: at };
  const moved = proceed(shipmentDocument, action, { record: shipment, call, changes });
  refuseEarlierEvent(at, { after, limit: shipment[after] });
  refuseLaterTime('at', { at, call });
  return [moved];
}

/** Refuses: EVENT_BEFORE_EARLIER, for a time before that of the event before it. */
function refuseEarlierEvent(
  at: Time,
  { after, limit }: { readonly after: string; readonly limit: Time | undefined },
): void {
  if (limit === undefined) throw new TypeError(`A shipment that moves on has its ${after}`);
  if (at < limit) {
    throw LedgerError.of('EVENT_BEFORE_EARLIER', { field: 'at', actual: at, limit, after });
  }
}
