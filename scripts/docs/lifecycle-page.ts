import { documentKind, documentNames } from '@argosy/domain/documents';
import { functionName } from '@argosy/domain/possible-actions';
import type { DocumentKind, Step } from '@argosy/domain/shared/document';
import { page, table } from './page.ts';

/** For every function of the contracts, what comes of it for each party in each status; and what moves by other functions. */
export function lifecyclePage(): string {
  const kinds = documentNames.map((name) => documentKind(name));
  return page('The lives of the documents', [
    [
      'Who may do what, and what it makes of the document. For each function of the contracts a table has a line for each party and a column for each status; `(none)` is where there is no such document yet. Guards on dates, amounts and other documents come on top: see [errors](errors.md).',
      'A cell names the status that follows, or the refusal:',
    ].join('\n\n'),
    table(
      ['cell', 'refusal'],
      [
        ['party', '`ACTION_WRONG_PARTY`: the act is for another party of the document'],
        ['status', '`ACTION_WRONG_STATUS`: the party may do it, in another status'],
        ['exists', '`RECORD_ALREADY_EXISTS`: the act creates the document'],
        ['absent', '`RECORD_NOT_FOUND`: there is no such document'],
      ],
    ),
    'Whoever is no party is refused with `ACTION_WRONG_PARTY`; staff with another role than the one named with `ACCESS_ROLE_WRONG`, before anything else; a member that the channel’s register does not hold, with `MEMBER_UNKNOWN`.',
    ...kinds.flatMap(documentParts),
  ]);
}

function documentParts(document: DocumentKind): string[] {
  const steps = Object.entries(document.steps);
  const own = steps.filter(([, { within }]) => within === undefined);
  const within = steps.filter(([, step]) => step.within !== undefined);
  return [
    `## ${document.kind}`,
    `Statuses: ${document.statuses.join(', ')}. Parties: ${document.roles.join(', ')}.`,
    ...own.flatMap(([action, step]) => [
      `### ${functionName(document.kind, action)}`,
      `Staff: ${step.staff.join(', ')}. Event: \`${step.event}\`.`,
      table(
        ['party', '(none)', ...document.statuses],
        document.roles.map((role) => [role, ...cells(document, { role, step })]),
      ),
    ]),
    ...(within.length === 0
      ? []
      : [
          `### ${document.kind}, by other functions`,
          table(
            ['act', 'in', 'party', 'from', 'to', 'event'],
            within.map(([action, step]) => [
              action,
              `\`${step.within ?? ''}\``,
              step.by.join(', '),
              step.from.join(', ') || '(none)',
              step.to.join(', '),
              `\`${step.event}\``,
            ]),
          ),
        ]),
  ];
}

function cells(
  { statuses }: DocumentKind,
  { role, step }: { readonly role: string; readonly step: Step },
): string[] {
  const { by, from, to } = step;
  const isParty = by.includes(role);
  const follows = `**${to.join(' / ')}**`;
  const creates = from.length === 0;
  const before = creates ? (isParty ? follows : 'party') : 'absent';
  return [
    before,
    ...statuses.map((status) => {
      if (!isParty) return 'party';
      if (creates) return 'exists';
      return from.includes(status) ? follows : 'status';
    }),
  ];
}
