import { exitCode } from '../net/exit-codes.js';
import { print, printJson, wantsJson } from '../net/presentation.js';
import { findRunning } from '../net/running.js';
import { gatherStatus } from '../net/status.js';
import { statusText } from '../net/status-text.js';
import { placeOf } from '../places.js';

export type NetStatusFlags = { readonly home?: string; readonly json?: boolean };

/** Show what runs from a folder. Answers the exit code: 0 when all of it is up, 1 when not all, 4 when nothing runs. */
export async function netStatus(flags: NetStatusFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const json = wantsJson(flags);
  const running = await findRunning(home);
  if (running.by === 'nobody') {
    const why = running.last?.why;
    if (json) printJson({ state: 'down', home, ...(why === undefined ? {} : { why }) });
    else print(downText(home, why));
    return exitCode.notFound;
  }
  if (running.by === 'other') {
    if (json) printJson({ state: 'held', home, pid: running.pid });
    else print(`${home} is held by the process ${running.pid}, which says nothing of itself.`);
    return exitCode.failed;
  }
  const status = await gatherStatus(home, running.record);
  if (json) printJson(status);
  else print(statusText(status));
  return status.isHealthy ? exitCode.done : exitCode.failed;
}

const downText = (home: string, why: string | undefined): string =>
  [
    `No network is up from ${home}.`,
    ...(why === undefined ? [] : [`The last one ended by itself: ${why}`]),
  ].join('\n');
