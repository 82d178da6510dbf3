import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { OperatorError } from '../operator-error.js';
import { parseTopology, readTopology } from './read.js';

const file = fileURLToPath(new URL('../../../topology.yaml', import.meta.url));
const starter = readFileSync(file, 'utf8');

/** The starter with one thing changed, and the line of the change. */
function changed(from: string, to: string): { readonly text: string; readonly line: number } {
  const at = starter.indexOf(from);
  expect(at).toBeGreaterThan(-1);
  const line = starter.slice(0, at).split('\n').length;
  return { text: starter.replace(from, to), line };
}

function refusalOf(text: string): string {
  try {
    parseTopology(text, 'topology.yaml');
  } catch (failure) {
    if (failure instanceof OperatorError) return failure.why;
    throw failure;
  }
  throw new Error('the topology was accepted');
}

test('the starter is two banks with a peer and two sponsored traders, ordered by four', () => {
  const topology = readTopology(file);
  expect(topology.organisations.map(({ msp, peers }) => [msp, peers.length])).toEqual([
    ['ImporterMSP', 0],
    ['ImportBankMSP', 1],
    ['ExportBankMSP', 1],
    ['ExporterMSP', 0],
  ]);
  expect(topology.orderers).toHaveLength(4);
  expect(topology.channels[0]?.members[3]).toEqual({
    msp: 'ExporterMSP',
    sponsor: 'ExportBankMSP',
  });
});

describe('a mistake is named with its line', () => {
  const cases = [
    {
      title: 'a member without a peer that names no sponsor',
      from: '{ msp: ImporterMSP, sponsor: ImportBankMSP }',
      to: '{ msp: ImporterMSP }',
      says: 'ImporterMSP has no peer and names no sponsor on trade',
    },
    {
      title: 'a sponsor that has no peer on that channel',
      from: '{ msp: ExporterMSP, sponsor: ExportBankMSP }',
      to: '{ msp: ExporterMSP, sponsor: ImporterMSP }',
      says: 'ExporterMSP names ImporterMSP as its sponsor, which has no peer on trade',
    },
    {
      title: 'a sponsor for a member that has a peer',
      from: '- { msp: ImportBankMSP }',
      to: '- { msp: ImportBankMSP, sponsor: ExportBankMSP }',
      says: 'ImportBankMSP has a peer of its own',
    },
    {
      title: 'an endorser without a peer',
      from: 'endorsement: { outOf: 2, of: [ImportBankMSP, ExportBankMSP] }',
      to: 'endorsement: { outOf: 2, of: [ImportBankMSP, ExporterMSP] }',
      says: 'ExporterMSP has no peer on trade and cannot endorse',
    },
    {
      title: 'a policy that could never be met',
      from: 'lifecycle: { outOf: 2',
      to: 'lifecycle: { outOf: 3',
      says: 'asks for 3 of 2 organisations',
    },
    {
      title: 'a member that is no organisation',
      from: '- { msp: ImporterMSP, sponsor',
      to: '- { msp: SomebodyMSP, sponsor',
      says: 'no organisation is named SomebodyMSP',
    },
    {
      title: 'two people with one id',
      from: 'id: omar',
      to: 'id: ines',
      says: 'ines is named twice',
    },
    {
      title: 'a role that nobody can hold',
      from: 'name: Mei Tan, role: tradeOfficer',
      to: 'name: Mei Tan, role: director',
      says: 'people.0.role',
    },
    {
      title: 'a chaincode that is not described',
      from: 'chaincode: argosy',
      to: 'chaincode: other',
      says: 'no chaincode is named other',
    },
    {
      title: 'a field that nobody reads',
      from: 'chaincode: argosy',
      to: 'chaincode: argosy\n    colour: red',
      says: 'colour',
    },
  ];

  test.each(cases)('refuses $title', ({ from, to, says }) => {
    const { text, line } = changed(from, to);
    const why = refusalOf(text);
    expect(why).toContain(says);
    // An unknown field is reported at the element that holds it, at most a few lines above.
    const named = Number(/line (\d+)/.exec(why)?.[1]);
    expect(Math.abs(named - line)).toBeLessThanOrEqual(says === 'colour' ? 15 : 0);
  });

  test('refuses text that is not YAML', () => {
    expect(refusalOf('organisations: [\n  }')).toMatch(/line \d+/);
  });
});
