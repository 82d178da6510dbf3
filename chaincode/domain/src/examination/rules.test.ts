import { describe, expect, test } from '@jest/globals';
import { billHash, invoiceHash, terms } from '../../test-support/credits.js';
import { aLodging } from '../../test-support/presentations.js';
import { lisbon2026 } from '../../test-support/register.js';
import type { CreditTerms } from '../credit/terms.js';
import type { PresentationCommand } from '../presentation/commands.js';
import type { BillData, Facts } from './facts.js';
import { findingRules, findingSchema } from './finding.js';
import { examinationRules, findingsOf } from './rules.js';

const usd = (minor: string) => ({ currency: 'USD', minor }) as const;
const theBill: BillData = {
  sha256: billHash,
  onBoardDate: '2026-05-10',
  portOfLoading: 'CNNSA',
  portOfDischarge: 'PTLIS',
  freight: 'collect',
};

interface Change extends Partial<Omit<Facts, 'terms' | 'presentation'>> {
  readonly terms?: Partial<CreditTerms>;
  readonly presentation?: Partial<PresentationCommand<'lodge'>>;
}

const facts = ({ terms: otherTerms, presentation, ...others }: Change = {}): Facts => ({
  terms: { ...terms, ...otherTerms },
  presentation: aLodging(presentation),
  presentedOn: '2026-05-20',
  available: terms.amount,
  bank: { place: 'PTLIS', calendars: [lisbon2026] },
  ...others,
});
const rulesFor = (change: Change) => findingsOf(facts(change)).map(({ rule }) => rule);
const found = (change: Change) => findingsOf(facts(change));

test('a complying presentation has no findings, with its electronic bill or without', () => {
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ bill: theBill })).toEqual([]);
});

test('each rule has its article, and each finding can be recorded', () => {
  expect(Object.keys(examinationRules).sort()).toEqual([...findingRules].sort());
  const documents = [...Array(100).keys()].map((number) => ({
    type: 'phytosanitaryCertificate' as const,
    sha256: number.toString(16).padStart(64, '0'),
    dated: '2027-01-01',
  }));
  const findings = found({
    terms: { partialShipments: 'notAllowed', latestShipment: '2026-05-01' },
    presentation: { documents, shipmentDate: '2026-05-09', amount: usd('1') },
    presentedOn: '2026-12-30',
    bill: { ...theBill, portOfLoading: 'CNSHA', freight: 'prepaid' },
  });
  expect(findings.map(({ rule }) => rule)).toEqual(
    findingRules.filter((rule) => rule !== 'AMT1' && rule !== 'CCY1'),
  );
  findings.forEach((finding) => {
    expect(findingSchema.parse(finding)).toEqual(finding);
  });
});

describe('EXP1: presentation after expiry (UCP 600 art. 6(e), 29(a))', () => {
  const expiring = (date: string) => ({
    expiry: { date, place: 'Lisbon' },
    presentationPeriodDays: 60,
  });

  test('on the day of expiry there is none, on the next banking day there is', () => {
    // A Tuesday.
    expect(rulesFor({ terms: expiring('2026-06-30'), presentedOn: '2026-06-30' })).toEqual([]);
    expect(found({ terms: expiring('2026-06-30'), presentedOn: '2026-07-01' })).toEqual([
      {
        rule: 'EXP1',
        article: 'UCP 600 art. 6(e), 29(a)',
        expected: 'presentation by 2026-06-30',
        found: '2026-07-01',
      },
    ]);
  });

  test('an expiry on a Saturday moves to Monday, and no further', () => {
    const at = expiring('2026-06-27');
    expect(rulesFor({ terms: at, presentedOn: '2026-06-29' })).toEqual([]);
    expect(rulesFor({ terms: at, presentedOn: '2026-06-30' })).toEqual(['EXP1']);
  });

  test('a missing calendar moves nothing, and refuses nothing', () => {
    const bank = { place: 'PTLIS', calendars: [] };
    const at = { terms: expiring('2026-06-27'), bank };
    expect(rulesFor({ ...at, presentedOn: '2026-06-27' })).toEqual([]);
    expect(rulesFor({ ...at, presentedOn: '2026-06-29' })).toEqual(['EXP1']);
  });
});

describe('PRS1: presentation after the period (UCP 600 art. 14(c), 29(a))', () => {
  test('the 21st day after shipment is in time, the 22nd is not', () => {
    const presentation = { shipmentDate: '2026-05-12' };
    // A Tuesday.
    expect(rulesFor({ presentation, presentedOn: '2026-06-02' })).toEqual([]);
    expect(rulesFor({ presentation, presentedOn: '2026-06-03' })).toEqual(['PRS1']);
  });

  test('the period is the one that the credit states', () => {
    expect(rulesFor({ terms: { presentationPeriodDays: 10 } })).toEqual([]);
    expect(rulesFor({ terms: { presentationPeriodDays: 9 } })).toEqual(['PRS1']);
  });

  test('a last day on a Sunday moves to Monday', () => {
    const presentation = { shipmentDate: '2026-05-10' };
    expect(rulesFor({ presentation, presentedOn: '2026-06-01' })).toEqual([]);
    expect(rulesFor({ presentation, presentedOn: '2026-06-02' })).toEqual(['PRS1']);
  });

  test('counts from the date on board that the bill shows, not from what is said', () => {
    const bill = { ...theBill, onBoardDate: '2026-04-20' };
    expect(rulesFor({ bill })).toEqual(['PRS1', 'DATA1']);
  });

  test('is no matter where no transport document is asked for', () => {
    const documentsRequired: CreditTerms['documentsRequired'] = ['commercialInvoice'];
    const at = { terms: { documentsRequired, presentationPeriodDays: 1 } };
    expect(rulesFor(at)).toEqual([]);
  });
});

describe('SHP1: shipment after the latest date (UCP 600 art. 29(c))', () => {
  test('the latest date is good; the day after is not, Sunday or no', () => {
    const presentedOn = '2026-06-05';
    // A Sunday: no calendar moves it.
    const latest = { presentedOn, presentation: { shipmentDate: '2026-05-31' } };
    expect(rulesFor(latest)).toEqual([]);
    const late = { presentedOn, presentation: { shipmentDate: '2026-06-01' } };
    expect(rulesFor(late)).toEqual(['SHP1']);
  });
});

describe('DATE1: dated after the presentation (UCP 600 art. 14(i))', () => {
  test('shipment on the day itself is good, on the next is not', () => {
    expect(rulesFor({ presentation: { shipmentDate: '2026-05-20' } })).toEqual([]);
    expect(rulesFor({ presentation: { shipmentDate: '2026-05-21' } })).toEqual(['DATE1']);
  });

  test('so it is with each document', () => {
    const dated = (date: string) => ({
      documents: aLodging().documents.map((it) => ({ ...it, dated: date })),
    });
    expect(rulesFor({ presentation: dated('2026-05-20') })).toEqual([]);
    const [finding] = found({ presentation: dated('2026-05-21') });
    expect(finding).toMatchObject({
      rule: 'DATE1',
      expected: 'nothing dated after 2026-05-20',
      found: 'commercialInvoice dated 2026-05-21, billOfLading dated 2026-05-21',
    });
  });
});

describe('amounts', () => {
  test('AMT1: the invoice may be for all that is available, and not for a cent more (art. 18(b))', () => {
    expect(rulesFor({ presentation: { invoiceAmount: usd('10000000') } })).toEqual([]);
    expect(rulesFor({ presentation: { invoiceAmount: usd('10000001') } })).toEqual(['AMT1']);
    expect(rulesFor({ available: usd('9999999') })).toEqual(['AMT1']);
  });

  test('CCY1: the invoice is in the currency of the credit (art. 18(a)(iii))', () => {
    const invoiceAmount = { currency: 'EUR', minor: '1' } as const;
    expect(rulesFor({ presentation: { invoiceAmount } })).toEqual(['CCY1']);
  });

  test.each([
    ['five per cent less without a tolerance (art. 30(c))', 0, 0, '9500000', '9499999'],
    ['the tolerance of the credit', 0, 10, '9000000', '8999999'],
    ['the whole amount, where the tolerance is upwards only', 10, 0, '10000000', '9999999'],
  ])('AMT2: one drawing may be for %s', (_, plus, minus, good, bad) => {
    const at = { partialShipments: 'notAllowed', tolerance: { plus, minus } } as const;
    expect(rulesFor({ terms: at, presentation: { amount: usd(good) } })).toEqual([]);
    expect(rulesFor({ terms: at, presentation: { amount: usd(bad) } })).toEqual(['AMT2']);
  });

  test('AMT2: the least amount is rounded up to a whole cent', () => {
    const at = { partialShipments: 'notAllowed', amount: usd('101') } as const;
    expect(rulesFor({ terms: at, presentation: { amount: usd('96') } })).toEqual([]);
    const [finding] = found({ terms: at, presentation: { amount: usd('95') } });
    expect(finding).toMatchObject({ rule: 'AMT2', expected: 'at least 0.96 USD' });
  });

  test('with partial shipments allowed any part may be drawn (art. 31(a))', () => {
    expect(rulesFor({ presentation: { amount: usd('1') } })).toEqual([]);
  });
});

describe('documents', () => {
  test('DOC1: each one required is there; one more does not harm (art. 14(a), 14(g))', () => {
    const [invoice, bill] = aLodging().documents;
    if (invoice === undefined || bill === undefined) throw new Error('two documents');
    const packingList = { type: 'packingList', sha256: 'c3'.repeat(32) } as const;
    const more = { documents: [invoice, bill, packingList] };
    expect(rulesFor({ presentation: more })).toEqual([]);
    const [finding] = found({ presentation: { documents: [invoice, packingList] } });
    expect(finding).toMatchObject({ rule: 'DOC1', expected: 'billOfLading' });
  });

  test.each<[string, Partial<BillData>, string]>([
    ['other bytes', { sha256: invoiceHash }, 'other bytes'],
    ['another date on board', { onBoardDate: '2026-05-09' }, 'shipment 2026-05-10'],
    ['another credit', { credit: 'LC-2026/0043' }, 'LC-2026/0043'],
  ])('DATA1: the bill’s record has %s (art. 14(d))', (_, change, conflict) => {
    const findings = found({ bill: { ...theBill, ...change } });
    expect(findings).toMatchObject([{ rule: 'DATA1', found: conflict }]);
  });

  test.each<[string, Partial<BillData>]>([
    ['loading', { portOfLoading: 'CNSHA' }],
    ['discharge', { portOfDischarge: 'ESBCN' }],
  ])('BL3: the port of %s is the credit’s (art. 20(a)(iii))', (_, change) => {
    expect(rulesFor({ bill: { ...theBill, ...change } })).toEqual(['BL3']);
  });

  test.each([
    ['FOB', 'collect', 'prepaid'],
    ['FCA', 'collect', 'prepaid'],
    ['CIF', 'prepaid', 'collect'],
    ['CPT', 'prepaid', 'collect'],
  ] as const)('BL9: under %s freight is %s', (term, good, bad) => {
    const incoterm = { term, place: 'Nansha' };
    const freight = (it: BillData['freight']) =>
      rulesFor({ terms: { incoterm }, bill: { ...theBill, freight: it } });
    expect([freight(good), freight(bad)]).toEqual([[], ['BL9']]);
  });

  test('BL9: other terms of delivery say nothing of the freight', () => {
    const at = { incoterm: { term: 'DAP', place: 'Lisbon' } } as const;
    expect(rulesFor({ terms: at, bill: { ...theBill, freight: 'prepaid' } })).toEqual([]);
  });
});
