// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import type { Licence } from '@argosy/domain/licence/licence';
import { aLicence, aShipment } from '../../domain/test-support/border.js';
import {
  aReadiness,
  atBorder,
  bicycles,
  licenceReference,
  shipmentReference,
} from '../../domain/test-support/border-commands.js';
import { acting, borderActs, guardingOf } from '../test-support/border-acts.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { plant, plantUnsealed } from '../test-support/planted.js';
import { announced, answered, refusalOrCode, TradeDeal } from '../test-support/trade-deal.js';
import type { Act } from '../test-support/trade-deal.js';

const { apply, inspect, issue, drawDown, ready, load, depart, arrive, discharge } = borderActs;
const { parties } = aLicence();

const revoke: Act = {
  ...issue,
  name: 'licence:Revoke',
  command: { reference: licenceReference, reason: 'The consignee is embargoed' },
  time: load.time,
};

async function standingReady(): Promise<TradeDeal> {
  const border = new TradeDeal('border');
  await border.take(apply, inspect, issue, drawDown, ready);
  return border;
}

test('a shipment goes from quay to quay, each step told by the port where it happens', async () => {
  const border = await standingReady();
  const changes: string[] = [];
  for (const act of [load, depart, arrive, discharge]) {
    changes.push(...announced(await border.take(act)));
  }
  expect(changes).toEqual([
    'ShipmentLoaded',
    'ShipmentDeparted',
    'ShipmentArrived',
    'ShipmentDischarged',
  ]);
});

describe('a shipment', () => {
  test('is guarded and sealed for its carrier and both ports', async () => {
    const border = new TradeDeal('border');
    expect(answered(await border.take(ready))['guards']).toEqual(['CarrierMSP', 'CustomsMSP']);
    const both = ['CarrierMSP', 'CustomsMSP'];
    const guarding = guardingOf(border.ledger, 'shipment', shipmentReference);
    expect(guarding).toEqual({ guards: both, sealed: both });
  });

  test.each([[['CarrierMSP']], [['CustomsMSP']]])(
    'is neither begun nor loaded by the signature of %j',
    async (endorsedBy) => {
      const border = await standingReady();
      const other = acting(ready, { reference: 'SH-2026/0012' });
      expect((await border.act(other, endorsedBy)).code).toBe(code.ENDORSEMENT_POLICY_FAILURE);
      expect((await border.act(load, endorsedBy)).code).toBe(code.ENDORSEMENT_POLICY_FAILURE);
    },
  );

  test('has ports that the register knows as ports', async () => {
    const command = { parties: { ...aReadiness().parties, arrivalPort: atBorder.customs } };
    const border = new TradeDeal('border');
    const submission = await border.act(acting(ready, command));
    expect(refusalOrCode(submission)).toBe('MEMBER_WRONG_BUSINESS');
  });

  test('that one of its guards never sealed is not loaded', async () => {
    const border = new TradeDeal('border');
    plant(border.ledger, aLicence({ status: 'exhausted' }));
    plantUnsealed(border.ledger, aShipment());
    expect(refusalOrCode(await border.act(load))).toBe('RECORD_UNSEALED');
  });
});

describe('a shipment is not loaded', () => {
  const loadUnder = async (change: Partial<Licence>) => {
    const border = new TradeDeal('border');
    plant(border.ledger, aShipment());
    plant(border.ledger, aLicence({ status: 'exhausted', ...change }));
    return refusalOrCode(await border.act(load));
  };
  const drawn = (shipment: string, count: number) => ({
    drawn: [{ shipment, quantity: bicycles(count) }],
  });

  test('but under a licence like this one', async () => {
    expect(await loadUnder({})).toBe(code.VALID);
  });

  test.each([
    ['for another exporter', { parties: { ...parties, exporter: atBorder.importer } }],
    ['for another carrier', { parties: { ...parties, carrier: atBorder.departingPort } }],
    ['drawn down for another shipment', drawn('SH-2026/0012', 1000)],
    ['drawn down for one piece', drawn(shipmentReference, 1)],
    ['for other goods', { goods: { ...aLicence().goods, hsCode: '930200' } }],
    ['that is revoked', { status: 'revoked' as const, ...drawn(shipmentReference, 1000) }],
  ])('under a licence %s', async (_, change) => {
    expect(await loadUnder(change)).toBe('SHIPMENT_WITHOUT_LICENCE');
  });

  test('under a licence that a port gave itself, under its own seal', async () => {
    const authority = atBorder.departingPort;
    const forged = { parties: { ...parties, authority }, guards: ['CarrierMSP'] };
    expect(await loadUnder(forged)).toBe('RECORD_UNSEALED');
  });

  test('under a licence that others sealed in the authority’s place', async () => {
    expect(await loadUnder({ guards: ['CarrierMSP'] })).toBe('RECORD_UNSEALED');
    expect(await loadUnder({ guards: [] })).toBe('RECORD_UNSEALED');
  });

  test('under a licence that is not there', async () => {
    const border = new TradeDeal('border');
    plant(border.ledger, aShipment());
    expect(refusalOrCode(await border.act(load))).toBe('SHIPMENT_WITHOUT_LICENCE');
  });
});

test('of loading and revoking at the same time, loading is invalid where it comes second', async () => {
  const raceOf = async (...acts: readonly Act[]) => {
    const border = await standingReady();
    const proposals = await Promise.all(acts.map((it) => border.proposal(it)));
    const race = await Promise.all(proposals.map((it) => border.ledger.endorse(it)));
    return border.ledger.commit(race);
  };
  expect(await raceOf(revoke, load)).toEqual([code.VALID, code.MVCC_READ_CONFLICT]);
  expect(await raceOf(load, revoke)).toEqual([code.VALID, code.VALID]);
});
