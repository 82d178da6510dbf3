// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { isErrorCode } from '@argosy/domain/errors';
import { possibleActions } from '@argosy/domain/possible-actions';
import type { Possibility } from '@argosy/domain/possible-actions';
import { aLicence } from '../../domain/test-support/border.js';
import { members } from '../../domain/test-support/network.js';
import { lifecycles } from '../test-support/lifecycles/all.js';
import type { LifecycleCase } from '../test-support/lifecycles/case.js';
import { cellsOf, expectedOf } from '../test-support/lifecycles/outcomes.js';
import type { Cell } from '../test-support/lifecycles/outcomes.js';

/*
 * What a person is shown as possible is what the list written by hand allows, and what is not is refused as the router refuses
 * it (lifecycles.slow.test.ts runs the same cells there).
 */

const none = '-';

/** The cells of acts on a document that there is. */
function cellsWithDocument(lifecycle: LifecycleCase): readonly Cell[] {
  const creating = lifecycle.allowed.filter(([, from]) => from === none).map(([act]) => act);
  return cellsOf(lifecycle).filter(
    ({ action, status }) => status !== none && !creating.includes(action),
  );
}

/** The router takes an act on a possession that was passed on as one on the possession that lives. */
function isOwnStatus({ document }: LifecycleCase, status: string): boolean {
  return document !== 'possession' || status !== 'passedOn';
}

/** What the person of a cell is told of its act. */
function told(lifecycle: LifecycleCase, { action, status, part }: Cell): Possibility | undefined {
  const record = lifecycle.record(status, action);
  const person = lifecycle.people[part];
  if (record === undefined || person === undefined) throw new Error(`No ${status} or ${part}`);
  const found = possibleActions(record, { msp: members[person.member], staffRole: person.staff });
  return found.find((it) => it.action === action);
}

describe.each(lifecycles)('$document', (lifecycle) => {
  const cells = cellsWithDocument(lifecycle);

  test('an act is possible where the list allows it, and only there', () => {
    const isAllowed = ({ action, status, part }: Cell) =>
      lifecycle.allowed.some(
        ([act, from, who]) => act === action && from === status && who === part,
      );
    const shown = cells.map((cell) => ({ ...cell, possible: told(lifecycle, cell)?.possible }));
    expect(shown).toEqual(cells.map((cell) => ({ ...cell, possible: isAllowed(cell) })));
  });

  test('an act that is not possible has its refusal, in words too', () => {
    const refused = cells.flatMap((cell) => {
      const possibility = told(lifecycle, cell);
      return possibility?.possible === false ? [{ ...cell, ...possibility }] : [];
    });
    expect(refused.filter(({ refusal }) => !isErrorCode(refusal))).toEqual([]);
    expect(refused.filter(({ why }) => !/^[A-Z][^{}]+\.$/.test(why))).toEqual([]);
    const comparable = refused.filter(({ status }) => isOwnStatus(lifecycle, status));
    const lines = comparable.map((it) => `${it.action} ${it.status} ${it.part} ${it.refusal}`);
    expect(lines).toEqual(
      comparable.map((it) => `${it.action} ${it.status} ${it.part} ${expectedOf(lifecycle, it)}`),
    );
  });
});

test('most of the documents have acts on them, and counts', () => {
  const counts = lifecycles.map((lifecycle) => cellsWithDocument(lifecycle).length);
  const withActs = counts.filter((count) => count > 0).length;
  const cells = counts.reduce((sum, count) => sum + count, 0);
  process.stdout.write(`possible actions: ${String(withActs)} documents, ${String(cells)} cells\n`);
  expect(withActs).toBeGreaterThanOrEqual(9);
});

test('without a role in the certificate nothing is possible', () => {
  const found = possibleActions(aLicence(), { msp: members.exportControl, staffRole: undefined });
  expect(found.map(({ action }) => action)).toEqual([
    'inspect',
    'issue',
    'refuse',
    'drawDown',
    'revoke',
  ]);
  expect(found).toContainEqual({
    action: 'issue',
    possible: false,
    refusal: 'ACCESS_ROLE_MISSING',
    why: 'The certificate carries no staff role, and licence:Issue asks for licensingOfficer.',
  });
  expect(found.every(({ possible }) => !possible)).toBe(true);
});

test('the authority of an issued licence may revoke it, and is told why it cannot issue it again', () => {
  const found = possibleActions(aLicence(), {
    msp: members.exportControl,
    staffRole: 'licensingOfficer',
  });
  expect(found.filter(({ possible }) => possible)).toEqual([{ action: 'revoke', possible: true }]);
  expect(found.find(({ action }) => action === 'issue')).toMatchObject({
    refusal: 'ACTION_WRONG_STATUS',
    why: 'The licence XL-2026/0007 is issued; for the act issue it has to be inspected.',
  });
});
