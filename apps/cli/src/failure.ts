import { OperatorError } from '@argosy/operator/operator-error';
import colours from 'picocolors';
import { CommandFailure } from './net/command-failure.js';
import { exitCode } from './net/exit-codes.js';
import { printable } from './printable.js';

/** Tell a person why it did not work: what, why, and what to do. */
export function tellFailure(failure: unknown): void {
  process.stderr.write(`${failureText(failure)}\n`);
}

/** The exit code of a command that failed so. */
export const failureExitCode = (failure: unknown): number =>
  failure instanceof CommandFailure ? failure.exitCode : exitCode.failed;

export function failureText(failure: unknown): string {
  if (failure instanceof OperatorError) {
    const { what, why, fix } = failure;
    return [colours.red(`${what}.`), why, fix].filter((it) => it !== '').join('\n');
  }
  const what = failure instanceof Error ? failure.message : String(failure);
  return [colours.red('It did not work.'), printable(what)].join('\n');
}
