import { confidentialTermsSchema } from '@argosy/domain/confidential/terms';
import { documentKind } from '@argosy/domain/documents';
import type { Mistake } from '@argosy/operator/topology/mistake';
import { oneOf, repeated } from '@argosy/operator/topology/mistake';
import { shapeMistakes } from '@argosy/operator/topology/shape';
import { z } from 'zod';
import { commandFor, plannedAct, secretsOf } from './command.js';
import type { PlannedAct } from './command.js';
import { dealOf, noNumber } from './deal.js';
import type { Deal } from './deal.js';
import type { Cast } from './parties.js';
import { Progress, toldBy } from './progress.js';
import type { DealFile } from './schema.js';

const salt = '0'.repeat(64);
const hash = '0'.repeat(64);

/** What the shape of a deal cannot say: consignments that are named, acts that build on others, and commands that the contracts take. */
export function checkCourse(
  file: DealFile,
  { cast, today }: { readonly cast: Cast; readonly today: string },
): readonly Mistake[] {
  const deal = dealOf(file, { cast, today, number: noNumber });
  const progress = new Progress(deal);
  const names = file.consignments.map(({ name }, index) => ({
    name,
    path: ['consignments', index, 'name'],
  }));
  return [
    ...repeated(names, (name) => ({
      what: `two consignments are named ${name}`,
      why: 'The acts of the course tell them apart by it.',
      fix: 'Give each its own name.',
    })),
    ...file.course.flatMap((entry, index) => {
      const planned = plannedAct(deal, entry, index + 1);
      const mistakes = checkAct(planned, { deal, progress });
      if (entry.expect === undefined) progress.taken(planned);
      return mistakes.map((it) => ({ ...it, path: ['course', index, ...it.path] }));
    }),
  ];
}

type At = { readonly deal: Deal; readonly progress: Progress };

const checkAct = (planned: PlannedAct, at: At): readonly Mistake[] => [
  ...checkConsignment(planned, at),
  ...checkStaff(planned, at),
  ...checkConfidential(planned),
  ...checkCommand(planned, at),
];

function checkConsignment({ entry }: PlannedAct, { deal }: At): readonly Mistake[] {
  const names = deal.file.consignments.map(({ name }) => name);
  const { of: wanted } = entry;
  if (wanted === undefined && names.length > 1 && isOfConsignment(entry.act))
    return [
      {
        path: ['act'],
        what: `it is not said of which consignment ${entry.act} is`,
        why: `In this deal ${oneOf(names)}.`,
        fix: 'Name one by `of`.',
      },
    ];
  if (wanted === undefined || names.includes(wanted)) return [];
  const why = `In this deal ${oneOf(names)}.`;
  return [
    { path: ['of'], what: `there is no consignment ${wanted}`, why, fix: 'Name one of them.' },
  ];
}

/** Acts on documents of which a deal has one. */
const once = /^(credit|amendment)\.|^licence\.(?!drawDown)/;
const isOfConsignment = (act: string): boolean => !once.test(act);

function checkStaff({ act, by, entry }: PlannedAct, { deal }: At): readonly Mistake[] {
  if (deal.cast[by].people.length > 0) return [];
  return [
    {
      path: entry.by === undefined ? ['act'] : ['by'],
      what: `nobody of ${deal.cast[by].name} can take the act ${act.document}.${act.action}`,
      why: 'The network description has no people of that organisation.',
      fix: 'Describe one there, or give the part to another organisation.',
    },
  ];
}

function checkConfidential({ act, entry }: PlannedAct): readonly Mistake[] {
  const { confidential = [] } = entry;
  if (confidential.length === 0) return [];
  if (!(act.schema instanceof z.ZodObject) || !('confidential' in act.schema.shape))
    return [
      {
        path: ['confidential'],
        what: `${entry.act} has no confidential terms`,
        why: `A ${documentKind(act.document).kind} has no place for their hash then.`,
        fix: 'Move them to the act that makes the document.',
      },
    ];
  return confidential.flatMap(({ terms }, index) => {
    const result = confidentialTermsSchema.safeParse(
      { kind: 'confidential', salt, ...terms },
      { reportInput: true },
    );
    if (result.success) return [];
    return writtenMistakes(result.error.issues).map((it) => ({
      ...it,
      path: ['confidential', index, 'terms', ...it.path],
    }));
  });
}

function checkCommand(planned: PlannedAct, { deal, progress }: At): readonly Mistake[] {
  const { act, entry } = planned;
  const spoken = progress.spokenOf(planned);
  if (act.speaksOf === 'bill' && spoken === undefined && entry.expect === undefined)
    return [
      {
        path: ['act'],
        what: `${entry.act} comes too early`,
        why: 'It names the bill of lading as the carrier has taken it back.',
        fix: `Let ${toldBy.bill} come before it.`,
      },
    ];
  const moment = {
    deal,
    now: `${deal.today}T00:00:00.000Z`,
    amendments: progress.amendments,
    paymentReference: '00000000-0000-4000-8000-000000000000',
    seen: { transactionId: hash, sha256: hash },
  };
  const command = commandFor(
    planned,
    moment,
    secretsOf(planned, () => salt),
  );
  const result = act.schema.safeParse(command, { reportInput: true });
  if (result.success) return [];
  // Of what the course does not say itself, the act is the place.
  return writtenMistakes(result.error.issues).map((it) =>
    entry.with !== undefined && String(it.path[0]) in entry.with
      ? { ...it, path: ['with', ...it.path] }
      : { ...it, path: ['act'], what: `${entry.act}: ${it.what}` },
  );
}

/** Mistakes in the words of who wrote the file, where amounts are decimals. */
export const writtenMistakes = (issues: readonly z.core.$ZodIssue[]): Mistake[] =>
  shapeMistakes(
    issues.map((issue) => ({
      ...issue,
      path: issue.path.map((it) => (it === 'minor' || it === 'thousandths' ? 'amount' : it)),
    })),
  );
