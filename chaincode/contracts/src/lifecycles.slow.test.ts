// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { documentKind, documentNames } from '@argosy/domain/documents';
import { lifecycles } from '../test-support/lifecycles/all.js';
import { cellsOf, expectedOf, outcomeOf } from '../test-support/lifecycles/outcomes.js';

/*
 * Every act of every document, in every status, by every part: what happens through the real router is what a list written by
 * hand says. docs/lifecycle.md shows the same from the tables.
 */

test('every document with acts of its own has its list, of every act and every status', () => {
  const withActs = documentNames
    .map((name) => documentKind(name))
    .filter(({ steps }) => Object.values(steps).some(({ within }) => within === undefined));
  const expected = withActs.map(({ kind, steps, statuses }) => ({
    kind,
    statuses: [...statuses].sort(),
    acts: Object.keys(steps)
      .filter((action) => steps[action]?.within === undefined)
      .sort(),
  }));
  const listed = lifecycles.map(({ document, statuses, commands }) => ({
    kind: document,
    statuses: [...statuses].sort(),
    acts: Object.keys(commands).sort(),
  }));
  const byKind = (one: { kind: string }, other: { kind: string }): number =>
    one.kind < other.kind ? -1 : 1;
  expect(listed.sort(byKind)).toEqual(expected.sort(byKind));
});

describe.each(lifecycles)('$document', (lifecycle) => {
  const acts = Object.keys(lifecycle.commands);

  test.each(acts)('%s', async (action) => {
    const cells = cellsOf(lifecycle).filter((cell) => cell.action === action);
    const outcomes = await Promise.all(
      cells.map(async (cell) => ({ ...cell, outcome: await outcomeOf(lifecycle, cell) })),
    );
    const expected = cells.map((cell) => ({ ...cell, outcome: expectedOf(lifecycle, cell) }));
    expect(outcomes).toEqual(expected);
  });

  test('every line of the list is a cell', () => {
    const cells = new Set(cellsOf(lifecycle).map((it) => `${it.action} ${it.status} ${it.part}`));
    const lines = lifecycle.allowed.map(([action, from, part]) => `${action} ${from} ${part}`);
    expect(lines.filter((line) => !cells.has(line))).toEqual([]);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

test('counts', () => {
  const cells = lifecycles.flatMap((lifecycle) =>
    cellsOf(lifecycle).map((cell) => expectedOf(lifecycle, cell)),
  );
  const refused = cells.filter((outcome) => /^[A-Z_]+$/.test(outcome)).length;
  process.stdout.write(
    `lifecycles: ${String(lifecycles.length)} documents, ${String(cells.length)} cells, ` +
      `${String(cells.length - refused)} allowed, ${String(refused)} refused\n`,
  );
  expect(cells.length).toBeGreaterThan(refused);
});
