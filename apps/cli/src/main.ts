#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import type { StartFlags } from './commands/start.js';

const portBase = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a number.');
  return value;
};

/** The exit code that says: this cannot be meant. */
const usageError = 2;

const program = new Command('argosy')
  .description('A permissioned ledger network for trade finance.')
  .showHelpAfterError('(argosy --help lists the commands)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError));

program
  .command('start')
  .description('Start the network and the gateway, play a sample deal, and stay up until Ctrl-C.')
  .option('--once', 'stop after the sample deal; exit code 0 only if it was settled')
  .option('--json', 'print JSON lines instead of text')
  .option('--home <dir>', 'run folder (default: .argosy in the repository, or ARGOSY_HOME)')
  .option('--port-base <number>', 'first port (default: 17000, or ARGOSY_PORT_BASE)', portBase)
  .action(async (flags: StartFlags) => {
    const { start } = await import('./commands/start.js');
    process.exitCode = await start(flags);
  });

await program.parseAsync();
