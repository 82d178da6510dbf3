/** The tables of a run over the contracts. */
import type { DealCost } from './deal-cost.ts';
import type { DevnetDeals } from './devnet-deal.ts';
import type { FunctionCost } from './function-cost.ts';

type Say = (line: string) => void;

/** What a function may cost, as a multiple of one that does nothing. */
const GOAL = 3;

export function sayFunctions(functions: readonly FunctionCost[], say: Say): void {
  say(
    '\nEach function, and one that does nothing with as many arguments: processor time of a call',
  );
  say(
    '| function | µs | nothing, µs | ratio (range) | keys read | written | read-write set, bytes | event | answer | records |',
  );
  say('| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |');
  for (const cost of functions) say(functionRow(cost));
  const all = functions.map((cost) => median(ratiosOf(cost)));
  const within = all.filter((ratio) => ratio <= GOAL).length;
  say(`at most ${GOAL} times nothing: ${within} of ${all.length} functions`);
  for (const [kind, of] of [
    ['reads', functions.filter(({ bytes }) => bytes.writes === 0)],
    ['acts', functions.filter(({ bytes }) => bytes.writes > 0)],
  ] as const) {
    say(
      `${kind}, ${of.length}: ratio ${spread(
        of.map((it) => median(ratiosOf(it))),
        1,
      )}`,
    );
  }
}

function functionRow(cost: FunctionCost): string {
  const { name, rounds, bytes } = cost;
  const records = bytes.records.filter(([kind]) => kind !== 'request');
  const cells = [
    name,
    median(rounds.map(({ own }) => own)).toFixed(0),
    median(rounds.map(({ noOp }) => noOp)).toFixed(0),
    spread(ratiosOf(cost), 1),
    bytes.reads,
    bytes.writes,
    bytes.readWriteSet,
    bytes.event,
    bytes.answer,
    records.map(([kind, size]) => `${kind} ${size}`).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

export function sayDeals(deals: readonly DealCost[], say: Say): void {
  say('\nWhole deals in memory, each act executed once and committed: milliseconds');
  say('| deal | acts | elapsed | processor time |');
  say('| --- | --: | --: | --: |');
  for (const { name, acts, elapsed, processor } of deals)
    say(`| ${name} | ${acts} | ${spread(elapsed, 1)} | ${spread(processor, 1)} |`);
}

export function sayDevnetDeals(measured: DevnetDeals, say: Say): void {
  const { transactions, deals, acts, bytes } = measured;
  say(
    `\nWhole deals on a network of ten members, ${transactions} transactions one after the other`,
  );
  say('| act | ms | bytes to be ordered |');
  say('| --- | --: | --: |');
  for (const [name, times] of Object.entries(acts))
    say(`| ${name} | ${spread(times, 0)} | ${bytes[name]} |`);
  const all = Object.values(bytes).reduce((sum, size) => sum + size, 0);
  say(`| all | ${spread(deals, 0)} | ${all} |`);
}

const ratiosOf = ({ rounds }: FunctionCost): number[] => rounds.map(({ own, noOp }) => own / noOp);

/** Median and range. */
function spread(values: readonly number[], digits: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
