import { OperatorError } from '@argosy/operator/operator-error';
import { readTopology } from '@argosy/operator/topology/read';
import type { Topology } from '@argosy/operator/topology/schema';
import { runDeal } from '../deal/run.js';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import { wantsJson } from '../net/presentation.js';
import { requireUp } from '../net/require-up.js';
import { output } from '../output.js';
import { fromCaller, placeOf, topologyFile } from '../places.js';

export type DealRunFlags = {
  readonly file: string;
  readonly gateway?: string;
  readonly topology?: string;
  readonly home?: string;
  readonly json?: boolean;
};

/** Play the deal of a file on a network that runs. Answers the exit code. */
export async function dealRun(flags: DealRunFlags): Promise<number> {
  const { gateway, topology } = await networkFor(flags);
  await requireGateway(gateway);
  const tell = output({ json: wantsJson(flags) });
  const file = fromCaller(flags.file, process.env);
  try {
    tell({ event: 'ended', ...(await runDeal({ file, gateway, topology, tell })) });
    return exitCode.done;
  } catch (failure) {
    if (!(failure instanceof OperatorError) || failure instanceof CommandFailure) throw failure;
    throw new CommandFailure(exitCode.usage, failure);
  }
}

async function networkFor(
  flags: DealRunFlags,
): Promise<{ readonly gateway: string; readonly topology: Topology }> {
  if (flags.gateway !== undefined) {
    const file =
      flags.topology === undefined ? topologyFile : fromCaller(flags.topology, process.env);
    return { gateway: flags.gateway.replace(/\/$/, ''), topology: readTopology(file) };
  }
  const { record } = await requireUp(placeOf(flags, process.env).home);
  return {
    // The gateway has the first port of the network.
    gateway: `http://localhost:${record.portBase}`,
    topology: readTopology(record.topologyFile, record.profile),
  };
}

async function requireGateway(gateway: string): Promise<void> {
  const answer = await fetch(`${gateway}/livez`).catch(() => undefined);
  if (answer?.ok === true) return;
  throw new CommandFailure(exitCode.notFound, {
    what: `No gateway answers at ${gateway}`,
    why: answer === undefined ? 'Nothing listens there.' : `It says ${answer.status}.`,
    fix: 'Start the network with its gateways by `npm start`, or say where they are with --gateway URL.',
  });
}
