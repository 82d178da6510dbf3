import { describe, expect, test } from '@jest/globals';
import { aLicence, aShipment, happened, voyage } from '../../test-support/border.js';
import {
  atBorder,
  bicycles,
  shipmentReference as reference,
} from '../../test-support/border-commands.js';
import { aCall } from '../../test-support/credits.js';
import { refusalOf } from '../../test-support/refusal.js';
import { loadShipment } from './events.js';
import type { Shipment } from './shipment.js';

const covering = aLicence({ status: 'exhausted' });

function load({
  shipment = aShipment(),
  ...shown
}: {
  readonly shipment?: Shipment;
  readonly licence?: typeof covering | undefined;
} = {}) {
  return loadShipment(
    { shipment, licence: covering, ...shown },
    { reference, at: happened.loadedAt, voyage },
    aCall('departingPort'),
  )[0].record;
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
    expect(problemOf({ licence: undefined })).toBe('it has to be applied for and issued');
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
