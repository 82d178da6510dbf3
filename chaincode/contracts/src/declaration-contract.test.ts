// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { aDeclaration, aShipment } from '../../domain/test-support/border.js';
import { bicycles, declarationReference } from '../../domain/test-support/border-commands.js';
import { members } from '../../domain/test-support/network.js';
import { acting, borderActs, guardingOf } from '../test-support/border-acts.js';
import { staff } from '../test-support/identities.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { plant, plantUnsealed, sha256 } from '../test-support/planted.js';
import { announced, answered, refusalOrCode, TradeDeal } from '../test-support/trade-deal.js';

const { lodge, accept, clear } = borderActs;

function borderWith(shipment = aShipment({ status: 'discharged' })): TradeDeal {
  const border = new TradeDeal('border');
  plant(border.ledger, shipment);
  return border;
}

test('goods go through licence, voyage and declaration to their clearance', async () => {
  const border = new TradeDeal('border');
  const changes: string[] = [];
  for (const act of Object.values(borderActs)) changes.push(...announced(await border.take(act)));
  expect(changes).toEqual([
    'LicenceApplied',
    'GoodsInspected',
    'LicenceIssued',
    'CarrierNotified',
    'LicenceDrawnDown',
    'ShipmentReady',
    'ShipmentLoaded',
    'ShipmentDeparted',
    'ShipmentArrived',
    'ShipmentDischarged',
    'DeclarationLodged',
    'DeclarationAccepted',
    'DeclarationExamined',
    'GoodsCleared',
  ]);
});

describe('a declaration', () => {
  test('is guarded and sealed by customs alone', async () => {
    const border = borderWith();
    expect(answered(await border.take(lodge))['guards']).toEqual(['CustomsMSP']);
    const guarding = guardingOf(border.ledger, 'declaration', declarationReference);
    expect(guarding).toEqual({ guards: ['CustomsMSP'], sealed: ['CustomsMSP'] });
  });

  test('is not cleared without the peer of customs, nor by it alone', async () => {
    const border = borderWith();
    await border.take(lodge, accept);
    for (const endorsedBy of [['CarrierMSP'], ['CustomsMSP'], ['CarrierMSP', 'AuditorMSP']]) {
      const { code: found } = await border.act(clear, endorsedBy);
      expect(found).toBe(code.ENDORSEMENT_POLICY_FAILURE);
    }
    expect(answered(await border.take(clear))).toMatchObject({ status: 'cleared' });
  });

  test('is of a shipment that there is, and that its guards sealed', async () => {
    expect(refusalOrCode(await new TradeDeal('border').act(lodge))).toBe('RECORD_NOT_FOUND');
    const border = new TradeDeal('border');
    plantUnsealed(border.ledger, aShipment());
    expect(refusalOrCode(await border.act(lodge))).toBe('RECORD_UNSEALED');
  });

  test('that customs never sealed is not cleared', async () => {
    const border = borderWith();
    plantUnsealed(border.ledger, aDeclaration({ status: 'accepted' }));
    expect(refusalOrCode(await border.act(clear))).toBe('RECORD_UNSEALED');
  });

  test('is cleared once its shipment is discharged, not before', async () => {
    const border = borderWith(aShipment({ status: 'arrived' }));
    await border.take(lodge, accept);
    expect(refusalOrCode(await border.act(clear))).toBe('DECLARATION_NOT_DISCHARGED');
    await border.take(borderActs.discharge);
    expect(answered(await border.take(clear))).toMatchObject({ status: 'cleared' });
  });

  test('names declared values by their hash once their collection holds them', async () => {
    const border = borderWith();
    const prices = canonicalJson({
      kind: 'confidential',
      about: 'prices',
      salt: '5a'.repeat(16),
      lines: [
        {
          hsCode: '871200',
          quantity: bicycles(1000),
          unitPrice: { currency: 'USD', minor: '10000' },
        },
      ],
    });
    const kept = { collection: 'declaredValues', sha256: sha256(prices) };
    const withValues = acting(lodge, { confidential: [kept] });
    expect(refusalOrCode(await border.act(withValues))).toBe('CONFIDENTIAL_MISSING');
    const recorded = await border.ledger.submit({
      by: await staff(members.applicant, 'trader'),
      args: ['confidential:Record', JSON.stringify(kept)],
      transient: { confidential: prices },
    });
    expect([recorded.message, recorded.code]).toEqual(['', code.VALID]);
    expect(answered(await border.take(withValues))).toMatchObject({ confidential: [kept] });
  });
});
