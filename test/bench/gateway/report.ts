/** The tables of REST against its rivals. */
import type { Measurement } from '../load.ts';

type Say = (line: string) => void;

/** One table for a number of clients: medians of the rounds with their ranges, and to the first arm the ratio within each round. */
export function sayArms(
  names: readonly string[],
  rounds: readonly (readonly Measurement[])[],
  say: Say,
): void {
  const clients = rounds[0]?.[0]?.clients ?? 0;
  say(
    `\n| ${clients} client${clients === 1 ? '' : 's'} | per second | to the first | p50 ms | p99 ms | CPU ms each: devnet | chaincodes | gateway | client |`,
  );
  say('| --- | --: | --: | --: | --: | --: | --: | --: | --: |');
  names.forEach((name, place) => {
    const own = rounds.flatMap((round) => round[place] ?? []);
    const rivals = rounds.flatMap((round) => round[0] ?? []);
    const ratios = own.map((it, round) => it.perSecond / (rivals[round]?.perSecond ?? NaN));
    const cells = [
      name,
      spread(
        own.map(({ perSecond }) => perSecond),
        0,
      ),
      spread(ratios, 2),
      spread(
        own.map(({ p50 }) => p50),
        1,
      ),
      spread(
        own.map(({ p99 }) => p99),
        1,
      ),
      ...processes.map((who) => median(own.map((it) => usedBy(it, who))).toFixed(2)),
    ];
    say(`| ${cells.join(' | ')} |`);
    sayFailures(own, say);
  });
}

/** Rates of reads, with what each costs the gateway. */
export function sayReads(
  rows: readonly { readonly name: string; readonly measured: Measurement }[],
  say: Say,
): void {
  say('\n| read | clients | per second | p50 ms | p99 ms | CPU ms each: gateway | client |');
  say('| --- | --: | --: | --: | --: | --: | --: |');
  for (const { name, measured } of rows) {
    const { clients, perSecond, p50, p99 } = measured;
    const used = (['gateway', 'clients'] as const).map((who) => usedBy(measured, who).toFixed(2));
    const latency = [p50, p99].map((it) => it.toFixed(1));
    say(`| ${[name, clients, perSecond.toFixed(0), ...latency, ...used].join(' | ')} |`);
    sayFailures([measured], say);
  }
}

const processes = ['devnet', 'chaincode', 'gateway', 'clients'] as const;

/** Halted gateways use nothing, so that all of them together are the one that is asked. */
const usedBy = ({ processor }: Measurement, who: (typeof processes)[number]): number =>
  [...processor].reduce((sum, [name, ms]) => sum + (name.startsWith(who) ? ms : 0), 0);

function sayFailures(measured: readonly Measurement[], say: Say): void {
  for (const { failures } of measured)
    for (const [why, count] of failures) say(`${count} failed: ${why}`);
}

function spread(values: readonly number[], digits: number): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
