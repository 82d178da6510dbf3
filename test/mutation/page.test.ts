import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Expected, Row } from './row.js';
import { rawTable } from './raw-table.js';
import { rowsByClass, sceneScriptsByClass, stageScriptsByClass } from './tables/all.js';

const file = join(import.meta.dirname, '../../docs/mutations.md');

/** The page that lists the tables: what is changed, what becomes of it, and by which rule. */
test('docs/mutations.md says what the tables say', () => {
  const page = pageOfTables();
  if (process.env['ARGOSY_WRITE_DOCS'] === '1') writeFileSync(file, page);
  expect(readFileSync(file, 'utf8')).toBe(page);
});

const HEAD = [
  '# What single changes of a ledger come to',
  'This page is written by `ARGOSY_WRITE_DOCS=1 npx jest test/mutation/page` from the tables of `test/mutation`: change those. How they are used is said in [testing](testing.md). The numbers behind a rule are the sections of the specification that the node was built after: 0 protocol buffers, 1 blocks, 2 envelopes and transactions (in parentheses the steps of 2.1), 3 members, 4 policies, 5 configurations, 6 endorsement, 7 and 8 read-write sets and the state, 9 private data, 14 what was seen on real peers.',
].join('\n\n');

function pageOfTables(): string {
  const rows = Object.entries(rowsByClass).flatMap(([name, all]) => {
    const accepted = all.filter((row) => isAccepted(row));
    const found = all.filter((row) => !isAccepted(row));
    return [
      ...section(name, 'found', found),
      ...(accepted.length > 0 ? section(name, 'accepted, as Fabric accepts them', accepted) : []),
    ];
  });
  const scripts = Object.entries({ ...sceneScriptsByClass, ...stageScriptsByClass });
  const parts = [
    HEAD,
    '## One byte of a block, whoever signed it',
    table(
      ['the byte is of', 'given to a node', 'judged again by the node that stored it', 'because'],
      Object.entries(rawTable).map(([position, { outcomes, again = outcomes, because }]) => [
        position,
        outcomes.join(', '),
        again.join(', '),
        because,
      ]),
    ),
    ...rows,
    ...scripts.flatMap(([name, all]) => [
      `## Changes of class ${name}, and what they decide over others`,
      table(
        ['what is changed', 'rule'],
        all.map((script) => [script.name, script.rule]),
      ),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const isAccepted = ({ expected }: Row): boolean => expected.all === 'VALID';

function section(name: string, what: string, rows: readonly Row[]): string[] {
  return [
    `## Changes of class ${name}: ${what}`,
    table(
      ['what is changed', 'signed again by nobody', 'by its creator', 'by all', 'rule'],
      rows.map(({ name: row, expected, rule }) => [
        row,
        ...(['nobody', 'creator', 'all'] as const).map((by) => inWords(expected[by])),
        rule,
      ]),
    ),
  ];
}

function inWords(expected: Expected | undefined): string {
  if (expected === undefined) return '';
  return expected instanceof RegExp ? 'the block is refused' : [expected].flat().join(' or ');
}

/** A table as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) =>
    Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
