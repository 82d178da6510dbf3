import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { failureExitCode, tellFailure } from '../failure.js';

/** Which network a command is about. */
export const homeOption = (): Option =>
  new Option('--home <dir>', 'run folder (default: .argosy in the repository, or ARGOSY_HOME)');

/** What every command about a network in the background takes. */
export const common = (command: Command): Command =>
  command
    .addOption(homeOption())
    .option('--json', 'print JSON; so it does where the output is no terminal')
    .option('--no-json', 'print text, wherever the output goes')
    // Read by the library for colours itself.
    .option('--no-color', 'print without colours; so it does where NO_COLOR is set');

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Run a command: its exit code is the program's, and its failure is told. */
export async function run(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (failure) {
    tellFailure(failure);
    process.exitCode = failureExitCode(failure);
  }
}
