import { resolve } from 'node:path';
import type { BankCalendars } from '@argosy/domain/calendar/banking-days';
import type { CalendarDate } from '@argosy/domain/shared/dates';
import type { Mistake } from '@argosy/operator/topology/mistake';
import { oneOf } from '@argosy/operator/topology/mistake';
import type { Organisation } from '@argosy/operator/topology/schema';
import { mistakeSentences, readYaml, refusal, textOf } from '@argosy/operator/topology/source';
import { checkCourse, writtenMistakes } from './check.js';
import type { Cast } from './parties.js';
import { partyNames } from './parties.js';
import { dealSchema } from './schema.js';
import type { DealFile } from './schema.js';
import { translated } from './written.js';

/** What a deal is read for: the network's organisations, the day on which it is played, and when banks are open. */
export interface Surroundings {
  readonly organisations: readonly Organisation[];
  readonly today: CalendarDate;
  /** Where a bank is, and the calendars of that place. */
  readonly bankingDays: (bank: Organisation | undefined) => BankCalendars;
}

/** A deal that can be played: its file, and who has which part. */
export interface ReadDeal {
  readonly file: DealFile;
  readonly cast: Cast;
  readonly today: CalendarDate;
}

const kind = 'deal';

/** Read a deal from YAML. Refuses, naming file and line, what is malformed, and what no contract would take. */
export const readDeal = (file: string, surroundings: Surroundings): ReadDeal =>
  parseDeal(textOf(file, kind), resolve(file), surroundings);

export function parseDeal(text: string, file: string, surroundings: Surroundings): ReadDeal {
  const source = readYaml(text, { file, kind, again: 'run it again' });
  const refuse = (mistakes: readonly Mistake[]): void => {
    if (mistakes.length > 0) throw refusal(source, mistakeSentences(source, mistakes));
  };
  const { organisations, today, bankingDays } = surroundings;
  const named = (name: unknown): Organisation | undefined =>
    organisations.find((it) => it.name === name);
  const written: unknown = source.document.toJS();
  const mistakes: Mistake[] = [];
  const bank = bankingDays(named(source.document.getIn(['parties', 'issuingBank'])));
  const value = withPlainActs(translated(written, { today, bank }, mistakes));
  refuse(mistakes);
  const result = dealSchema.safeParse(value, { reportInput: true });
  if (!result.success) refuse(writtenMistakes(result.error.issues));
  const deal = dealSchema.parse(value);
  const cast = Object.fromEntries(
    partyNames.map((party) => [party, named(deal.parties[party])]),
  ) as Partial<Cast>;
  refuse(absentParties(deal, cast, organisations));
  const complete = { file: deal, cast: cast as Cast, today };
  refuse(checkCourse(deal, complete));
  return complete;
}

function absentParties(
  { parties }: DealFile,
  cast: Partial<Cast>,
  organisations: readonly Organisation[],
): readonly Mistake[] {
  return partyNames
    .filter((party) => cast[party] === undefined)
    .map((party) => ({
      path: ['parties', party],
      what: `there is no organisation ${parties[party]}`,
      why: `In the network ${oneOf(organisations.map(({ name }) => name))}.`,
      fix: 'Name one of these.',
    }));
}

/** An act of which nothing more is to be said may stand as its name alone. */
function withPlainActs(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('course' in value)) return value;
  const { course } = value;
  if (!Array.isArray(course)) return value;
  return {
    ...value,
    course: course.map((entry: unknown) => (typeof entry === 'string' ? { act: entry } : entry)),
  };
}
