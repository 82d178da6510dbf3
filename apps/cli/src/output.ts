import type { Step } from '@argosy/operator/network';
import colours from 'picocolors';

/** What happens, one thing at a time; a terminal shows it as a line, a program reads it as JSON. */
export type Happening =
  | { readonly event: 'start'; readonly engine: string; readonly home: string }
  | (Omit<Step, 'step'> & {
      readonly event: 'step';
      readonly step: Step['step'] | 'register' | 'gateway';
    })
  | { readonly event: 'restart'; readonly process: string; readonly how: string }
  | {
      readonly event: 'deal';
      readonly reference: string;
      readonly earlier: number;
      readonly summary: string;
    }
  | {
      readonly event: 'act';
      readonly act: string;
      readonly person: string;
      readonly organisation: string;
      readonly transactionId: string;
      readonly block: number;
      readonly milliseconds: number;
    }
  | {
      readonly event: 'refusal';
      readonly act: string;
      readonly person: string;
      readonly organisation: string;
      readonly code: string;
      readonly sentence: string;
      readonly milliseconds: number;
    }
  | { readonly event: 'settled'; readonly reference: string; readonly sentence: string }
  | { readonly event: 'up'; readonly urls: readonly Url[]; readonly people: readonly SignIn[] };

export type Url = { readonly name: string; readonly url: string };
export type SignIn = { readonly id: string; readonly name: string; readonly organisation: string };

export type Output = (happening: Happening) => void;

export function output({ json }: { readonly json: boolean }): Output {
  return (happening) => {
    const text = json ? JSON.stringify(happening) : sentenceOf(happening);
    process.stdout.write(`${text}\n`);
  };
}

const done = colours.green('✓');
const milliseconds = (value: number): string => colours.dim(`${value.toFixed(0)} ms`);

function sentenceOf(happening: Happening): string {
  switch (happening.event) {
    case 'start':
      return `${colours.bold('Argosy')} on ${happening.engine}\n${colours.dim(`Run folder ${happening.home}`)}`;
    case 'step':
      return `${done} ${happening.step.padEnd(11)}  ${happening.detail}  ${milliseconds(happening.milliseconds)}`;
    case 'restart':
      return `${colours.yellow('!')} ${happening.process} ${happening.how} and is started again`;
    case 'deal':
      return `\nSample deal ${colours.bold(happening.reference)}: ${happening.summary}\n${earlierDeals(happening.earlier)}`;
    case 'act':
      return actLine(happening);
    case 'refusal':
      return refusalLine(happening);
    case 'settled':
      return happening.sentence;
    case 'up':
      return upText(happening);
  }
}

export function earlierDeals(count: number): string {
  if (count === 0) return 'The ledger holds no earlier deal.';
  return count === 1 ? '1 earlier deal found.' : `${count} earlier deals found.`;
}

function actLine(act: Extract<Happening, { event: 'act' }>): string {
  const who = `${act.person}@${act.organisation}`;
  const where = `tx ${act.transactionId.slice(0, 8)}  block ${act.block}`;
  return `${done} ${act.act.padEnd(23)}  ${who.padEnd(24)}  ${where}  ${milliseconds(act.milliseconds)}`;
}

function refusalLine(refusal: Extract<Happening, { event: 'refusal' }>): string {
  const who = `${refusal.person}@${refusal.organisation}`;
  return `${colours.yellow('✗')} ${refusal.act.padEnd(23)}  ${who.padEnd(24)}  refused: ${refusal.sentence} ${colours.dim(refusal.code)}  ${milliseconds(refusal.milliseconds)}`;
}

function upText({ urls, people }: Extract<Happening, { event: 'up' }>): string {
  return [
    '',
    ...urls.map(({ name, url }) => `${name.padEnd(14)} ${colours.cyan(url)}`),
    'Sign in as',
    ...people.map(({ id, name, organisation }) => `  ${id.padEnd(12)} ${name}, ${organisation}`),
    colours.dim('Ctrl-C stops everything; the ledger stays for the next start.'),
  ].join('\n');
}
