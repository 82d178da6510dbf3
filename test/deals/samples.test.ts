import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTopology } from '@argosy/operator/topology/read';
import { dealOf } from 'argosy/deal/deal';
import { playDeal } from 'argosy/deal/play';
import type { PlayedAct } from 'argosy/deal/play';
import { parseDeal } from 'argosy/deal/read';
import { sampleSurroundings } from 'argosy/deal/samples';
import { topologyFile } from 'argosy/places';
import { MemoryDeal } from './memory-deal.js';

const folder = join(import.meta.dirname, '../../deals');
const files = readdirSync(folder);
const topology = readTopology(topologyFile);

async function played(file: string, day: string) {
  const surroundings = sampleSurroundings(topology.organisations, day);
  const { cast, file: described } = parseDeal(
    readFileSync(join(folder, file), 'utf8'),
    file,
    surroundings,
  );
  const deal = dealOf(described, { cast, today: day, number: '2701-0001' });
  const ledger = await MemoryDeal.founded(topology, cast, day);
  const acts: PlayedAct[] = [];
  const ending = await playDeal({ deal, course: described.course }, ledger, (act) =>
    acts.push(act),
  );
  return { ending, acts, ledger };
}

describe.each(files)('%s', (file) => {
  test('is settled', async () => {
    const { ending } = await played(file, '2027-03-02');
    expect(ending).toMatchObject({ isSettled: true });
  });
});
