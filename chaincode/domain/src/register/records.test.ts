import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { aCalendarRecord, aCodeList, aDecision, rosterOf } from '../../test-support/register.js';
import { aMember } from '../../test-support/network.js';
import { documentKind } from '../documents.js';
import type { DocumentName } from '../documents.js';
import type { LedgerRecord } from '../shared/document.js';

const records: readonly (readonly [DocumentName, LedgerRecord])[] = [
  ['decision', aDecision()],
  ['roster', rosterOf('trade')],
  ['member', aMember()],
  ['calendar', aCalendarRecord()],
  ['codeList', aCodeList()],
];

describe.each(records)('a record of a %s', (name, record) => {
  const { schema, steps, statuses, parties } = documentKind(name);

  test('is read as it was written', () => {
    expect(problemsOf(schema, record)).toEqual([]);
  });

  test('has no member more and none less', () => {
    expect(problemsOf(schema, { ...record, surprise: 1 })).toHaveLength(1);
    const { latestTime: _, ...rest } = record;
    expect(problemsOf(schema, rest)).toHaveLength(1);
  });

  test('is no other kind', () => {
    expect(problemsOf(schema, { ...record, kind: 'credit' })).toHaveLength(1);
  });

  test('has a status of its table', () => {
    const reached = Object.values(steps).flatMap(({ to }) => to);
    expect([...new Set(reached)].sort()).toEqual([...statuses].sort());
    expect(problemsOf(schema, { ...record, status: 'gone' })).toHaveLength(1);
  });

  test('binds all voters, each by its own peer, so that no others can make it up', () => {
    const bound = parties(record).filter(({ isBound }) => isBound === true);
    expect(bound.map(({ msp }) => msp).sort()).toEqual(record.guards);
    expect(bound.every(({ isUnregistered }) => isUnregistered === true)).toBe(true);
  });
});

test('a calendar on the ledger is held to the year as one in a command is', () => {
  const record = aCalendarRecord({ holidays: ['2027-01-01'] });
  expect(problemsOf(documentKind('calendar').schema, record)).toEqual([
    'holidays must be dates of the year of the calendar',
  ]);
});
