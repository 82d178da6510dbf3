import { reasonOf } from '@argosy/protocol/reason';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import type { Deal } from './deal.js';
import { NoAnswer } from './gateway/answered.js';
import type { Outcome, PreparedAct } from './ledger.js';

/** An act was refused, and the course does not say so. */
export class ActRefused extends CommandFailure {
  constructor(
    readonly number: number,
    readonly code: string,
    told: ConstructorParameters<typeof CommandFailure>[1],
  ) {
    super(exitCode.conflict, told);
  }
}

/** Whether an act came to what the course says. Refuses otherwise, naming the act, whose it is, and what can be done. */
export function expectOutcome(deal: Deal, act: PreparedAct, outcome: Outcome): void {
  const { expect } = act.entry;
  if (outcome.kind === 'committed') {
    if (expect === undefined) return;
    throw new CommandFailure(exitCode.conflict, {
      what: `${actText(deal, act)} was to be refused with ${expect}, and was not`,
      why: `It is transaction ${outcome.transactionId} in block ${outcome.block} of ${outcome.channel}.`,
      fix: 'Take `expect` out of the course, or change what the act says.',
    });
  }
  if (outcome.code === expect) return;
  const wanted = expect === undefined ? '' : ` instead of with ${expect}`;
  const rule = outcome.rule === undefined ? '' : ` Rule: ${outcome.rule}.`;
  throw new ActRefused(act.number, outcome.code, {
    what: `${actText(deal, act)} was refused with ${outcome.code}${wanted}`,
    why: `${outcome.sentence}${rule}`,
    fix: `Correct the course or the particulars, and run the deal again: it begins anew, under another number. If the refusal is what you mean to show, add \`expect: ${outcome.code}\`.`,
  });
}

/** The failure of an act of which it is not known whether it had an effect. */
export function actFailed(deal: Deal, act: PreparedAct, failure: unknown): CommandFailure {
  const [outcome, code] =
    failure instanceof NoAnswer
      ? ['got no answer', exitCode.timeout]
      : ['could not be taken', exitCode.failed];
  return new CommandFailure(code, {
    what: `${actText(deal, act)} ${outcome}`,
    why: `${reasonOf(failure).replace(/\.$/, '')}.`,
    fix: 'Look at the document before it is tried again. Another run begins anew, under another number.',
  });
}

/** An act in words: `Act 17 of LC2611-0001, examination.honour by Mei Tan of ExportBank`. */
export const actText = (
  { names, cast }: Deal,
  { number, entry, by, person }: Pick<PreparedAct, 'number' | 'entry' | 'by' | 'person'>,
): string =>
  `Act ${number} of ${names.credit}, ${entry.act} by ${person.name} of ${cast[by].name},`;
