import { ControlClient } from '@argosy/devnet/controls/client';
import { startInBackground } from '../net/background.js';
import { CommandFailure } from '../net/command-failure.js';
import { askProcesses, askRestart } from '../net/desk-client.js';
import { exitCode } from '../net/exit-codes.js';
import { print, printJson, wantsJson } from '../net/presentation.js';
import { showProgress } from '../net/progress.js';
import { requireUp } from '../net/require-up.js';
import type { UpNetwork } from '../net/require-up.js';
import { takeDown } from '../net/take-down.js';
import { placeOf } from '../places.js';
import { watchLifetime } from '../run/lifetime.js';

export type NetRestartFlags = { readonly home?: string; readonly json?: boolean };

/** Start one process or node again, or everything; keys and ledgers are kept. Answers the exit code. */
export async function netRestart(
  node: string | undefined,
  flags: NetRestartFlags,
): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const json = wantsJson(flags);
  const network = await requireUp(home);
  const since = performance.now();
  if (node === undefined) await restartAll(home, network, json);
  else await restartOne(home, network, node);
  const milliseconds = performance.now() - since;
  if (json) printJson({ event: 'restarted', node: node ?? null, home, milliseconds });
  else print(node === undefined ? 'Everything was started again.' : `${node} was started again.`);
  return exitCode.done;
}

async function restartAll(home: string, { record }: UpNetwork, json: boolean): Promise<void> {
  if (record.foreground) {
    throw new CommandFailure(exitCode.conflict, {
      what: `The network in ${home} runs in a terminal`,
      why: `It belongs to the process ${record.pid}, and would come up without it.`,
      fix: 'Start it again there.',
    });
  }
  await takeDown(home);
  const { profile, portBase, topologyFile } = record;
  const wanted = { home, profile, portBase, topologyFile, engine: 'devnet' as const };
  const lifetime = watchLifetime(process.env);
  const progress = showProgress({ json });
  const background = startInBackground(wanted, progress.happening);
  try {
    const first = await Promise.race([background.up, lifetime.ended]);
    if ('by' in first) await background.abandon();
  } finally {
    progress.end();
    lifetime.release();
  }
}

/** A process is started again by whoever started it, a node of the development network within the process that runs it. */
async function restartOne(home: string, { description }: UpNetwork, node: string): Promise<void> {
  const processes = (await askProcesses(home)).map(({ name }) => name);
  if (processes.includes(node)) return askRestart(home, node);
  const nodes = [...description.peers, ...description.orderers];
  const found = nodes.find(({ name }) => name === node);
  if (description.controls === undefined || found === undefined) {
    throw new CommandFailure(exitCode.notFound, {
      what: `There is nothing named ${node} in this network`,
      why: `There are ${[...processes, ...nodes.map(({ name }) => name)].join(', ')}.`,
      fix: 'Name one of these, or none for everything.',
    });
  }
  const controls = await ControlClient.open(description.controls);
  await controls.stop(found.endpoint);
  await controls.start(found.endpoint);
}
