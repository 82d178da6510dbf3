import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from '../ledger/rows/table.ts';
import { outOfReach } from './out-of-reach.ts';
import { services } from './services.ts';
import { casesOf, readRecords } from './suite/record.ts';

/** A case of one of the two lists, with where it is held. */
export interface HeldCase {
  /** `services 17` or `row 23`. */
  readonly id: string;
  readonly name: string;
  /** By a test of one part, without a network. */
  readonly unit: boolean;
  /** By a test that starts peers and orderers in its own process. */
  readonly inProcess: boolean;
  /** By the suite, on any network. */
  readonly suite: boolean;
  /** Why no client can bring it about. */
  readonly reason: string | undefined;
}

const root = join(import.meta.dirname, '../..');

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name)}`)
    .filter((name) => name.endsWith(ending));
}

/** The cases that the titles of a file's tests name. */
const casesIn = (text: string): string[] =>
  [...text.matchAll(/['"`]((?:services|rows?) \d+(?:, \d+)*)/g)].flatMap(([, title = '']) =>
    casesOf(title),
  );

const STARTS_A_NETWORK = /test-support\/(test|ordered)-network/;

/** Every case of both lists, in their order. */
export function heldCases(): HeldCase[] {
  const tests = filesBelow('network/devnet/src', '.test.ts').map(read);
  const named = (texts: readonly string[]) => new Set(texts.flatMap(casesIn));
  const inProcess = named(tests.filter((text) => STARTS_A_NETWORK.test(text)));
  const unit = named(tests.filter((text) => !STARTS_A_NETWORK.test(text)));
  const suite = named(filesBelow('test/conformance/suite', '.cases.ts').map(read));
  const held = (id: string, name: string, byRow: boolean): HeldCase => ({
    id,
    name,
    // Each row has a test of its own in test/ledger/rows, which another test sees to.
    unit: byRow || unit.has(id),
    inProcess: inProcess.has(id),
    suite: suite.has(id),
    reason: outOfReach[id],
  });
  return [
    ...services.map(([number, name]) => held(`services ${number}`, name, false)),
    ...rows.map(({ number, name }) => held(`row ${number}`, name, true)),
  ];
}

const LIST_OF = /^(services|row)/;

/** The table's lines: one case each. */
export function conformanceRows(list: 'services' | 'row'): string[][] {
  const records = readRecords();
  return heldCases()
    .filter(({ id }) => LIST_OF.exec(id)?.[1] === list)
    .map(({ id, name, unit, inProcess, suite, reason }) => [
      id.replace(LIST_OF, '').trim(),
      name,
      unit ? 'yes' : '',
      inProcess ? 'yes' : '',
      ...records.map(({ held }) => outcome(suite ? held[id] : undefined, reason)),
    ]);
}

function outcome(held: boolean | undefined, reason: string | undefined): string {
  if (held === undefined) return reason === undefined ? 'not run' : 'out of reach';
  return held ? 'holds' : 'FAILS';
}

export const conformanceHead = (): string[] => [
  'case',
  'what',
  'unit',
  'in process',
  ...readRecords().map(({ name }) => `suite on ${name}`),
];
