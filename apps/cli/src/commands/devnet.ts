import { setTimeout as delay } from 'node:timers/promises';
import { Option } from 'commander';
import type { Command } from 'commander';
import { readChaincodeFolder, requireBuilt } from '../devnet/chaincode-folder.js';
import { environmentOf } from '../devnet/describe-up.js';
import { teller } from '../devnet/happenings.js';
import type { Tell } from '../devnet/happenings.js';
import { runOnce } from '../devnet/once.js';
import { planOf } from '../devnet/options.js';
import type { DevnetFlags } from '../devnet/options.js';
import { runDevnet } from '../devnet/run-devnet.js';
import type { RunOptions, RunningDevnet } from '../devnet/run-devnet.js';
import { removeDeadRuns } from '../devnet/temporary-folder.js';
import { requireLayoutFolder } from '../devnet/write-layout.js';
import { tellFailure } from '../failure.js';
import { fromCaller } from '../places.js';
import { watchLifetime } from '../run/lifetime.js';
import type { End, Lifetime } from '../run/lifetime.js';
import { addControlCommands } from './devnet-controls.js';

/** `argosy devnet`: anyone's Node chaincode on the network of Fabric's samples. */
export function addDevnetCommand(program: Command): void {
  const command = program.command('devnet [folder]');
  command
    .description(
      "Run the Node chaincode of a folder (default: this one) on a development network, with the organisations, ports and files that Fabric's samples expect.",
    )
    .option('--name <name>', 'name of the chaincode (default: that of its package.json)')
    .option('--channel <name>', 'name of the channel (default: mychannel)')
    .option('--orgs <number>', 'how many organisations, with a peer each (default: 2)')
    .option(
      '--policy <policy>',
      "who endorses, as peer takes it: \"OR('Org1MSP.peer','Org2MSP.peer')\" (default: most of them)",
    )
    .option(
      '--collections <file>',
      'collections of private data, as peer takes them (collections_config.json)',
    )
    .option('--init-required', 'the definition asks for an initialising call before any other')
    .option('--init <call>', 'initialise with this function, or with {"function":"…","Args":["…"]}')
    .addOption(
      new Option(
        '--production <how>',
        'when blocks are made: instant, manual, interval or interval:MILLISECONDS (default: instant)',
      ),
    )
    .option('--port-base <number>', 'port of the orderer (default: 7050); all others move with it')
    .option(
      '--data <dir>',
      'keep keys and ledger in this folder (default: in memory, until the end)',
    )
    .option(
      '--layout <dir>',
      'write keys and certificates to DIR/organizations, as the samples have them',
    )
    .option('--watch', 'run what is saved in the folder from the next transaction on')
    .option('--once <command>', 'run a command against the network, then end with its exit code')
    .option('--json', 'print JSON lines instead of text')
    .action(async (folder: string | undefined, flags: DevnetFlags) => {
      process.exitCode = await devnet(folder ?? '.', flags);
      // Whatever was given up, such as a call to a peer that has ended, is not waited for.
      setTimeout(() => process.exit(), flushMilliseconds).unref();
    });
  addControlCommands(command);
}

/** How long the last lines may take to whoever reads them. */
const flushMilliseconds = 200;
/** When something fails because a process died, the death is the reason, and its news comes a moment later. */
const deathNewsMilliseconds = 300;

/** Run a devnet until it is ended, or until its command has ended. Answers the exit code. */
export async function devnet(path: string, flags: DevnetFlags): Promise<number> {
  const lifetime = watchLifetime(process.env);
  const tell = teller({ json: flags.json === true });
  let running: RunningDevnet | undefined;
  try {
    const options = optionsOf(path, flags, { lifetime, tell });
    for (const left of await removeDeadRuns())
      tell({ event: 'warning', text: `Removed ${left}, which a run that was killed had left.` });
    running = runDevnet(options);
    const exitCode = await use(running, options, flags);
    await running.stop();
    tell({ event: 'ended', kept: options.data });
    return exitCode;
  } catch (failure) {
    const end = running && (await Promise.race([lifetime.ended, delay(deathNewsMilliseconds)]));
    await running?.stop();
    if (end?.by === 'signal') return end.exitCode;
    tellFailure(end?.by === 'death' ? end.failure : failure);
    return 1;
  } finally {
    lifetime.release();
  }
}

type Means = { readonly lifetime: Lifetime; readonly tell: Tell };

function optionsOf(path: string, flags: DevnetFlags, { lifetime, tell }: Means): RunOptions {
  const resolvePath = (it: string): string => fromCaller(it, process.env);
  const folder = readChaincodeFolder(resolvePath(path));
  const watch = flags.watch === true;
  requireBuilt(folder);
  const plan = planOf(flags, folder, resolvePath);
  const layout = flags.layout === undefined ? undefined : resolvePath(flags.layout);
  if (layout !== undefined) requireLayoutFolder(layout);
  const data = flags.data === undefined ? undefined : resolvePath(flags.data);
  tell({ event: 'start', chaincode: `${plan.name} ${folder.version}`, folder: folder.path });
  for (const text of folder.warnings) tell({ event: 'warning', text });
  return { folder, plan, data, layout, watch, tell, lifetime };
}

class Ended extends Error {
  constructor(readonly end: End) {
    super('the network was ended');
  }
}

/** Wait for the network, and then for what ends it. Answers the exit code. */
async function use(
  { up }: RunningDevnet,
  { folder, watch, tell, lifetime }: RunOptions,
  { once }: DevnetFlags,
): Promise<number> {
  const since = performance.now();
  const ended = lifetime.ended.then((end) => Promise.reject(new Ended(end)));
  ended.catch(() => undefined);
  const described = await Promise.race([up, ended]);
  const watched = watch ? folder.path : undefined;
  tell({ event: 'up', ...described, watched, milliseconds: performance.now() - since });
  if (once === undefined) return exitCodeOf(await lifetime.ended);
  tell({ event: 'command', command: once });
  const command = runOnce(once, {
    folder: fromCaller('.', process.env),
    environment: { ...process.env, ...environmentOf(described) },
  });
  try {
    return await Promise.race([command.exitCode, ended]);
  } finally {
    command.end();
  }
}

function exitCodeOf(end: End): number {
  if (end.by === 'death') throw end.failure;
  return 0;
}
