import { describe, expect, test } from '@jest/globals';
import { aLicence, aShipment, happened, voyage } from '../../test-support/border.js';
import { aReadiness, shipmentReference as reference } from '../../test-support/border-commands.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { decodeRecord, encodeRecord } from '../shared/record-text.js';
import { loadShipment, moveShipment, readyShipment } from './events.js';
import { shipmentDocument } from './shipment.js';
import type { Shipment } from './shipment.js';
import { shipmentStatuses } from './steps.js';

test.each(shipmentStatuses)('a shipment that is %s reads back as written', (status) => {
  const shipment = aShipment({ status });
  expect(decodeRecord(shipmentDocument, encodeRecord(shipment))).toEqual(shipment);
});

describe('a shipment stands ready', () => {
  test('as its exporter says', () => {
    const [{ record, change }] = readyShipment(aReadiness(), aCall('beneficiary'));
    expect(record).toMatchObject({ ...aReadiness(), status: 'ready', version: 1 });
    expect(change.type).toBe('ShipmentReady');
    expect(codeOf(() => readyShipment(aReadiness(), aCall('carrier')))).toBe('ACTION_WRONG_PARTY');
  });

  test('to go from one port to another', () => {
    const { consignment } = aReadiness();
    const circular = aReadiness({ consignment: { ...consignment, portOfDischarge: 'CNNSA' } });
    expect(codeOf(() => readyShipment(circular, aCall('beneficiary')))).toBe('SHIPMENT_PORTS_SAME');
  });
});

const licence = aLicence({ status: 'exhausted' });

/** One thing that a port tells of a shipment in the status before it. */
const events = [
  ['load', 'ready', happened.ready, 'readiness'],
  ['depart', 'loaded', happened.loadedAt, 'loadedAt'],
  ['arrive', 'departed', happened.departedAt, 'departedAt'],
  ['discharge', 'arrived', happened.arrivedAt, 'arrivedAt'],
] as const;

describe.each(events)('to %s a shipment that is %s', (action, status, earlier, after) => {
  const shipment = aShipment({ status });
  const port = action === 'load' || action === 'depart' ? 'departingPort' : 'arrivalPort';
  const tell = (at: string) =>
    action === 'load'
      ? loadShipment({ shipment, licence }, { reference, at, voyage }, aCall(port))[0].record
      : moveShipment(action, shipment, { at, call: aCall(port) })[0].record;
  const before = new Date(Date.parse(earlier) - 1).toISOString();

  test('is not before what happened before', () => {
    expect(tell(earlier)).toMatchObject({ version: shipment.version + 1 });
    const { code, details } = refusalOf(() => tell(before));
    expect([code, details['after'], details['limit']]).toEqual([
      'EVENT_BEFORE_EARLIER',
      after,
      earlier,
    ]);
  });

  test('is not after the transaction', () => {
    expect(tell('2026-05-20T09:00:00.000Z')).toMatchObject({ version: shipment.version + 1 });
    expect(codeOf(() => tell('2026-05-20T09:00:00.001Z'))).toBe('EVENT_IN_FUTURE');
  });
});

test.each([
  ['depart', 'loaded', 'arrivalPort'],
  ['depart', 'loaded', 'carrier'],
  ['arrive', 'departed', 'departingPort'],
  ['discharge', 'arrived', 'customs'],
] as const)('to %s a shipment that is %s is not for the %s', (action, status, who) => {
  const at = happened.dischargedAt;
  const act = () => moveShipment(action, aShipment({ status }), { at, call: aCall(who) });
  expect(codeOf(act)).toBe('ACTION_WRONG_PARTY');
});

test('each event keeps its own time', () => {
  const at = '2026-05-19T11:00:00.000Z';
  const move = (action: 'depart' | 'arrive' | 'discharge', status: Shipment['status']) =>
    moveShipment(action, aShipment({ status }), {
      at,
      call: aCall(action === 'depart' ? 'departingPort' : 'arrivalPort'),
    })[0].record;
  expect(move('depart', 'loaded')).toMatchObject({ status: 'departed', departedAt: at });
  expect(move('arrive', 'departed')).toMatchObject({ status: 'arrived', arrivedAt: at });
  expect(move('discharge', 'arrived')).toMatchObject({ status: 'discharged', dischargedAt: at });
});
