import { describe, expect, test } from '@jest/globals';
import { aLicence, aShipment, happened, voyage } from '../../test-support/border.js';
import {
  aReadiness,
  atBorder,
  bicycles,
  shipmentReference as reference,
} from '../../test-support/border-commands.js';
import { aCall } from '../../test-support/credits.js';
import { aMember, members } from '../../test-support/network.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { decodeRecord, encodeRecord } from '../shared/record-text.js';
import { loadShipment, moveShipment, readyShipment } from './events.js';
import type { LicenceShown } from './licence-cover.js';
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

const authority = aMember({ msp: members.exportControl, businessRoles: ['exportControl'] });
const covering = aLicence({ status: 'exhausted' });

function load({
  shipment = aShipment(),
  licence = covering,
  at = happened.loadedAt,
  shown = {},
}: {
  readonly shipment?: Shipment;
  readonly licence?: typeof covering;
  readonly at?: string;
  readonly shown?: Partial<LicenceShown>;
} = {}) {
  const loading = { shipment, licence, authority, ...shown };
  return loadShipment(loading, { reference, at, voyage }, aCall('departingPort'))[0].record;
}

/** What a shipment without a licence that covers it is told. */
function problemOf(change: Parameters<typeof load>[0]): unknown {
  const { code, details } = refusalOf(() => load(change));
  expect(code).toBe('SHIPMENT_WITHOUT_LICENCE');
  return details['problem'];
}

describe('a shipment is loaded', () => {
  const takenOff = (count: string) => ({
    drawn: [{ shipment: reference, quantity: { unit: 'H87', thousandths: count } as const }],
  });

  test('under a licence that was issued and drawn down for it', () => {
    expect(load()).toMatchObject({ status: 'loaded', voyage, loadedAt: happened.loadedAt });
    const issued = aLicence({ status: 'issued', drawn: covering.drawn });
    expect(load({ licence: issued })).toMatchObject({ status: 'loaded' });
  });

  test.each(['applied', 'inspected', 'refused', 'revoked'] as const)(
    'not under one that is %s',
    (status) => {
      const licence = aLicence({ status, drawn: covering.drawn });
      expect(problemOf({ licence })).toBe('it has to be issued');
    },
  );

  test('not under one that is not there', () => {
    const shown = { licence: undefined, authority: undefined };
    expect(problemOf({ shown })).toBe('it has to be applied for and issued');
  });

  test('not under another’s licence', () => {
    const parties = { ...covering.parties, exporter: atBorder.importer };
    const licence = aLicence({ ...covering, parties });
    expect(problemOf({ licence })).toBe('it is the licence of ImporterMSP');
  });

  test('not by a carrier that was never told of the licence', () => {
    const parties = { ...covering.parties, carrier: { msp: 'OtherMSP', name: 'Other Lines' } };
    const licence = aLicence({ ...covering, parties });
    expect(problemOf({ licence })).toBe('it is for carriage by OtherMSP');
  });

  test.each([
    ['is nobody', undefined],
    ['is a port', aMember({ businessRoles: ['portAuthority'] })],
  ])('not under a licence whose authority %s in the register', (_, registered) => {
    expect(problemOf({ shown: { authority: registered } })).toContain('ExportControlMSP');
  });

  test('not under what was taken off for another shipment', () => {
    const drawn = [{ shipment: 'SH-2026/0012', quantity: bicycles(1000) }];
    const licence = aLicence({ status: 'exhausted', drawn });
    expect(problemOf({ licence })).toBe('the shipment has to be taken off it first');
  });

  test('whole, and not with less taken off than stands ready', () => {
    expect(load({ licence: aLicence(takenOff('1000001')) })).toMatchObject({ status: 'loaded' });
    expect(problemOf({ licence: aLicence(takenOff('999999')) })).toBe(
      '999.999 H87 were taken off it, and 1000 H87 stand ready',
    );
  });

  test('not with another unit taken off than stands ready', () => {
    const drawn = [{ shipment: reference, quantity: { ...bicycles(1000), unit: 'KGM' as const } }];
    expect(problemOf({ licence: aLicence({ drawn }) })).toContain('1000 KGM were taken off it');
  });

  test.each([
    ['871200', '87120030', undefined],
    ['87120030', '87120030', undefined],
    ['8712003000', '87120030', 'it is for goods of HS code 8712003000'],
    ['930200', '87120030', 'it is for goods of HS code 930200'],
  ])('under a licence for %s as goods of %s', (licensed, shipped, problem) => {
    const goods = { ...covering.goods, hsCode: licensed };
    const licence = aLicence({ ...covering, goods });
    const consignment = { ...aShipment().consignment, hsCodes: ['940171', shipped] };
    const loading = { licence, shipment: aShipment({ consignment }) };
    if (problem === undefined) expect(load(loading)).toMatchObject({ status: 'loaded' });
    else expect(problemOf(loading)).toBe(problem);
  });
});

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
      ? load({ shipment, at })
      : moveShipment(action, shipment, { at, call: aCall(port) })[0].record;
  const [before] = [new Date(Date.parse(earlier) - 1).toISOString()];

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
