// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { billName, holders } from '../../domain/test-support/bills.js';
import { anApplication, parties, reference } from '../../domain/test-support/credits.js';
import {
  aLodging,
  aReceipt,
  presentationReference as presentation,
} from '../../domain/test-support/presentations.js';
import { members } from '../../domain/test-support/network.js';
import { acts, notice } from '../test-support/deal-acts.js';
import { plant, plantUnsealed } from '../test-support/planted.js';
import { announced, answered, refusalOrCode, TradeDeal } from '../test-support/trade-deal.js';
import type { Act } from '../test-support/trade-deal.js';

const { issuingBank, advisingBank, carrier } = members;
const endorsementFailure = 10;
const readConflict = 11;

/** A deal up to the notice of completeness, with the bill in escrow. */
async function presented(): Promise<TradeDeal> {
  const deal = new TradeDeal();
  const { apply, issue, advise, issueBill, lodge, complete } = acts;
  await deal.take(apply, issue, advise, issueBill, lodge, complete);
  return deal;
}

const second = (change: object = {}) => ({
  lodge: {
    ...acts.lodge,
    command: { ...aLodging({ reference: 'DOCS-0042-2' }), ...change },
    time: '2026-05-26T09:00:00.000Z',
  },
  complete: {
    ...acts.complete,
    command: { reference: 'DOCS-0042-2' },
    time: '2026-05-26T10:00:00.000Z',
  },
});

describe('a deal from application to proceeds', () => {
  test('moves the bill of lading with presentation and honour, in their transactions', async () => {
    const deal = new TradeDeal();
    const { apply, issue, advise, issueBill, lodge, complete } = acts;
    await deal.take(apply, issue, advise, issueBill, lodge);
    expect(await deal.possession()).toEqual({
      number: 1,
      status: 'held',
      msp: members.beneficiary,
    });
    expect(announced(await deal.take(complete))).toEqual([
      'PresentationCompleted',
      'DrawingReserved',
      'BillPutInEscrow',
      'PossessionReceivedInEscrow',
    ]);
    expect(await deal.possession()).toEqual({ number: 2, status: 'escrowed', msp: issuingBank });
    expect(announced(await deal.take(acts.examine, acts.comply, acts.honour))).toEqual([
      'PresentationHonoured',
      'BillReleasedFromEscrow',
      'PossessionReceivedFromEscrow',
    ]);
    expect(await deal.possession()).toEqual({ number: 3, status: 'held', msp: members.applicant });
    const credited = await deal.take(acts.receive, acts.settle, acts.credit);
    expect(answered(credited)).toMatchObject({ kind: 'proceeds', status: 'credited' });
  });

  test('binds whom each document binds, by guards and seals', async () => {
    const deal = await presented();
    const examined = await deal.take(acts.examine);
    expect(answered(examined)['guards']).toEqual([issuingBank]);
    const { payload } = await deal.ledger.endorse({
      by: (await deal.proposal(acts.examine)).by,
      args: ['presentation:Get', presentation],
    });
    expect(JSON.parse(payload)).toMatchObject({
      status: 'complete',
      guards: [advisingBank, issuingBank],
      findings: [],
    });
  });

  test('gives the bank’s examination to whoever asks for it by presentation and bank', async () => {
    const deal = await presented();
    await deal.take(acts.examine);
    const { by } = await deal.proposal(acts.receive);
    const get = (bank: string) =>
      deal.ledger.endorse({ by, args: ['examination:Get', presentation, bank] });
    expect(JSON.parse((await get(issuingBank)).payload)).toMatchObject({ deadline: '2026-05-27' });
    expect((await get(advisingBank)).message).toContain('RECORD_NOT_FOUND');
  });
});

describe('whose peers have to sign', () => {
  test('an examination without the bank’s is invalid', async () => {
    const deal = await presented();
    const without = await deal.act(acts.examine, [advisingBank, carrier]);
    expect(without.code).toBe(endorsementFailure);
  });

  test.each([
    ['honour', [acts.examine, acts.comply], acts.honour],
    [
      'refusal with return',
      [acts.examine],
      { ...acts.refuse, command: { ...notice, disposition: 'return' } },
    ],
    ['return', [acts.examine, acts.refuse], acts.return],
  ] as const)('%s needs neither the carrier nor the presenter’s', async (_, before, act) => {
    for (const endorsedBy of [
      [issuingBank, advisingBank],
      [issuingBank, carrier],
    ]) {
      const deal = await presented();
      const [first, ...others] = before;
      await deal.take(first, ...others);
      expect((await deal.act(act, endorsedBy)).code).toBe(0);
    }
    const deal = await presented();
    const [first, ...others] = before;
    await deal.take(first, ...others);
    expect((await deal.act(act, [advisingBank, carrier])).code).toBe(endorsementFailure);
  });

  test('a presentation without presenter’s or issuing bank’s is invalid', async () => {
    const deal = new TradeDeal();
    await deal.take(acts.apply, acts.issue, acts.advise);
    for (const endorsedBy of [
      [issuingBank, carrier],
      [advisingBank, carrier],
    ]) {
      expect((await deal.act(acts.lodge, endorsedBy)).code).toBe(endorsementFailure);
    }
    expect((await deal.act(acts.lodge, [issuingBank, advisingBank])).code).toBe(0);
  });
});

describe('a refusal', () => {
  test('keeps the bill, until the documents go back with it; then the amount is free again', async () => {
    const deal = await presented();
    await deal.take(acts.examine, acts.refuse);
    expect(await deal.possession()).toMatchObject({ status: 'escrowed', msp: issuingBank });
    const again = second({ bill: billName });
    await deal.take(again.lodge);
    expect(refusalOrCode(await deal.act(again.complete))).toBe('DRAWING_ABOVE_AMOUNT');
    await deal.take({ ...acts.return, time: '2026-05-26T09:30:00.000Z' });
    expect(await deal.possession()).toMatchObject({ status: 'held', msp: members.beneficiary });
    await deal.take(again.complete);
    expect(await deal.possession()).toMatchObject({ number: 4, status: 'escrowed' });
    expect(refusalOrCode(await deal.act({ ...acts.honour, time: again.complete.time }))).toBe(
      'ACTION_WRONG_STATUS',
    );
  });

  test('with return gives documents and bill back at once', async () => {
    const deal = await presented();
    const command = { ...notice, disposition: 'return' };
    const refused = await deal.take(acts.examine, { ...acts.refuse, command });
    expect(announced(refused)).toEqual([
      'PresentationRefused',
      'BillGivenBackFromEscrow',
      'PossessionReceivedBackFromEscrow',
    ]);
    expect(await deal.possession()).toMatchObject({ status: 'held', msp: members.beneficiary });
  });

  test('that is waived ends in honour, if the bank agrees', async () => {
    const deal = await presented();
    await deal.take(acts.examine, acts.refuse, acts.waive, acts.honour);
    expect(await deal.possession()).toMatchObject({ status: 'held', msp: members.applicant });
  });
});

describe('a bank that says nothing in time', () => {
  const late = '2026-05-28T00:00:00.000Z';

  test('may no longer refuse; it has to honour', async () => {
    const deal = await presented();
    const preclude: Act = {
      by: 'beneficiary',
      name: 'examination:PrecludeUnexamined',
      command: { presentation },
      time: late,
    };
    await deal.take(preclude);
    expect(refusalOrCode(await deal.act({ ...acts.refuse, time: late }))).toBe(
      'ACTION_WRONG_STATUS',
    );
    await deal.take({ ...acts.honour, time: late });
    expect(await deal.possession()).toMatchObject({ msp: members.applicant });
  });
});

describe('a bill in escrow', () => {
  test('is neither transferred nor presented under another credit', async () => {
    const deal = await presented();
    const time = '2026-05-26T09:00:00.000Z';
    const to = holders.applicant;
    const transfer = { name: 'possession:Transfer', command: { ...billName, to }, time };
    expect(refusalOrCode(await deal.act({ by: 'beneficiary', ...transfer }))).toBe(
      'ACTION_WRONG_PARTY',
    );
    expect(refusalOrCode(await deal.act({ by: 'issuingBank', ...transfer }))).toBe(
      'ACTION_WRONG_STATUS',
    );
    const other = 'LC-2026/0043';
    const application = { ...anApplication(), reference: other };
    await deal.take(
      { ...acts.apply, command: application, time },
      { ...acts.issue, command: { reference: other }, time },
      { ...acts.advise, command: { reference: other }, time },
      second({ credit: other, bill: billName }).lodge,
    );
    expect(refusalOrCode(await deal.act(second().complete))).toBe('ACTION_WRONG_PARTY');
  });

  test('is presented by its possessor alone', async () => {
    const deal = new TradeDeal();
    const to = holders.advisingBank;
    await deal.take(acts.apply, acts.issue, acts.advise, acts.issueBill, acts.lodge, {
      by: 'beneficiary',
      name: 'possession:Transfer',
      command: { ...billName, to },
      time: '2026-05-12T09:00:00.000Z',
    });
    expect(refusalOrCode(await deal.act(acts.complete))).toBe('ACTION_WRONG_PARTY');
  });
});

test('of two presentations of the whole amount at once, one is complete', async () => {
  const deal = new TradeDeal();
  const { lodge, complete } = second();
  const { bill: _bill, ...withoutBill } = aLodging();
  const first = { ...acts.lodge, command: withoutBill, time: lodge.time };
  await deal.take(acts.apply, acts.issue, acts.advise, first, lodge);
  const outcomes = await Promise.all([
    deal.act({ ...acts.complete, time: complete.time }),
    deal.act(complete),
  ]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, readConflict]);
  expect(refusalOrCode(await deal.act(complete))).toBe('DRAWING_ABOVE_AMOUNT');
});

test('a credit is closed when what was presented is settled or returned, and not before', async () => {
  const deal = await presented();
  const close = (time: string): Act => ({
    by: 'issuingBank',
    name: 'credit:Close',
    command: { reference },
    time,
  });
  await deal.take(acts.examine, acts.comply, acts.honour);
  expect(refusalOrCode(await deal.act(close('2026-06-01T09:00:00.000Z')))).toBe(
    'CREDIT_PRESENTATION_OPEN',
  );
  await deal.take(acts.receive, acts.settle);
  expect((await deal.act(close('2026-06-23T09:00:00.000Z'))).code).toBe(0);
});

test('payment is not due before maturity, unless the goods are received', async () => {
  const deal = await presented();
  await deal.take(acts.examine, acts.comply, acts.honour);
  expect(refusalOrCode(await deal.act(acts.settle))).toBe('SETTLEMENT_NOT_DUE');
  await deal.take({ ...acts.settle, time: '2026-08-31T00:00:00.000Z' });
});

describe('a receipt that the bank never sealed', () => {
  const honoured = async () => {
    const deal = await presented();
    await deal.take(acts.examine, acts.comply, acts.honour);
    return deal;
  };

  test('makes nothing due, and hinders no payment at maturity', async () => {
    const deal = await honoured();
    plantUnsealed(deal.ledger, aReceipt());
    expect(refusalOrCode(await deal.act(acts.settle))).toBe('RECORD_UNSEALED');
    await deal.take({ ...acts.settle, time: '2026-08-31T00:00:00.000Z' });
  });

  test('nor does one that another bank sealed', async () => {
    const deal = await honoured();
    const guards = [advisingBank];
    const others = { ...parties, issuingBank: parties.advisingBank };
    plant(deal.ledger, aReceipt({ guards, parties: others }));
    expect(refusalOrCode(await deal.act(acts.settle))).toBe('DEAL_PARTIES_DIFFER');
  });
});

test('findings are advice: late documents are presented, and complying when they are answered', async () => {
  const deal = new TradeDeal();
  const time = '2026-07-01T09:00:00.000Z';
  const { apply, issue, advise, issueBill, lodge, complete } = acts;
  const late = await deal.take(apply, issue, advise, issueBill, lodge, { ...complete, time });
  expect(answered(late)['findings']).toMatchObject([{ rule: 'EXP1' }, { rule: 'PRS1' }]);
  await deal.take({ ...acts.examine, time });
  expect(refusalOrCode(await deal.act({ ...acts.comply, time }))).toBe('FINDING_UNANSWERED');
  const answers = ['EXP1', 'PRS1'].map((finding) => ({ finding, reason: 'Extended by MT707' }));
  await deal.take({ ...acts.comply, command: { presentation, answers }, time });
});
