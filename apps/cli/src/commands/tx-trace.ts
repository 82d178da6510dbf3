import { recordedFolder } from '@argosy/ledger/replay/recorded-folder';
import type { RecordedFolder } from '@argosy/ledger/replay/recorded-folder';
import { findTransaction, traceTransaction } from '@argosy/ledger/replay/trace';
import type { Trace } from '@argosy/ledger/replay/trace';
import { failureExitCode, tellFailure } from '../failure.js';
import { CommandFailure } from '../net/command-failure.js';
import { fromCaller, placeOf } from '../places.js';
import { jsonText } from '../replay-output.js';
import { traceRequest } from '../trace/trace-request.js';
import { requestText } from '../trace/request-text.js';
import { traceText } from '../trace-output.js';
import { isBadInput } from './ledger-replay.js';

export type TraceFlags = {
  readonly ledger?: string;
  readonly home?: string;
  readonly json?: boolean;
};

export const traceExitCode = { explained: 0, failed: 1, badInput: 2, notFound: 4 } as const;

/** Explain a transaction of a recorded ledger, named by its id or by block and position; or show the path of a request of a network that
 *  is up, named by the id of its transaction or of its operation. Answers the exit code. */
export async function traceCommand(which: string, flags: TraceFlags): Promise<number> {
  const json = flags.json === true || !process.stdout.isTTY;
  try {
    return flags.ledger === undefined
      ? await traceLive(which, { home: placeOf(flags, process.env).home, json })
      : await traceRecorded(which, { ledger: flags.ledger, json });
  } catch (failure) {
    tellFailure(failure);
    if (failure instanceof CommandFailure) return failureExitCode(failure);
    return isBadInput(failure) ? traceExitCode.badInput : traceExitCode.failed;
  }
}

async function traceLive(
  which: string,
  { home, json }: { readonly home: string; readonly json: boolean },
): Promise<number> {
  const trace = await traceRequest(home, which);
  if (trace === undefined) {
    tellFailure(new Error(`Neither the ledger nor the gateway of ${home} knows ${which}.`));
    return traceExitCode.notFound;
  }
  process.stdout.write(`${json ? jsonText(trace) : requestText(trace)}\n`);
  return traceExitCode.explained;
}

async function traceRecorded(
  which: string,
  { ledger, json }: { readonly ledger: string; readonly json: boolean },
): Promise<number> {
  const traces = await tracesOf(recordedFolder(fromCaller(ledger, process.env)), which);
  if (traces.length === 0) {
    tellFailure(new Error(`The ledger in ${ledger} has no transaction ${which}.`));
    return traceExitCode.notFound;
  }
  for (const trace of traces)
    process.stdout.write(json ? `${jsonText(trace)}\n` : `${traceText(trace)}\n\n`);
  return traceExitCode.explained;
}

/** An id may stand in the ledger more than once: only the first can be valid, and each is explained. */
async function tracesOf(folder: RecordedFolder, which: string): Promise<Trace[]> {
  const [, block, index] = /^(\d+)\/(\d+)$/.exec(which) ?? [];
  const places =
    block === undefined
      ? await findTransaction(folder, which)
      : [{ block: BigInt(block), index: Number(index) }];
  const traces: Trace[] = [];
  for (const place of places) {
    const trace = await traceTransaction(folder, place);
    if (trace !== undefined) traces.push(trace);
  }
  return traces;
}
