import type { LedgerChange, LedgerEvent } from '@argosy/domain/events';
import { tookEffect } from '../sequence.js';
import type { Outcome } from '../sequence.js';
import { keyOf } from '../view.js';
import type { Kept } from '../view.js';
import type { Invariant, Moment } from './invariant.js';

/** 6: what was refused or invalid changes nothing; what took effect tells in one event what it wrote, no more and no less. */
export function writtenAsTold(): Invariant {
  let seen: ReadonlyMap<string, unknown> | undefined;
  return {
    number: 6,
    says: 'only what took effect is written, and one event tells it all',
    check: (moment) => {
      const now = entriesOf(moment);
      const changed = [...now].filter(
        ([key, entry]) => seen !== undefined && seen.get(key) !== entry,
      );
      const gone = [...(seen ?? [])].filter(([key]) => !now.has(key));
      seen = now;
      const written = new Set(moment.outcomes.filter(tookEffect).flatMap(writtenKeys));
      return [
        ...[...changed, ...gone].flatMap(([key]) =>
          written.has(key) ? [] : [`${key} changed, and nothing wrote it`],
        ),
        ...moment.outcomes.filter(tookEffect).flatMap(toldProblems),
      ];
    },
  };
}

/** Everything on the ledger, with what stands there. */
function entriesOf({ ledger: { state } }: Moment): ReadonlyMap<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const key of state.public.keys()) entries.set(key, state.public.get(key));
  for (const [name, { hashed }] of state.collections)
    for (const key of hashed.keys()) entries.set(`${name} ${key}`, hashed.get(key));
  return entries;
}

function writtenKeys({ execution: { writes, privateWrites } }: Outcome): readonly string[] {
  const inCollections = privateWrites.map(({ collection, keyHash }) => `${collection} ${keyHash}`);
  return [...writes.map(({ key }) => key), ...inCollections];
}

function toldProblems({ sent, execution }: Outcome): readonly string[] {
  const [event, ...more] = execution.events;
  if (event === undefined || more.length > 0 || event[0] !== 'argosy')
    return [`${sent.name} has ${String(execution.events.length)} events`];
  const { changes } = JSON.parse(event[1]) as LedgerEvent;
  const told = new Map(changes.map((change) => [keyOf(change.document, change.parts), change]));
  const documents = execution.writes.filter(({ key }) => !key.startsWith(keyOf('request', [])));
  const problems = documents.flatMap(({ key, value }) => {
    const record = JSON.parse(String(value)) as Kept;
    return isTold(told.get(key), record) ? [] : [`${sent.name} does not tell of ${record.kind}`];
  });
  const untrue = [...told.keys()].filter((key) => documents.every((it) => it.key !== key));
  const notices = changes.filter(({ type }) => type === 'CarrierNotified');
  if (changes.length - notices.length !== documents.length)
    problems.push(`${sent.name} tells twice`);
  if (execution.writes.length - documents.length !== 1)
    problems.push(`${sent.name} does not record its request`);
  return [...problems, ...untrue.map((key) => `${sent.name} tells of ${key}, and wrote none`)];
}

function isTold(change: LedgerChange | undefined, { kind, version, status }: Kept): boolean {
  return change?.document === kind && change.version === version && change.status === status;
}
