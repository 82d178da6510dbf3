import { votersOn } from '../cast.js';
import type { Channel } from '../cast.js';
import { memberIn, spelledOut, tables } from '../table.js';
import type { Row } from '../table.js';
import { tookEffect } from '../sequence.js';
import type { Outcome } from '../sequence.js';
import { keyOf } from '../view.js';
import type { Kept } from '../view.js';
import type { Invariant } from './invariant.js';

const rows = new Map([...spelledOut(tables.trade), ...spelledOut(tables.border)]);

/** 3: a document changes by a row of the table written by hand alone, version by version, and its time never goes back. */
export const byTheTable: Invariant = {
  number: 3,
  says: 'status, version and time go by the table',
  check: ({ outcomes, before, ledger, channel }) => {
    const current = new Map(before.all);
    return outcomes.filter(tookEffect).flatMap((outcome) =>
      outcome.execution.writes.flatMap(({ key, value }) => {
        if (key.startsWith(keyOf('request', []))) return [];
        if (value === undefined) return [`${key} was deleted in block ${String(ledger.height)}`];
        const next = JSON.parse(value.toString()) as Kept;
        const problems = problemsOf(outcome, { previous: current.get(key), next, channel });
        current.set(key, next);
        return problems.map((problem) => `${outcome.sent.name} of ${next.kind}: ${problem}`);
      }),
    );
  },
};

interface Change {
  readonly previous: Kept | undefined;
  readonly next: Kept;
  readonly channel: Channel;
}

function problemsOf({ sent }: Outcome, { previous, next, channel }: Change): readonly string[] {
  const from = previous?.status ?? '-';
  const problems: string[] = [];
  const allowed = (rows.get(next.kind) ?? []).some(
    ([name, before, part, after]: Row) =>
      name === sent.name &&
      before === from &&
      after === next.status &&
      (part === 'voter'
        ? votersOn[channel].includes(sent.by.msp)
        : memberIn(next, part) === sent.by.msp),
  );
  if (!allowed) problems.push(`${sent.by.msp} made ${next.status} of ${from}`);
  const version = 1 + (previous?.version ?? 0);
  if (next.version !== version)
    problems.push(`version ${String(next.version)}, not ${String(version)}`);
  if (next.latestTime !== new Date(sent.seconds * 1000).toISOString())
    problems.push(`its time is ${next.latestTime}`);
  if (previous !== undefined && next.latestTime < previous.latestTime)
    problems.push(`its time goes back from ${previous.latestTime} to ${next.latestTime}`);
  return problems;
}
