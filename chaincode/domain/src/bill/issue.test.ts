import { describe, expect, test } from '@jest/globals';
import { aTitle, anIssue, holders, sha256 } from '../../test-support/bills.js';
import { aCall } from '../../test-support/credits.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { billDocument } from './bill.js';
import { billCommands } from './commands.js';
import type { IssueBill } from './commands.js';
import { issueBill } from './issue.js';
import { possessionDocument } from './possession.js';
import { billText } from './title.js';

const issue = (change: Partial<IssueBill> = {}, call = aCall('carrier')) =>
  issueBill(anIssue(change), { call, sha256 });

test('a bill is issued with its first possession, by the carrier alone (UCP 600 art. 20(a)(i))', () => {
  const changes = issue().map(({ change }) => `${change.type} ${change.parts.join(' ')}`);
  expect(changes).toEqual([
    'BillIssued MABL NSA2605100017',
    'PossessionBegun MABL NSA2605100017 first',
  ]);
  expect(codeOf(() => issue({}, aCall('beneficiary')))).toBe('ACTION_WRONG_PARTY');
});

test('what is issued are valid records', () => {
  const { bill, head } = aTitle();
  expect(problemsOf(billDocument.schema, bill)).toEqual([]);
  expect(problemsOf(possessionDocument.schema, head)).toEqual([]);
});

describe('goods on board (art. 20(a)(ii))', () => {
  test('tomorrow in UTC may be today at the port, the day after is not', () => {
    expect(issue({ onBoardDate: '2026-05-21' })).toHaveLength(2);
    const { code, details } = refusalOf(() => issue({ onBoardDate: '2026-05-22' }));
    expect(code).toBe('BILL_ON_BOARD_LATER');
    expect(details).toEqual({ field: 'onBoardDate', actual: '2026-05-22', limit: '2026-05-21' });
  });
});

describe('title at first', () => {
  test('to order without a name is to the order of the shipper', () => {
    const { bill, head } = aTitle({ title: { type: 'toOrder' } });
    const title = { type: 'toOrder', endorsee: holders.beneficiary, endorseeMayEndorse: true };
    expect([bill.title, head.title]).toEqual([title, title]);
  });

  test('to the order of a name is to that name', () => {
    expect(aTitle().head.title).toEqual({
      type: 'toOrder',
      endorsee: holders.issuingBank,
      endorseeMayEndorse: true,
    });
  });

  test('the shipper is given the bill, unless another is named', () => {
    expect(aTitle().head.possessor).toEqual(holders.beneficiary);
    expect(aTitle({ holder: holders.advisingBank }).head.possessor).toEqual(holders.advisingBank);
  });

  test('the carrier cannot be', () => {
    const { code, details } = refusalOf(() => issue({ holder: holders.carrier }));
    expect(code).toBe('POSSESSION_RECIPIENT_WRONG');
    expect(details).toEqual({ msp: 'CarrierMSP', actual: 'carrier' });
  });

  test('whoever may have a part in it has to be a member: consignee and endorsee too', () => {
    const roles = (change: Partial<IssueBill>) =>
      billDocument.parties(aTitle(change).bill).map(({ role, msp }) => `${role} ${msp}`);
    const always = ['carrier CarrierMSP', 'shipper ExporterMSP', 'holder ExporterMSP'];
    expect(roles({})).toEqual([...always, 'endorsee ImportBankMSP']);
    expect(roles({ title: { type: 'blank' } })).toEqual(always);
    const title = { type: 'straight', consignee: holders.applicant } as const;
    expect(roles({ title })).toEqual([...always, 'consignee ImporterMSP']);
  });
});

test('the first possession vouches for all that the bill says, and not for what becomes of it', () => {
  const { bill, head } = aTitle();
  expect(head.billSha256).toBe(sha256(billText(bill)));
  const surrendered = { ...bill, status: 'surrendered', surrenderedFor: 'delivery' } as const;
  expect(billText(surrendered)).toBe(billText(bill));
  expect(billText({ ...bill, portOfDischarge: 'PTOPO' })).not.toBe(billText(bill));
});

describe('a command is refused', () => {
  const problems = (change: object) => problemsOf(billCommands.issue, { ...anIssue(), ...change });

  test.each([
    ['with a straight title without consignee', { title: { type: 'straight' } }, 'title.consignee'],
    ['with a title in blank to a name', { title: { type: 'blank', endorsee: {} } }, 'title'],
    ['with a container twice', { containers: twice({ number: 'CSQU3054383' }) }, 'containers'],
    ['with a wrong check digit', { vessel: { imo: '9074728', name: 'X' } }, 'vessel.imo'],
    ['without a package', { packages: { count: 0, type: 'CT' } }, 'packages.count'],
    ['without weight', { grossWeight: { unit: 'KGM', thousandths: '0' } }, 'grossWeight'],
    ['with a status', { status: 'issued' }, 'the whole'],
  ])('%s', (_, change, field) => {
    expect(problems(change)).toEqual([expect.stringContaining(field)]);
  });

  test('and taken without containers, seals and credit', () => {
    const { credit: _, ...loose } = anIssue({ containers: [] });
    expect(problemsOf(billCommands.issue, loose)).toEqual([]);
    expect(problems({ containers: [{ number: 'CSQU3054383' }] })).toEqual([]);
  });
});

function twice<Value>(value: Value): readonly Value[] {
  return [value, value];
}
