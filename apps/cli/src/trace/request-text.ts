import colours from 'picocolors';
import { allPrintable } from '../printable.js';
import { traceText } from '../trace-output.js';
import type { RequestTrace } from './request-trace.js';
import type { StepState, TraceStep } from './trace-step.js';

/** A request's path as a person reads it. What it tells comes from whoever made it: it is shown, and cannot steer the terminal. */
export function requestText({ steps, transaction }: RequestTrace): string {
  const path = steps.flatMap((step) => stepLines(allPrintable(step)));
  const explained =
    transaction === undefined
      ? []
      : ['', colours.bold('The transaction'), traceText(transaction.trace)];
  return [...path, ...explained].join('\n');
}

function stepLines({ step, name, state, says, notBuilt }: TraceStep): readonly string[] {
  const ending = state === 'notBuilt' ? colours.dim(' (not built yet)') : '';
  return [
    `${marks[state]} ${String(step).padStart(2)}  ${colours.bold(name)}${ending}`,
    ...says.map((sentence) => `      ${sentence}`),
    ...notBuilt.map((what) => `      ${colours.dim(`Not built yet: ${what}.`)}`),
  ];
}

const marks: Readonly<Record<StepState, string>> = {
  done: colours.green('✓'),
  refused: colours.red('✗'),
  notReached: colours.dim('-'),
  notKnown: colours.yellow('?'),
  notBuilt: colours.dim('·'),
};
