import { differenceText } from '@argosy/ledger/replay/difference';
import { NoRecord, RecordFault } from '@argosy/ledger/replay/record-fault';
import { recordedFolder } from '@argosy/ledger/replay/recorded-folder';
import { replay } from '@argosy/ledger/replay/replay';
import { FolderNotEmpty } from '@argosy/ledger/replay/replayed-ledger';
import type { Tally } from '@argosy/ledger/replay/tally';
import { tellFailure } from '../failure.js';
import { fromCaller } from '../places.js';
import { replayOutput } from '../replay-output.js';
import type { Pace } from '../replay-output.js';

export type ReplayFlags = {
  readonly database?: string;
  readonly until?: bigint;
  readonly json?: boolean;
};

export const replayExitCode = { equal: 0, different: 1, badInput: 2 } as const;

/** Judge a recorded ledger anew and compare everything. Answers the exit code. */
export async function replayLedger(path: string, flags: ReplayFlags): Promise<number> {
  const output = replayOutput({ json: flags.json === true });
  const paceOf = paceSince(performance.now());
  try {
    const folder = recordedFolder(fromCaller(path, process.env));
    output.tell({ event: 'replay', folder: folder.path });
    const { channel, tally, differences, notCompared } = await replay(folder, {
      ...(flags.database === undefined
        ? {}
        : { database: fromCaller(flags.database, process.env) }),
      ...(flags.until === undefined ? {} : { until: flags.until }),
      onBlock: (done) => output.progress(paceOf(done)),
    });
    for (const difference of differences)
      output.tell({ event: 'difference', difference, sentence: differenceText(difference) });
    const equal = differences.length === 0;
    const pace = paceOf(tally);
    output.tell({ event: 'end', equal, channel, compared: tally, notCompared, pace });
    return equal ? replayExitCode.equal : replayExitCode.different;
  } catch (failure) {
    output.interrupt();
    tellFailure(failure);
    return isBadInput(failure) ? replayExitCode.badInput : replayExitCode.different;
  }
}

/** Whether what was given cannot be replayed at all. */
export const isBadInput = (failure: unknown): boolean =>
  failure instanceof RecordFault ||
  failure instanceof NoRecord ||
  failure instanceof FolderNotEmpty;

const paceSince =
  (started: number) =>
  ({ blocks, transactions, signatures }: Readonly<Tally>): Pace => ({
    ...{ blocks, transactions, signatures },
    seconds: (performance.now() - started) / 1000,
  });
