import type { Command } from 'commander';
import { common, run } from './command-options.js';
import type { CutFlags } from './devnet-cut.js';
import type { ControlFlags } from './devnet-state.js';

/** `argosy devnet snapshot` and the like: controls of a development network that runs, whichever command started it. */
export function addControlCommands(devnet: Command): void {
  common(devnet.command('snapshot'))
    .description('Remember the state of the whole network; the answer names the snapshot.')
    .action((flags: ControlFlags) =>
      run(async () => (await import('./devnet-state.js')).snapshot(flags)),
    );
  common(devnet.command('revert <snapshot>'))
    .description('Set the whole network back to a snapshot.')
    .action((id: string, flags: ControlFlags) =>
      run(async () => (await import('./devnet-state.js')).revert(id, flags)),
    );
  common(devnet.command('dump <file>'))
    .description('Write all that the network keeps into a file: no keys, but clear private data.')
    .action((file: string, flags: ControlFlags) =>
      run(async () => (await import('./devnet-state.js')).dump(file, flags)),
    );
  common(devnet.command('load <file>'))
    .description('Have what a dump holds in place of what the network has.')
    .action((file: string, flags: ControlFlags) =>
      run(async () => (await import('./devnet-state.js')).load(file, flags)),
    );
  common(devnet.command('cut'))
    .description('Put the transactions that wait into blocks.')
    .option('--channel <name>', 'on which channel; needed where there are several')
    .option('--transactions <ids...>', 'exactly these, in this order, into one block')
    .action((flags: CutFlags) => run(async () => (await import('./devnet-cut.js')).cut(flags)));
  common(devnet.command('clock [change]'))
    .description('Show the clock, or move it forward (+6d, +1h30m), freeze or resume it.')
    .action((change: string | undefined, flags: ControlFlags) =>
      run(async () => (await import('./devnet-clock.js')).devnetClock(change, flags)),
    );
}
