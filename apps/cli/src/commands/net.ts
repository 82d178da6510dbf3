import { Option } from 'commander';
import type { Command } from 'commander';
import { common, homeOption, run, wholeNumber } from './command-options.js';
import type { NetClockFlags } from './net-clock.js';
import type { NetDownFlags } from './net-down.js';
import type { NetLogsFlags } from './net-logs.js';
import type { NetResetFlags } from './net-reset.js';
import type { NetRestartFlags } from './net-restart.js';
import type { NetStatusFlags } from './net-status.js';
import type { NetUpFlags } from './net-up.js';

/** `argosy net`: a network of its own, up in the background. */
export function addNetCommands(program: Command): void {
  const net = program
    .command('net')
    .description('Run a development network in the background, and look after it.');
  addUp(net);
  common(net.command('down'))
    .description('Stop the network; keys and ledgers stay.')
    .action((flags: NetDownFlags) =>
      run(async () => (await import('./net-down.js')).netDown(flags)),
    );
  common(net.command('status'))
    .description('Show nodes, channels and chaincodes. Exit code 0: all up; 1: not all; 4: none.')
    .action((flags: NetStatusFlags) =>
      run(async () => (await import('./net-status.js')).netStatus(flags)),
    );
  net
    .command('logs [node]')
    .description('Print what the processes of the network say, or one of them.')
    .option('-f, --follow', 'go on printing what is added, until Ctrl-C')
    .option('-n, --lines <number>', 'how many of the last lines of each log', wholeNumber, 50)
    .addOption(homeOption())
    .action((node: string | undefined, flags: NetLogsFlags) =>
      run(async () => (await import('./net-logs.js')).netLogs(node, flags)),
    );
  common(net.command('restart [node]'))
    .description('Start a process, a peer or an orderer again, or all of them; ledgers are kept.')
    .action((node: string | undefined, flags: NetRestartFlags) =>
      run(async () => (await import('./net-restart.js')).netRestart(node, flags)),
    );
  common(net.command('reset'))
    .description('Remove keys and ledgers of the network. Asks first.')
    .option('--yes', 'do not ask; take the network down first if it is up')
    .action((flags: NetResetFlags) =>
      run(async () => (await import('./net-reset.js')).netReset(flags)),
    );
  common(net.command('clock [change]'))
    .description(
      'Show the clock of the network, move it forward (+6d, +1h30m), freeze or resume it.',
    )
    .action((change: string | undefined, flags: NetClockFlags) =>
      run(async () => (await import('./net-clock.js')).netClock(change, flags)),
    );
}

function addUp(net: Command): void {
  common(net.command('up'))
    .description('Bring the network up, and answer when it is ready.')
    .option('--profile <name>', 'one of the profiles of the network description', 'starter')
    .option('--topology <file>', 'the network description (default: network/topology.yaml)')
    .option('--port-base <number>', 'first port (default: 17000, or ARGOSY_PORT_BASE)', wholeNumber)
    .option('--foreground', 'run it in this terminal until Ctrl-C')
    .option('--timeout <seconds>', 'give up, and leave nothing, when it takes longer', wholeNumber)
    .addOption(new Option('--engine <name>', 'what runs it').choices(['devnet']).default('devnet'))
    .action((flags: NetUpFlags) => run(async () => (await import('./net-up.js')).netUp(flags)));
}
