import type { Command } from 'commander';
import { common, run } from './command-options.js';
import type { DealRunFlags } from './deal-run.js';

/** `argosy deal`: deals that are described in files. */
export function addDealCommands(program: Command): void {
  const deal = program.command('deal').description('Play deals that are described in files.');
  common(deal.command('run'))
    .description(
      'Play a deal on a network that runs with its gateways, each act by the organisation’s own people. Exit code 0: it went as the file says; 2: the file cannot be used; 4: no gateway answers; 5: an act came to something else; 6: an act got no answer.',
    )
    .requiredOption('--file <file>', 'the deal, as YAML')
    .option('--gateway <url>', 'where the gateways answer (default: those of the run folder)')
    .option('--topology <file>', 'the network description, with --gateway')
    .action((flags: DealRunFlags) =>
      run(async () => (await import('./deal-run.js')).dealRun(flags)),
    );
}
