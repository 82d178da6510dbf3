import { describe, expect, test } from '@jest/globals';
import { aTitle, holders, titleAfter } from '../../test-support/bills.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { endorseBill, endorsementsLimit } from './endorse.js';
import type { Endorsement } from './endorse.js';
import { titleIn } from './possession.js';
import type { IssuedTitle } from './title-form.js';
import type { Title } from './title.js';
import { transferBill } from './transfer.js';

type Who = keyof typeof holders;

const inBlank: Endorsement = { action: 'endorseInBlank' };
const endorse = (title: Title, by: Who, endorsement: Endorsement) =>
  endorseBill(title, endorsement, aCall(by));
const endorsed = (title: Title, by: Who, endorsement: Endorsement) =>
  titleAfter(title, endorse(title, by, endorsement));
const issued = (title: IssuedTitle) => aTitle({ title });
const to = (who: Who, action: 'endorse' | 'endorseToOrder' = 'endorseToOrder') =>
  ({ action, endorsee: holders[who] }) as const;
const givenTo = (title: Title, by: Who, recipient: Who) =>
  titleAfter(title, transferBill(title, { to: holders[recipient], call: aCall(by) }));

describe('an endorsement', () => {
  const title = issued({ type: 'toOrder' });

  test.each([
    [to('issuingBank', 'endorse'), false],
    [to('issuingBank', 'endorseToOrder'), true],
  ])('$action says who may claim the goods, and whether that one may endorse on', (act, may) => {
    const { head } = endorsed(title, 'beneficiary', act);
    const endorsee = holders.issuingBank;
    expect(titleIn(head)).toEqual({ type: 'toOrder', endorsee, endorseeMayEndorse: may });
  });

  test('in blank leaves the goods to whoever possesses the bill', () => {
    expect(titleIn(endorsed(title, 'beneficiary', inBlank).head)).toEqual({ type: 'blank' });
  });

  test('does not move possession, and is added to those before', () => {
    const { head, chain } = endorsed(
      endorsed(title, 'beneficiary', inBlank),
      'beneficiary',
      to('advisingBank'),
    );
    expect(chain).toHaveLength(1);
    expect(head.possessor).toEqual(holders.beneficiary);
    expect(head.title).toEqual(title.head.title);
    expect(head.endorsements.map(({ by }) => by)).toEqual(['endorseInBlank', 'endorseToOrder']);
  });

  test('is for the possessor alone', () => {
    expect(codeOf(() => endorse(title, 'issuingBank', inBlank))).toBe('ACTION_WRONG_PARTY');
  });

  test('is for the endorsee alone: possession does not suffice', () => {
    const elsewhere = givenTo(title, 'beneficiary', 'advisingBank');
    const { code, details } = refusalOf(() => endorse(elsewhere, 'advisingBank', inBlank));
    expect(code).toBe('TITLE_OTHER_CLAIMS');
    expect(details).toEqual({
      action: 'endorseInBlank',
      required: ['ExporterMSP'],
      msp: 'ExportBankMSP',
    });
  });

  test('once made to another, is that one’s to make again, when it possesses the bill', () => {
    const passed = endorsed(title, 'beneficiary', to('issuingBank'));
    expect(codeOf(() => endorse(passed, 'beneficiary', inBlank))).toBe('TITLE_OTHER_CLAIMS');
    const given = givenTo(passed, 'beneficiary', 'issuingBank');
    expect(endorse(given, 'issuingBank', to('applicant'))).toHaveLength(1);
  });

  test('without the right to endorse on ends there', () => {
    const passed = endorsed(title, 'beneficiary', to('issuingBank', 'endorse'));
    const given = givenTo(passed, 'beneficiary', 'issuingBank');
    const { code, details } = refusalOf(() => endorse(given, 'issuingBank', inBlank));
    expect([code, details]).toEqual(['TITLE_ENDORSEMENT_FORBIDDEN', { msp: 'ImportBankMSP' }]);
  });
});

describe('a straight bill', () => {
  const title = issued({ type: 'straight', consignee: holders.applicant });

  test.each([inBlank, to('issuingBank'), to('issuingBank', 'endorse')])(
    'takes no endorsement ($action)',
    (act) => {
      expect(codeOf(() => endorse(title, 'beneficiary', act))).toBe('TITLE_NOT_ENDORSABLE');
    },
  );

  test('can be transferred all the same', () => {
    const { head } = givenTo(title, 'beneficiary', 'applicant');
    expect(titleIn(head)).toEqual({ type: 'straight', consignee: holders.applicant });
  });
});

describe('a bill in blank', () => {
  const title = givenTo(issued({ type: 'blank' }), 'beneficiary', 'advisingBank');

  test('can be made to a name again by whoever possesses it', () => {
    expect(titleIn(endorsed(title, 'advisingBank', to('applicant')).head)).toMatchObject({
      endorsee: holders.applicant,
    });
  });

  test('cannot be made in blank again', () => {
    const { code, details } = refusalOf(() => endorse(title, 'advisingBank', inBlank));
    const required = ['toOrder'];
    expect(code).toBe('TITLE_NOT_ENDORSABLE');
    expect(details).toEqual({ actual: 'blank', action: 'endorseInBlank', required });
  });
});

test('one possessor endorses a bill twenty times, and no more', () => {
  const title = issued({ type: 'blank' });
  const by = { by: 'endorseInBlank', title: { type: 'blank' } } as const;
  const after = (count: number): Title => {
    const endorsements = Array.from({ length: count }, () => by);
    return { ...title, head: { ...title.head, endorsements } };
  };
  const last = after(endorsementsLimit - 1);
  expect(endorse(last, 'beneficiary', to('applicant'))).toHaveLength(1);
  const { code, details } = refusalOf(() =>
    endorse(after(endorsementsLimit), 'beneficiary', to('applicant')),
  );
  expect([code, details]).toEqual(['TITLE_ENDORSEMENTS_TOO_MANY', { actual: 20, limit: 20 }]);
});
