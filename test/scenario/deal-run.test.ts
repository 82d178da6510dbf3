import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startArgosy } from './support/argosy-net.js';
import type { Answered } from './support/argosy-net.js';
import { ArgosyStart } from './support/argosy.js';
import { forgetfulProxy } from './support/forgetful-proxy.js';
import { freePortBase } from './support/ports.js';

const deals = join(import.meta.dirname, '../../deals');

let home: string;
let portBase: number;
let network: ArgosyStart;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'argosy-deals-'));
  portBase = await freePortBase();
  network = new ArgosyStart({ home, portBase });
  await network.printed(/Ctrl-C/, 90_000);
}, 120_000);
afterAll(async () => {
  for (const pid of network.processes()) process.kill(pid, 'SIGKILL');
  await network.gone();
  rmSync(home, { recursive: true, force: true });
}, 30_000);

const runDeal = (file: string, ...flags: readonly string[]): Promise<Answered> =>
  startArgosy(home, 'deal', 'run', '--file', file, ...flags).answered;

/** The deal that was played first, with something else in it. */
function changedDeal(from: string, to: string): string {
  const text = readFileSync(join(deals, 'settled-in-full.yaml'), 'utf8');
  if (!text.includes(from)) throw new Error(`the deal does not hold ${from}`);
  const file = join(home, 'changed.yaml');
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
  return file;
}

const eventsOf = ({ events }: Answered, event: string) =>
  events.filter((it) => it['event'] === event);

/** The blocks of the acts on a channel. */
const blocksOn = (channel: string, answered: Answered): readonly number[] =>
  eventsOf(answered, 'act')
    .filter((it) => it['channel'] === channel)
    .map((it) => Number(it['block']));

/** Each act on a channel is one transaction in a block of its own, and between the first and the last nothing else was ordered but what
 *  the deal keeps in private collections. */
function expectOneEffectEach(
  answered: Answered,
  kept: Readonly<Record<string, number>> = {},
): void {
  for (const channel of ['trade', 'border']) {
    const blocks = blocksOn(channel, answered);
    expect(blocks.length).toBeGreaterThan(10);
    expect(blocks).toEqual([...new Set(blocks)].sort((one, other) => one - other));
    const [first = 0, last = 0] = [blocks[0], blocks.at(-1)];
    expect([channel, last - first + 1 - blocks.length]).toEqual([channel, kept[channel] ?? 0]);
  }
}

/** What the goods cost, which the importer tells customs alone while it declares them. */
const declaredValues = { border: 1 };

describe('argosy deal run', () => {
  test.each([
    [
      'refused-and-waived.yaml',
      31,
      {},
      ['FINDING_UNANSWERED', 'ACTION_WRONG_STATUS', 'ACTION_WRONG_PARTY'],
    ],
    ['amended-and-part-drawn.yaml', 52, {}, ['ACTION_WRONG_PARTY', 'LICENCE_OVERDRAWN']],
    ['customs-hold.yaml', 29, declaredValues, ['ACTION_WRONG_STATUS', 'SETTLEMENT_NOT_DUE']],
  ])(
    'plays %s to its settlement, by nine organisations',
    async (file, acts, kept, codes) => {
      const answered = await runDeal(join(deals, file));
      expect([answered.code, answered.err]).toEqual([0, '']);
      const taken = eventsOf(answered, 'act');
      expect(taken).toHaveLength(acts);
      expect(new Set(taken.map(({ organisation }) => organisation)).size).toBe(9);
      expect(eventsOf(answered, 'refusal').map(({ code }) => code)).toEqual(codes);
      expectOneEffectEach(answered, kept);
      const [deal] = eventsOf(answered, 'deal');
      const [ended] = eventsOf(answered, 'ended');
      expect(ended).toMatchObject({ reference: deal?.['reference'], isSettled: true });
    },
    120_000,
  );

  test('has one effect for each act, though the first answer to each is lost', async () => {
    const proxy = await forgetfulProxy(portBase);
    try {
      const answered = await runDeal(join(deals, 'settled-in-full.yaml'), '--gateway', proxy.url);
      expect([answered.code, answered.err]).toEqual([0, '']);
      expect(eventsOf(answered, 'act')).toHaveLength(28);
      // Those that were taken, the one that had to be refused, and what was kept in two collections.
      expect(proxy.lost()).toBe(31);
      expectOneEffectEach(answered, declaredValues);
    } finally {
      await proxy.close();
    }
  }, 120_000);

  test('plays two deals at once, each under a number of its own', async () => {
    const file = join(deals, 'settled-in-full.yaml');
    const both = await Promise.all([runDeal(file), runDeal(file)]);
    expect(both.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const references = both.map((it) => eventsOf(it, 'ended')[0]?.['reference']);
    expect(new Set(references).size).toBe(2);
  }, 120_000);

  test('of an act that is refused says which, whose, why, and what to do; exit code 5', async () => {
    const file = changedDeal('  - credit.issue\n', '');
    const { code, err, events } = await runDeal(file);
    expect(code).toBe(5);
    expect(err).toMatch(
      /Act 2 of LC\d{4}-\d{4}, credit\.advise by Mei Tan of ExportBank, was refused with ACTION_WRONG_STATUS\./,
    );
    expect(err).toMatch(/is applied; for the act advise it has to be issued\./);
    expect(err).toMatch(/run the deal again/);
    expect(events.filter(({ event }) => event === 'act')).toHaveLength(1);
  }, 60_000);

  test('refuses a file that cannot be used by its line, before anything is done; exit code 2', async () => {
    const { code, err, out } = await runDeal(changedDeal('BRSSZ', 'Santos'));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/line \d+: portOfLoading cannot be used\. Must be a UN\/LOCODE/);
  }, 60_000);

  test('says where no gateway answers; exit code 4', async () => {
    const file = join(deals, 'settled-in-full.yaml');
    const { code, err } = await runDeal(file, '--gateway', 'http://localhost:1');
    expect(code).toBe(4);
    expect(err).toMatch(/No gateway answers at http:\/\/localhost:1\.\nNothing listens there\./);
  }, 60_000);

  test('leaves a ledger in which an auditor finds nothing to say', async () => {
    const { code, events } = await startArgosy(home, 'ledger', 'audit', home, '--json').answered;
    expect(events.at(-1)).toMatchObject({ event: 'audited', differences: 0 });
    // A peer that is too slow to be compared with is named, and is no difference.
    expect([0, 6]).toContain(code);
  }, 120_000);
});
