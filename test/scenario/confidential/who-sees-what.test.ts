import { readFileSync } from 'node:fs';
import { readTopology } from '@argosy/operator/topology/read';
import { describe, expect, test } from '@jest/globals';
import { topologyFile } from 'argosy/places';
import { orderersOf, whoSeesWhatPage } from '../../../scripts/docs/who-sees-what-page.ts';
import { channelsOf } from './support/placements.js';

const page = readFileSync(new URL('../../../docs/who-sees-what.md', import.meta.url), 'utf8');

test('the page is as the description makes it', () => {
  expect(page).toBe(whoSeesWhatPage());
});

describe('who holds blocks of a channel without being its member', () => {
  const outsiders = (profile: string) => {
    const topology = readTopology(topologyFile, profile);
    return Object.fromEntries(
      topology.channels.map((channel) => [channel.name, orderersOf(topology, channel).outsiders]),
    );
  };

  test.each(['starter', 'ha'])('%s: the operators of the one set of orderers', (profile) => {
    const expected = { trade: ['Customs'], border: ['ImportBank', 'ExportBank'], consortium: [] };
    expect(outsiders(profile)).toEqual(expected);
    for (const words of ['**no members: Customs**', '**no members: ImportBank, ExportBank**'])
      expect(page).toContain(words);
  });

  test('full: nobody', () => {
    expect(outsiders('full')).toEqual({ trade: [], border: [], consortium: [] });
  });

  test('bench: nobody', () => {
    expect(outsiders('bench')).toEqual({ trade: [] });
  });
});

describe('in every profile', () => {
  const all = ['starter', 'full', 'ha', 'bench'].map((profile) =>
    readTopology(topologyFile, profile),
  );

  test('the auditor is on every channel with a peer of its own, and in no collection', () => {
    for (const { channels, organisations, profile } of all.filter((it) => it.profile !== 'bench')) {
      expect(organisations.find(({ msp }) => msp === 'AuditorMSP')?.peers).not.toEqual([]);
      for (const { members, name } of channels)
        expect([profile, name, members.map(({ msp }) => msp)]).toEqual([
          profile,
          name,
          expect.arrayContaining(['AuditorMSP']),
        ]);
    }
    const inCollections = all.flatMap((topology) =>
      channelsOf(topology).flatMap(({ collections }) => collections.flatMap((it) => it.members)),
    );
    expect(inCollections).not.toContain('AuditorMSP');
  });

  test('whoever keeps a collection is a member of it: sponsors are named', () => {
    for (const topology of all)
      for (const { collections, keeperOf } of channelsOf(topology))
        for (const { collection, members } of collections)
          expect([collection, members]).toEqual([
            collection,
            expect.arrayContaining(members.map(keeperOf)),
          ]);
  });
});
