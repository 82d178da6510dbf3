import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Jest writes of a run, as far as it is read here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** A run of the suite that was written down: on what, when, and which cases held. */
export interface RunRecord {
  readonly name: string;
  readonly about: string;
  readonly date: string;
  /** By the beginning of its title, such as `services 17`: true where all tests of the case passed. */
  readonly held: Readonly<Record<string, boolean>>;
}

const folder = join(import.meta.dirname, 'records');
const CASE = /^(services|row) \d+/;

/** The cases that a title says it is about: `services 18, 19: ...` is about two. */
export function casesOf(title: string): string[] {
  const [, list = '', numbers = ''] = /^(services|row|rows) (\d+(?:, \d+)*)/.exec(title) ?? [];
  const name = list === 'rows' ? 'row' : list;
  return numbers === '' ? [] : numbers.split(', ').map((number) => `${name} ${Number(number)}`);
}

/** Which cases held, by what Jest reports of their tests. */
export function outcomesOf({ testResults }: JestReport): RunRecord['held'] {
  const held: Record<string, boolean> = {};
  for (const { title, status } of testResults.flatMap((it) => it.assertionResults)) {
    for (const one of casesOf(title)) held[one] = (held[one] ?? true) && status === 'passed';
  }
  return Object.fromEntries(
    Object.entries(held)
      .filter(([name]) => CASE.test(name))
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
  );
}

/** Write down what came of a run. */
export function writeRecord(name: string, home: string, held: RunRecord['held']): void {
  const { about } = JSON.parse(readFileSync(join(home, 'network.json'), 'utf8')) as {
    readonly about: string;
  };
  const date = new Date().toISOString().slice(0, 10);
  const record: RunRecord = { name, about, date, held };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** The runs that were written down. */
export function readRecords(): RunRecord[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as RunRecord);
}
