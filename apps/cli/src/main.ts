#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { addDealCommands } from './commands/deal.js';
import { homeOption } from './commands/command-options.js';
import { addNetCommands } from './commands/net.js';
import { addDevnetCommand } from './commands/devnet.js';
import type { AuditFlags } from './commands/ledger-audit.js';
import type { ReplayFlags } from './commands/ledger-replay.js';
import type { StartFlags } from './commands/start.js';
import type { TraceFlags } from './commands/tx-trace.js';
import { interruptible } from './run/interruptible.js';

const portBase = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a number.');
  return value;
};

const blockNumber = (text: string): bigint => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be the number of a block.');
  return BigInt(text);
};

/** The exit code that says: this cannot be meant. */
const usageError = 2;

const program = new Command('argosy')
  .description('A permissioned ledger network for trade finance.')
  // What stands behind the name of a command is meant for that one, though the command above may know it, too.
  .enablePositionalOptions()
  .showHelpAfterError('(argosy --help lists the commands)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError));

program
  .command('start')
  .description(
    'Start the network and the gateway, play a deal (deals/settled-in-full.yaml), and stay up until Ctrl-C.',
  )
  .option('--once', 'stop after the deal; exit code 0 only if it was settled')
  .option('--json', 'print JSON lines instead of text')
  .option('--home <dir>', 'run folder (default: .argosy in the repository, or ARGOSY_HOME)')
  .option('--port-base <number>', 'first port (default: 17000, or ARGOSY_PORT_BASE)', portBase)
  .action(async (flags: StartFlags) => {
    const { start } = await import('./commands/start.js');
    process.exitCode = await start(flags);
  });

addDevnetCommand(program);

const ledger = program.command('ledger').description('Look at a ledger that was recorded.');

ledger
  .command('replay <dir>')
  .description(
    'Judge a recorded ledger anew, block by block, and compare everything with what was recorded. Exit code 0: all is equal; 1: the first difference is named; 2: the folder cannot be read.',
  )
  .option('--database <dir>', 'keep state and blocks in this empty folder instead of in memory')
  .option(
    '--until <block>',
    'stop after this block; the end state is not compared then',
    blockNumber,
  )
  .option('--json', 'print JSON lines instead of text')
  .action(async (dir: string, flags: ReplayFlags) => {
    const { replayLedger } = await import('./commands/ledger-replay.js');
    process.exitCode = await interruptible(() => replayLedger(dir, flags));
  });

ledger
  .command('audit <dir>')
  .description(
    'Re-verify a network as its auditor, from the first block of each channel on: every block, signature and transaction is judged anew, and compared with what peers answer; documents that members never consented to whom they bind are listed, and what one channel says of another is compared with it. Of a network that is down, the blocks are judged that it has stored. Exit code 0: nothing differs; 1: something does, and each is named; 2: it could not be done; 6: not everything could be compared.',
  )
  .option('--channel <name...>', 'these channels only; all that the auditor is on, unless said')
  .option('--json', 'print JSON lines instead of text')
  .action(async (dir: string, flags: AuditFlags) => {
    const { auditLedger } = await import('./commands/ledger-audit.js');
    process.exitCode = await interruptible(() => auditLedger(dir, flags));
  });

const transaction = program.command('tx').description('Look at one transaction.');

transaction
  .command('trace <transaction>')
  .description(
    'Show the path of one request through a network that is up, step by step, and why its transaction is valid or not: who, when, what it read and wrote, who endorsed it, which policies were asked, who signed its block. It is named by the id of its transaction or of its operation; in a recorded ledger by the id, or as BLOCK/POSITION. Exit code 0: explained; 2: the folder cannot be read; 4: there is no such network, transaction or operation.',
  )
  .addOption(homeOption())
  .option('--ledger <dir>', 'a recorded ledger instead of a network: it is judged up to there')
  .option('--json', 'print JSON lines; so it does where the output is no terminal')
  .action(async (which: string, flags: TraceFlags) => {
    const { traceCommand } = await import('./commands/tx-trace.js');
    process.exitCode = await interruptible(() => traceCommand(which, flags));
  });

addNetCommands(program);
addDealCommands(program);

await program.parseAsync();
