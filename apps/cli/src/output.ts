import type { Step } from '@argosy/operator/network';
import colours from 'picocolors';
import { auditText } from './audit/audit-output.js';
import type { AuditHappening } from './audit/verify-network.js';
import { dealText } from './deal/output.js';
import type { DealHappening } from './deal/output.js';
import { elapsed } from './net/presentation.js';

/** What happens, one thing at a time; a terminal shows it as a line, a program reads it as JSON. */
export type Happening =
  | { readonly event: 'start'; readonly engine: string; readonly home: string }
  | (Omit<Step, 'step'> & {
      readonly event: 'step';
      readonly step: Step['step'] | 'register' | 'gateway' | 'ready';
    })
  | { readonly event: 'restart'; readonly process: string; readonly how: string }
  | DealHappening
  | AuditHappening
  | { readonly event: 'up'; readonly urls: readonly Url[]; readonly people: readonly SignIn[] };

export type Url = { readonly name: string; readonly url: string };
export type SignIn = {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  /** The address of the organisation, where it signs its people in. */
  readonly url: string;
};

export type Output = (happening: Happening) => void;

export function output({ json }: { readonly json: boolean }): Output {
  return (happening) => {
    const text = json ? JSON.stringify(happening) : sentenceOf(happening);
    process.stdout.write(`${text}\n`);
  };
}

const done = colours.green('✓');

function sentenceOf(happening: Happening): string {
  switch (happening.event) {
    case 'start':
      return `${colours.bold('Argosy')} on ${happening.engine}\n${colours.dim(`Run folder ${happening.home}`)}`;
    case 'step':
      return `${done} ${happening.step.padEnd(11)}  ${happening.detail}  ${elapsed(happening.milliseconds)}`;
    case 'restart':
      return `${colours.yellow('!')} ${happening.process} ${happening.how} and is started again`;
    case 'up':
      return upText(happening);
    case 'auditedChannel':
    case 'difference':
    case 'audited':
      return auditText(happening);
    default:
      return dealText(happening);
  }
}

function upText({ urls, people }: Extract<Happening, { event: 'up' }>): string {
  return [
    '',
    ...urls.map(({ name, url }) => `${name.padEnd(14)} ${colours.cyan(url)}`),
    'Sign in as',
    ...people.map(
      ({ id, name, organisation, url }) =>
        `  ${id.padEnd(8)} ${`${name}, ${organisation}`.padEnd(29)} ${colours.cyan(url)}`,
    ),
    colours.dim('Ctrl-C stops everything; the ledger stays for the next start.'),
  ].join('\n');
}
