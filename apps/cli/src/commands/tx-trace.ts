import { recordedFolder } from '@argosy/ledger/replay/recorded-folder';
import type { RecordedFolder } from '@argosy/ledger/replay/recorded-folder';
import { findTransaction, traceTransaction } from '@argosy/ledger/replay/trace';
import type { Trace } from '@argosy/ledger/replay/trace';
import { tellFailure } from '../failure.js';
import { fromCaller } from '../places.js';
import { jsonText } from '../replay-output.js';
import { traceText } from '../trace-output.js';
import { isBadInput } from './ledger-replay.js';

export type TraceFlags = { readonly ledger: string; readonly json?: boolean };

export const traceExitCode = { explained: 0, failed: 1, badInput: 2, notFound: 4 } as const;

/** Explain a transaction of a recorded ledger, named by its id or by block and position. Answers the exit code. */
export async function traceCommand(which: string, flags: TraceFlags): Promise<number> {
  try {
    const traces = await tracesOf(recordedFolder(fromCaller(flags.ledger, process.env)), which);
    if (traces.length === 0) {
      tellFailure(new Error(`The ledger in ${flags.ledger} has no transaction ${which}.`));
      return traceExitCode.notFound;
    }
    const json = flags.json === true || !process.stdout.isTTY;
    for (const trace of traces)
      process.stdout.write(json ? `${jsonText(trace)}\n` : `${traceText(trace)}\n\n`);
    return traceExitCode.explained;
  } catch (failure) {
    tellFailure(failure);
    return isBadInput(failure) ? traceExitCode.badInput : traceExitCode.failed;
  }
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
