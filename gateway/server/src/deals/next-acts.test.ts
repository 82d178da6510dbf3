import { describe, expect, test } from '@jest/globals';
import { documentKind, type DocumentName } from '@argosy/domain/documents';
import { nextByStatus } from './next-acts.js';

const rows = Object.entries(nextByStatus).flatMap(([kind, byStatus]) =>
  Object.entries(byStatus).flatMap(([status, actions]: [string, readonly string[]]) =>
    actions.map((action) => [kind as DocumentName, status, action] as const),
  ),
);

describe('the acts that a deal goes on by', () => {
  test.each(rows)('%s %s: %s is possible by the table of its life', (kind, status, action) => {
    const step = documentKind(kind).steps[action];
    expect(step?.from).toContain(status);
    expect(step?.within).toBeUndefined();
  });

  test.each(Object.keys(nextByStatus) as DocumentName[])(
    '%s: what can only be ended has no next act, whatever else has one',
    (kind) => {
      const { statuses, steps } = documentKind(kind);
      const own = Object.values(steps).filter(({ within }) => within === undefined);
      const final = statuses.filter((status) => !own.some(({ from }) => from.includes(status)));
      const waiting = rows.filter((row) => row[0] === kind).map(([, status]) => status);
      expect(waiting.filter((status) => final.includes(status))).toEqual([]);
    },
  );
});
