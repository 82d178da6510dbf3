import { describe, expect, test } from '@jest/globals';
import { aDeclaration, aShipment, finding, mrn } from '../../test-support/border.js';
import {
  aLodgement,
  declarationReference as reference,
} from '../../test-support/border-commands.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { decodeRecord, encodeRecord } from '../shared/record-text.js';
import { shipmentStatuses } from '../shipment/steps.js';
import {
  acceptDeclaration,
  clearGoods,
  examineGoods,
  lodgeDeclaration,
  stopDeclaration,
} from './clearance.js';
import { declarationDocument } from './declaration.js';
import { declarationStatuses } from './steps.js';

const call = aCall('customs');
const discharged = aShipment({ status: 'discharged' });

test.each(declarationStatuses)('a declaration that is %s reads back as written', (status) => {
  const declaration = aDeclaration({ status });
  expect(decodeRecord(declarationDocument, encodeRecord(declaration))).toEqual(declaration);
});

describe('a declaration is lodged', () => {
  const shipment = aShipment({ status: 'departed' });

  test('by its declarant, before the ship is there or after', () => {
    const at = { shipment, call: aCall('applicant') };
    const [{ record, change }] = lodgeDeclaration(aLodgement(), at);
    expect(record).toMatchObject({ ...aLodgement(), status: 'lodged', version: 1 });
    expect(change.type).toBe('DeclarationLodged');
    expect(codeOf(() => lodgeDeclaration(aLodgement(), { shipment, call }))).toBe(
      'ACTION_WRONG_PARTY',
    );
  });

  test('with the carrier of its shipment', () => {
    const { parties } = aLodgement();
    const other = { ...parties, carrier: { msp: 'OtherMSP', name: 'Other Lines' } };
    const lodge = () =>
      lodgeDeclaration(aLodgement({ parties: other }), { shipment, call: aCall('applicant') });
    const { code, details } = refusalOf(lodge);
    expect([code, details['actual'], details['limit']]).toEqual([
      'DECLARATION_CARRIER_WRONG',
      'OtherMSP',
      'CarrierMSP',
    ]);
  });
});

test('it is accepted under its movement reference number', () => {
  const [{ record }] = acceptDeclaration(aDeclaration(), { reference, mrn }, call);
  expect(record).toMatchObject({ status: 'accepted', mrn });
});

test.each([
  ['reject', 'lodged', 'rejected', 'DeclarationRejected'],
  ['hold', 'accepted', 'held', 'DeclarationHeld'],
  ['refuse', 'held', 'refused', 'ClearanceRefused'],
  ['refuse', 'examined', 'refused', 'ClearanceRefused'],
] as const)('to %s one that is %s says why', (action, status, to, type) => {
  const reason = 'Line 1 has no such code';
  const [{ record, change }] = stopDeclaration(action, aDeclaration({ status }), { reason, call });
  expect(record).toMatchObject({ status: to, reason });
  expect(change.type).toBe(type);
});

test.each(['accepted', 'held'] as const)('the goods of one that is %s are examined', (status) => {
  const examineOn = (date: string) => () =>
    examineGoods(
      aDeclaration({ status }),
      { reference, finding: { date, result: 'differs', remark: 'Ten are missing' } },
      call,
    );
  expect(examineOn('2026-05-20')()[0].record).toMatchObject({
    status: 'examined',
    finding: { result: 'differs', remark: 'Ten are missing' },
  });
  const { code, details } = refusalOf(examineOn('2026-05-21'));
  expect([code, details['field']]).toEqual(['EVENT_IN_FUTURE', 'finding.date']);
});

describe('goods are cleared', () => {
  const clear = (declaration = aDeclaration({ status: 'accepted' }), shipment = discharged) =>
    clearGoods({ declaration, shipment }, call);

  test('once they are accepted, or found as declared', () => {
    expect(clear()[0].record).toMatchObject({ status: 'cleared' });
    const examined = aDeclaration({ status: 'examined', finding });
    expect(clear(examined)[0].record).toMatchObject({ status: 'cleared' });
    const held = aDeclaration({ status: 'held' });
    expect(codeOf(() => clear(held))).toBe('ACTION_WRONG_STATUS');
  });

  test.each(shipmentStatuses.filter((status) => status !== 'discharged'))(
    'not while the shipment is %s',
    (status) => {
      const { code, details } = refusalOf(() => clear(undefined, aShipment({ status })));
      expect([code, details['current']]).toEqual(['DECLARATION_NOT_DISCHARGED', status]);
    },
  );

  test('not where they were found to differ', () => {
    const differing = aDeclaration({
      status: 'examined',
      finding: { ...finding, result: 'differs' },
    });
    expect(codeOf(() => clear(differing))).toBe('DECLARATION_DIFFERS');
  });

  test('by customs alone', () => {
    const declaration = aDeclaration({ status: 'accepted' });
    const act = () => clearGoods({ declaration, shipment: discharged }, aCall('applicant'));
    expect(codeOf(act)).toBe('ACTION_WRONG_PARTY');
  });
});
