// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { sealRecordText } from '@argosy/domain/shared/record-text';
import { aLicence } from '../../domain/test-support/border.js';
import {
  anApplicationForLicence,
  atBorder,
  bicycles,
  licenceReference,
} from '../../domain/test-support/border-commands.js';
import { acting, borderActs, guardingOf } from '../test-support/border-acts.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { keyOf } from '../test-support/planted.js';
import { announced, answered, refusalOrCode, TradeDeal } from '../test-support/trade-deal.js';
import type { Act } from '../test-support/trade-deal.js';

const { apply, inspect, issue, drawDown } = borderActs;
const { parties } = anApplicationForLicence();

const drawing = (shipment: string, count: number): Act =>
  acting(drawDown, { shipment, quantity: bicycles(count) });

async function issued(): Promise<TradeDeal> {
  const border = new TradeDeal('border');
  await border.take(apply, inspect, issue);
  return border;
}

describe('a licence', () => {
  test('is guarded and sealed by the authority’s sponsor alone', async () => {
    const border = new TradeDeal('border');
    const { guards, seal } = answered(await border.take(apply));
    expect(guards).toEqual(['CustomsMSP']);
    const guarding = guardingOf(border.ledger, 'licence', licenceReference);
    expect(guarding).toEqual({ guards: ['CustomsMSP'], sealed: ['CustomsMSP'] });
    const kept = border.ledger.readPrivate('_implicit_org_CustomsMSP', keyOf(aLicence()));
    expect(kept).toBe(sealRecordText(String(seal)));
  });

  test.each([[['CarrierMSP']], [['CustomsMSP']], [['CarrierMSP', 'AuditorMSP']]])(
    'is not begun nor issued by the signatures of %j',
    async (endorsedBy) => {
      const border = new TradeDeal('border');
      expect((await border.act(apply, endorsedBy)).code).toBe(code.ENDORSEMENT_POLICY_FAILURE);
      await border.take(apply, inspect);
      expect((await border.act(issue, endorsedBy)).code).toBe(code.ENDORSEMENT_POLICY_FAILURE);
    },
  );

  test('is announced to the carrier in the envelope in which it is issued', async () => {
    const border = new TradeDeal('border');
    await border.take(apply, inspect);
    const { events } = await border.act(issue);
    const change = { document: 'licence', parts: [licenceReference], version: 3, status: 'issued' };
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]?.[1] ?? '')).toEqual({
      v: 2,
      changes: [
        { ...change, type: 'LicenceIssued' },
        { ...change, type: 'CarrierNotified' },
      ],
    });
    expect(announced(await border.act(drawDown))).toEqual(['LicenceDrawnDown']);
  });
});

test.each([
  ['an authority that is a port', { authority: atBorder.departingPort }, 'MEMBER_WRONG_BUSINESS'],
  ['itself as the authority', { authority: atBorder.exporter }, 'MEMBER_WRONG_BUSINESS'],
  ['an authority that is nobody', { authority: { msp: 'X', name: 'X' } }, 'MEMBER_UNKNOWN'],
  ['a carrier that is a port', { carrier: atBorder.arrivalPort }, 'MEMBER_WRONG_BUSINESS'],
  ['another exporter', { exporter: atBorder.importer }, 'ACTION_WRONG_PARTY'],
])('nobody applies with %s', async (_, change, refusal) => {
  const act = acting(apply, { parties: { ...parties, ...change } });
  expect(refusalOrCode(await new TradeDeal('border').act(act))).toBe(refusal);
});

describe('a licence is drawn down', () => {
  test('until nothing is left', async () => {
    const border = await issued();
    const first = answered(await border.take(drawing('S1', 600)));
    expect(first).toMatchObject({ status: 'issued', left: bicycles(400), version: 4 });
    expect(refusalOrCode(await border.act(drawing('S2', 401)))).toBe('LICENCE_OVERDRAWN');
    const last = answered(await border.take(drawing('S2', 400)));
    expect(last).toMatchObject({ status: 'exhausted', left: bicycles(0) });
    expect(refusalOrCode(await border.act(drawing('S3', 1)))).toBe('ACTION_WRONG_STATUS');
  });

  test('by one of two racers, and never over-drawn', async () => {
    const border = await issued();
    const racers = [drawing('S1', 600), drawing('S2', 600)];
    const proposals = await Promise.all(racers.map((it) => border.proposal(it)));
    const race = await Promise.all(proposals.map((it) => border.ledger.endorse(it)));
    expect(border.ledger.commit(race)).toEqual([code.VALID, code.MVCC_READ_CONFLICT]);
    expect(refusalOrCode(await border.act(drawing('S2', 600)))).toBe('LICENCE_OVERDRAWN');
    const rest = answered(await border.take(drawing('S2', 400)));
    expect(rest['drawn']).toEqual([
      { shipment: 'S1', quantity: bicycles(600) },
      { shipment: 'S2', quantity: bicycles(400) },
    ]);
  });

  test('not by another exporter that knows it, nor by the authority', async () => {
    const border = await issued();
    const byOther = { ...drawDown, by: 'applicant' } as const;
    expect(refusalOrCode(await border.act(byOther))).toBe('ACTION_WRONG_PARTY');
    const byAuthority = { ...drawDown, by: 'exportControl' } as const;
    expect(refusalOrCode(await border.act(byAuthority))).toBe('ACCESS_ROLE_WRONG');
  });

  test('not by whoever claims an earlier day than its last change', async () => {
    const early = { ...drawDown, time: '2026-05-05T08:59:59.000Z' };
    expect(refusalOrCode(await (await issued()).act(early))).toBe('TIME_BEFORE_RECORD');
  });
});
