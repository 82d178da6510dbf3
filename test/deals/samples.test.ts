import { describe, expect, test } from '@jest/globals';
import { namesOf, dealOf } from 'argosy/deal/deal';
import { playDeal } from 'argosy/deal/play';
import type { PlayedAct } from 'argosy/deal/play';
import { MemoryDeal } from './memory-deal.js';
import { sampleOn, samples, topology } from './support.js';

/** Play a sample on the contracts, at nine o'clock of some day. */
async function played(sample: string, day: string) {
  const { cast, file } = sampleOn(sample, day);
  const deal = dealOf(file, { cast, today: day, number: '2701-0001' });
  const ledger = await MemoryDeal.founded(topology, cast, day);
  const acts: PlayedAct[] = [];
  const ending = await playDeal({ deal, course: file.course }, ledger, (act) => acts.push(act));
  return { deal, ending, acts, ledger };
}

/** What becomes of the documents of each sample, beside those that are the same in all. */
const ends: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'settled-in-full.yaml': { taken: 28, refused: 1, organisations: 9 },
  'refused-and-waived.yaml': { taken: 31, refused: 3, organisations: 9 },
  'amended-and-part-drawn.yaml': { taken: 52, refused: 2, organisations: 9 },
  'customs-hold.yaml': { taken: 29, refused: 2, organisations: 9 },
};

test('each sample is tested here', () => {
  expect(Object.keys(ends).sort()).toEqual(samples);
});

describe.each(samples)('%s', (sample) => {
  test('goes to its end by nine organisations, and every document is where it should be', async () => {
    const { deal, ending, acts, ledger } = await played(sample, '2027-03-02');
    expect(ending).toMatchObject({ reference: 'LC2701-0001', isSettled: true });
    const taken = acts.filter(({ outcome }) => outcome.kind === 'committed');
    expect({
      taken: taken.length,
      refused: acts.length - taken.length,
      organisations: new Set(taken.map(({ act }) => deal.cast[act.by].name)).size,
    }).toEqual(ends[sample]);
    expect(await ledger.status('trade', 'credit:Get', deal.names.credit)).toBe('acknowledged');
    expect(await ledger.status('border', 'licence:Get', deal.names.licence)).toBe('exhausted');
    for (const consignment of deal.file.consignments) {
      const { shipment, declaration, presentation, bill } = namesOf(deal, consignment);
      const found = await Promise.all([
        ledger.status('trade', 'examination:Get', presentation, 'ImportBankMSP'),
        ledger.status('trade', 'bill:Get', bill.carrierCode, bill.reference),
        ledger.status('trade', 'receipt:Get', presentation),
        ledger.status('trade', 'proceeds:Get', presentation),
        ledger.status('border', 'shipment:Get', shipment),
        ledger.status('border', 'declaration:Get', declaration),
      ]);
      expect(found).toEqual([
        ...['settled', 'surrendered', 'received', 'credited'],
        ...['discharged', 'cleared'],
      ]);
    }
  }, 60_000);
});

// A leap day, the ends of a year, Carnival, Good Friday, Easter, holidays of either bank, a Saturday and a Sunday.
const oddDays = [
  ...['2028-02-29', '2027-12-31', '2028-01-01', '2027-02-08', '2027-02-09', '2027-03-26'],
  ...['2027-03-28', '2027-05-01', '2027-10-03', '2027-11-20', '2028-11-11', '2029-12-30'],
];

test.each(oddDays.map((day, place) => [day, samples[place % samples.length] ?? '']))(
  'on %s, %s goes to its end',
  async (day, sample) => {
    const { ending } = await played(sample, day);
    expect(ending.isSettled).toBe(true);
  },
  60_000,
);

describe('a course that comes to something else than it says', () => {
  const day = '2027-03-02';
  const [sample = ''] = samples.filter((it) => it.startsWith('settled'));

  async function outcomeOf(change: (acts: readonly object[]) => readonly object[]) {
    const { cast, file } = sampleOn(sample, day);
    const deal = dealOf(file, { cast, today: day, number: '2701-0001' });
    const ledger = await MemoryDeal.founded(topology, cast, day);
    const course = change(file.course) as typeof file.course;
    return playDeal({ deal, course }, ledger, () => undefined);
  }

  test('ends where an act is refused, and says whose it was, why, and what to do', async () => {
    const failure = outcomeOf((acts) => acts.toSpliced(1, 1));
    await expect(failure).rejects.toMatchObject({
      exitCode: 5,
      what: 'Act 2 of LC2701-0001, credit.advise by Mei Tan of ExportBank, was refused with ACTION_WRONG_STATUS',
      why: expect.stringMatching(
        /^The credit LC2701-0001 is applied; for the act advise it has to be issued\./,
      ),
      fix: expect.stringContaining('expect: ACTION_WRONG_STATUS'),
    });
  });

  test('ends where an act is refused for another reason', async () => {
    const failure = outcomeOf((acts) =>
      acts.toSpliced(1, 1, { act: 'credit.advise', expect: 'ACTION_WRONG_PARTY' }),
    );
    await expect(failure).rejects.toMatchObject({
      exitCode: 5,
      what: expect.stringMatching(/with ACTION_WRONG_STATUS instead of with ACTION_WRONG_PARTY$/),
    });
  });

  test('ends where an act is taken that had to be refused', async () => {
    const failure = outcomeOf((acts) =>
      acts.toSpliced(1, 1, { act: 'credit.issue', expect: 'ACTION_WRONG_PARTY' }),
    );
    await expect(failure).rejects.toMatchObject({
      exitCode: 5,
      what: 'Act 2 of LC2701-0001, credit.issue by Henrik Lund of ImportBank, was to be refused with ACTION_WRONG_PARTY, and was not',
    });
  });

  test('of which nothing is paid tells what became of each document', async () => {
    const { isSettled, sentence } = await outcomeOf((acts) => acts.slice(0, 7));
    expect(isSettled).toBe(false);
    expect(sentence).toBe(
      'The deal LC2701-0001 was played to the end of its course: credit acknowledged, licence issued.',
    );
  });
});
