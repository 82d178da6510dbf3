import type { Possession } from '@argosy/domain/bill/possession';
import { tookEffect } from '../sequence.js';
import type { Kept } from '../view.js';
import type { Invariant, Moment } from './invariant.js';

/** 5: while a presentation lives its bill is in the bank's escrow; with honour it goes to the applicant, with return back. */
export const titleInEscrow: Invariant = {
  number: 5,
  says: 'a presented bill is where its presentation says',
  check: (moment) => [...whileItLives(moment), ...asItEnds(moment), ...noOther(moment)],
};

function whileItLives({ after, books }: Moment): readonly string[] {
  return after.of('presentation').flatMap(({ reference, bill, parties }) => {
    if (bill === undefined || books.presentations.get(reference)?.state !== 'complete') return [];
    const head = after.head(bill);
    const isThere =
      head?.status === 'escrowed' &&
      head.possessor.msp === parties.issuingBank.msp &&
      head.escrow?.presentation === reference;
    return isThere ? [] : [`the bill of ${reference} is ${head?.status ?? 'gone'}`];
  });
}

/** Where the transaction that honours or returns puts the bill. */
function asItEnds({ outcomes, after }: Moment): readonly string[] {
  return outcomes.filter(tookEffect).flatMap(({ execution, sent }) => {
    const written = execution.writes.map(({ value }) => JSON.parse(String(value)) as Kept);
    const examination = written.find(({ kind }) => kind === 'examination');
    if (examination?.kind !== 'examination') return [];
    const { presentation: reference, parties, status } = examination;
    const { applicant, beneficiary } = parties;
    const to = new Map([
      ['returned', beneficiary.msp],
      ['honoured', applicant.msp],
      ['accepted', applicant.msp],
    ]).get(status);
    const isPossession = (it: Kept): it is Possession => it.kind === 'possession';
    const opened = written.filter(isPossession).find((it) => it.transactionId === sent.txId);
    const hasBill = after.find('presentation', [reference])?.bill !== undefined;
    const expected = hasBill ? to : undefined;
    if (opened?.possessor.msp === expected) return [];
    return [`${status}: the bill of ${reference} went to ${opened?.possessor.msp ?? 'nobody'}`];
  });
}

/** What is in escrow is there for a presentation that lives. */
function noOther({ after, books }: Moment): readonly string[] {
  return after.of('possession').flatMap(({ status, escrow, reference }) => {
    if (status !== 'escrowed') return [];
    const { state } = books.presentations.get(escrow?.presentation ?? '') ?? {};
    return state === 'complete'
      ? []
      : [`${reference} is in escrow for one that is ${state ?? '-'}`];
  });
}
