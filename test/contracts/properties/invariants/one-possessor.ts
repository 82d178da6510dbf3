import type { Bill } from '@argosy/domain/bill/bill';
import type { Possession } from '@argosy/domain/bill/possession';
import { canonicalText } from '../canonical.js';
import { sha256 } from '../desk.js';
import { keyOf } from '../view.js';
import type { Kept } from '../view.js';
import type { Invariant, Moment } from './invariant.js';

/** 2: a bill has one possession that is not closed, at the end of a chain that only grows; once taken back it is left alone. */
export function onePossessor(): Invariant {
  const closed = new Map<string, string>();
  const ended = new Map<string, string>();
  return {
    number: 2,
    says: 'a bill has one live possessor, and its chain only grows',
    check: (moment) =>
      moment.after
        .of('bill')
        .flatMap((bill) => [
          ...chainProblems(bill, moment),
          ...changedSince(closed, closedOf(bill, moment)),
          ...changedSince(ended, endedOf(bill, moment)),
        ]),
  };
}

function possessionsOf({ carrierCode, reference }: Bill, { after }: Moment): Possession[] {
  return after
    .of('possession')
    .filter((it) => it.carrierCode === carrierCode && it.reference === reference)
    .sort((one, other) => one.number - other.number);
}

function chainProblems(bill: Bill, moment: Moment): readonly string[] {
  const chain = possessionsOf(bill, moment);
  const live = chain.filter(({ status }) => status !== 'passedOn');
  const problems = chain.flatMap((possession, index) =>
    linkProblems(possession, { before: chain[index - 1], index }),
  );
  if (live.length !== 1) problems.push(`it has ${String(live.length)} live possessions`);
  if (chain.at(-1) !== live[0]) problems.push('the live possession is not the last');
  if ((live[0]?.status === 'surrendered') !== (bill.status === 'surrendered'))
    problems.push('bill and possession differ on whether it is surrendered');
  return problems.map((problem) => `${bill.reference}: ${problem}`);
}

function linkProblems(
  possession: Possession,
  { before, index }: { readonly before: Possession | undefined; readonly index: number },
): string[] {
  const { number, previous, transactionId } = possession;
  const problems: string[] = [];
  if (number !== index + 1)
    problems.push(`possession ${String(number)} is number ${String(index + 1)}`);
  if (before === undefined) return problems;
  const { closed } = before;
  if (closed?.next.transactionId !== transactionId) problems.push('closed with another next one');
  if (closed?.next.sha256 !== hashOf({ ...possession, endorsements: [] }))
    problems.push('it was opened as something else');
  if (previous?.sha256 !== hashOf(before)) problems.push('it follows something else');
  if (previous?.possessor.msp !== before.possessor.msp) problems.push('another possessor before');
  return problems;
}

function closedOf(bill: Bill, moment: Moment): readonly Kept[] {
  return possessionsOf(bill, moment).filter(({ status }) => status === 'passedOn');
}

/** All of a bill that was taken back by a block before. */
function endedOf(bill: Bill, moment: Moment): readonly Kept[] {
  return bill.status === 'surrendered' ? [bill, ...possessionsOf(bill, moment)] : [];
}

/** What changed of records that must not change any more, or is there no longer. */
function changedSince(seen: Map<string, string>, records: readonly Kept[]): readonly string[] {
  return records.flatMap((record) => {
    const number = record.kind === 'possession' ? [String(record.number)] : [];
    const parts = [...('reference' in record ? [record.reference] : []), ...number];
    const key = keyOf(record.kind, parts);
    const text = JSON.stringify(record);
    const earlier = seen.get(key) ?? text;
    seen.set(key, text);
    return earlier === text ? [] : [`${parts.join(' ')} was changed after its end`];
  });
}

const state = ['version', 'status', 'latestTime', 'guards', 'seal', 'closed'];

/** SHA-256 of a possession without its state, its members in the order of their names. */
function hashOf(possession: Possession): string {
  const members = Object.entries(possession).filter(([name]) => !state.includes(name));
  return sha256(canonicalText(Object.fromEntries(members)));
}
