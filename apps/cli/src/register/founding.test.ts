import { calendarSchema } from '@argosy/domain/calendar/calendar';
import { decisionCommands } from '@argosy/domain/register/commands';
import { readTopology } from '@argosy/operator/topology/read';
import { describe, expect, test } from '@jest/globals';
import { topologyFile } from '../places.js';
import { calendarsOf } from './calendars.js';
import { easterOf } from './easter.js';
import { foundingProposal } from './founding.js';
import { sampleMembers } from './particulars.js';

const topology = readTopology(topologyFile);

describe('the founding of a register', () => {
  test.each(topology.channels)('of $name is one that the contract takes', (channel) => {
    const proposal = foundingProposal(channel, 2026);
    expect(decisionCommands.propose.parse(proposal)).toEqual(proposal);
    const members = proposal.entries.flatMap((it) => (it.kind === 'member' ? [it.member] : []));
    expect(members.map(({ msp }) => msp)).toEqual(channel.members.map(({ msp }) => msp));
    const withPeer = topology.organisations.filter(({ peers }) => peers.length > 0);
    expect(withPeer.map(({ msp }) => msp)).toEqual(
      expect.arrayContaining(members.map(({ guard }) => guard)),
    );
  });

  test('on trade asks for two of the three whose peers endorse', () => {
    const trade = topology.channels.find(({ name }) => name === 'trade');
    expect(trade && foundingProposal(trade, 2026).constitution).toEqual({
      voters: ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'],
      required: 2,
    });
  });

  test('knows every organisation of the sample, each by an LEI of its own', () => {
    expect(Object.keys(sampleMembers)).toEqual(topology.organisations.map(({ msp }) => msp));
    expect(new Set(Object.values(sampleMembers).map(({ lei }) => lei)).size).toBe(10);
  });

  test('has a calendar for each place with a bank', () => {
    const places = Object.values(sampleMembers)
      .filter(({ businessRoles }) => businessRoles.includes('bank'))
      .map(({ place }) => place);
    expect(
      calendarsOf(2026)
        .map(({ place }) => place)
        .sort(),
    ).toEqual([...places].sort());
  });
});

describe('a calendar of banking days', () => {
  test.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('of %i counts from Easter on %s', (year, date) => {
    expect(easterOf(year)).toBe(date);
  });

  test.each([2025, 2026, 2027, 2028, 2040])('of %i is one that the ledger takes', (year) => {
    for (const calendar of calendarsOf(year)) {
      expect(calendarSchema.parse(calendar)).toEqual(calendar);
    }
  });

  test('has the movable days of both places in 2026', () => {
    const [hamburg, saoPaulo] = calendarsOf(2026);
    expect(hamburg?.holidays).toEqual(
      expect.arrayContaining(['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25']),
    );
    expect(saoPaulo?.holidays).toEqual(
      expect.arrayContaining(['2026-02-16', '2026-02-17', '2026-04-03', '2026-06-04']),
    );
  });
});
