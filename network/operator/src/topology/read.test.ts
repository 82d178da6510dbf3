import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { OperatorError } from '../operator-error.js';
import { parseTopology, readTopology } from './read.js';
import type { Channel, Topology } from './schema.js';

const file = fileURLToPath(new URL('../../../topology.yaml', import.meta.url));
const peersOf = ({ organisations }: Topology) =>
  Object.fromEntries(organisations.map(({ msp, peers }) => [msp, peers.length]));
const channel = ({ channels }: Topology, wanted: string): Channel => {
  const found = channels.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`no channel ${wanted}`);
  return found;
};
const sponsorsOn = (topology: Topology, name: string) =>
  Object.fromEntries(
    channel(topology, name).members.flatMap(({ msp, sponsor }) =>
      sponsor === undefined ? [] : [[msp, sponsor]],
    ),
  );

test('starter: ten organisations, five with a peer, three channels, four orderers', () => {
  const topology = readTopology(file);
  expect(topology.profile).toBe('starter');
  expect(peersOf(topology)).toEqual({
    ImporterMSP: 0,
    ImportBankMSP: 1,
    ExportBankMSP: 1,
    ExporterMSP: 0,
    ExportControlMSP: 0,
    CarrierMSP: 1,
    DepartingPortMSP: 0,
    ArrivalPortMSP: 0,
    CustomsMSP: 1,
    AuditorMSP: 1,
  });
  expect(topology.orderers).toHaveLength(4);
  expect(topology.channels.map(({ name, members }) => [name, members.length])).toEqual([
    ['trade', 6],
    ['border', 8],
    ['consortium', 10],
  ]);
  expect(topology.channels.map(({ consenters }) => consenters.length)).toEqual([4, 4, 4]);
});

test('sponsors are chosen per channel', () => {
  const topology = readTopology(file);
  expect(sponsorsOn(topology, 'trade')).toEqual({
    ImporterMSP: 'ImportBankMSP',
    ExporterMSP: 'ExportBankMSP',
  });
  expect(sponsorsOn(topology, 'border')).toEqual({
    ImporterMSP: 'CustomsMSP',
    ExporterMSP: 'CustomsMSP',
    ExportControlMSP: 'CustomsMSP',
    DepartingPortMSP: 'CarrierMSP',
    ArrivalPortMSP: 'CustomsMSP',
  });
  expect(sponsorsOn(topology, 'consortium')).toEqual({
    ImporterMSP: 'ImportBankMSP',
    ExporterMSP: 'ExportBankMSP',
    ExportControlMSP: 'CustomsMSP',
    DepartingPortMSP: 'CarrierMSP',
    ArrivalPortMSP: 'CustomsMSP',
  });
});

test.each([
  ['trade', 2, ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP']],
  ['border', 2, ['CustomsMSP', 'CarrierMSP']],
  ['consortium', 3, ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP', 'CustomsMSP']],
])('%s is endorsed and governed by %i of %j', (name, outOf, of) => {
  const { endorsement, lifecycle, chaincodes } = channel(readTopology(file), name);
  expect([endorsement, lifecycle]).toEqual([
    { outOf, of },
    { outOf, of },
  ]);
  expect(chaincodes).toEqual(['argosy']);
});

test('full: everybody has a peer and nobody a sponsor; four of its own members order each channel', () => {
  const topology = readTopology(file, 'full');
  expect(Object.values(peersOf(topology))).toEqual(Array(10).fill(1));
  for (const { name, members, consenters } of topology.channels) {
    expect(sponsorsOn(topology, name)).toEqual({});
    const msps = members.map(({ msp }) => msp);
    expect(consenters).toHaveLength(4);
    expect(msps).toEqual(
      expect.arrayContaining(consenters.map((msp) => msp.replace('OrdererMSP', 'MSP'))),
    );
  }
});

test('ha: two peers for each organisation that has one', () => {
  const starter = peersOf(readTopology(file));
  expect(peersOf(readTopology(file, 'ha'))).toEqual(
    Object.fromEntries(Object.entries(starter).map(([msp, count]) => [msp, count * 2])),
  );
});

test('bench: two banks with a peer, one orderer, one channel', () => {
  const topology = readTopology(file, 'bench');
  expect(Object.values(peersOf(topology))).toEqual([0, 1, 1, 0]);
  expect(topology.orderers).toHaveLength(1);
  expect(topology.channels.map(({ name, consensus }) => [name, consensus])).toEqual([
    ['trade', 'etcdraft'],
  ]);
  expect(channel(topology, 'trade').endorsement.of).toEqual(['ImportBankMSP', 'ExportBankMSP']);
});

const collectionsIn = (topology: Topology) =>
  Object.fromEntries(
    topology.channels.map(({ name, collections = {} }) => [
      name,
      Object.fromEntries((collections['argosy'] ?? []).map((it) => [it.name, it.members])),
    ]),
  );

test('private data is shared by two or three, or one member’s own', () => {
  const trade = {
    facilityTerms: ['ImporterMSP', 'ImportBankMSP'],
    bankTerms: ['ImportBankMSP', 'ExportBankMSP'],
    proceedsTerms: ['ExporterMSP', 'ExportBankMSP'],
    importBankNotes: ['ImportBankMSP'],
    exportBankNotes: ['ExportBankMSP'],
  };
  const border = {
    declaredValues: ['ImporterMSP', 'CustomsMSP'],
    licenceValues: ['ExporterMSP', 'ExportControlMSP', 'CustomsMSP'],
  };
  for (const profile of ['starter', 'full', 'ha'])
    expect(collectionsIn(readTopology(file, profile))).toEqual({ trade, border, consortium: {} });
  expect(collectionsIn(readTopology(file, 'bench'))).toEqual({ trade });
});

describe('who a profile leaves out', () => {
  const text = readFileSync(file, 'utf8');
  const changed = (members: string): string =>
    text.replace('members: [ImportBankMSP, ExportBankMSP]', members);
  const bench = (members: string) =>
    collectionsIn(parseTopology(changed(members), 'topology.yaml', 'bench'))['trade'];

  test('is in no collection either', () => {
    const all = 'members: [CarrierMSP, ExportBankMSP, ImportBankMSP]';
    expect(bench(all)).toMatchObject({ bankTerms: ['ExportBankMSP', 'ImportBankMSP'] });
  });

  test('is no endorser of it', () => {
    const policy = 'endorsement: { outOf: 1, of: [CarrierMSP, ExportBankMSP] }';
    const all = `members: [CarrierMSP, ExportBankMSP]\n          ${policy} #`;
    const once = changed(all).replace(/ #\n +endorsement: \{ outOf: 1 \}/, '');
    const topology = parseTopology(once, 'topology.yaml', 'bench');
    const found = channel(topology, 'trade').collections?.['argosy'];
    expect(found?.map(({ endorsement }) => endorsement.of)).toEqual([
      undefined,
      ['ExportBankMSP'],
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('takes the collection along where nobody else would keep it', () => {
    const left = bench('members: [CarrierMSP]');
    expect(Object.keys(left ?? {})).toEqual([
      'facilityTerms',
      'proceedsTerms',
      'importBankNotes',
      'exportBankNotes',
    ]);
  });

  test('does not move the place of a mistake', () => {
    const twice =
      'members:\n            - CarrierMSP\n            - ExportBankMSP\n            - ExportBankMSP';
    const wrong = changed(twice);
    const line = wrong
      .slice(0, wrong.indexOf('            - ExportBankMSP\n          end'))
      .split('\n');
    // Told once, since all profiles tell it of the same line.
    expect(() => parseTopology(wrong, 'topology.yaml')).toThrow(
      new RegExp(`cannot be used\\. line ${line.length}: ExportBankMSP is named twice[^\\n]*$`),
    );
  });
});

test('a profile that the file does not have is refused, with those that it has', () => {
  expect(() => readTopology(file, 'huge')).toThrow(OperatorError);
  expect(() => readTopology(file, 'huge')).toThrow(
    /has no profile huge\. line \d+: it has starter, full, ha, bench\./,
  );
});

test('a file that is not there is named', () => {
  expect(() => readTopology('/nowhere/topology.yaml')).toThrow(
    'Cannot read the network description /nowhere/topology.yaml',
  );
});
