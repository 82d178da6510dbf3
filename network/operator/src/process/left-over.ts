import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../files.js';
import type { ProcessStatus } from './supervisor.js';

const recordSchema = z.array(z.object({ name: z.string(), pid: z.int(), started: z.string() }));

/** Write down which processes of ours run, so that the next start can tell its own left-overs from strangers. */
export function recordProcesses(file: string, processes: readonly ProcessStatus[]): void {
  const running = processes.flatMap(({ name, pid }) => {
    const started = pid === undefined ? undefined : startOf(pid);
    return pid === undefined || started === undefined ? [] : [{ name, pid, started }];
  });
  writeFileAtomically(file, `${JSON.stringify(running)}\n`);
}

/** Wait until the processes of a start that was killed have ended, as they do by themselves; end the one that does not.
 *  Answers whether any were recorded. Requires: the run folder's lock, since with it nobody living owns them. */
export async function clearLeftOvers(file: string, graceMilliseconds = 3_000): Promise<boolean> {
  if (!existsSync(file)) return false;
  const record = recordSchema.safeParse(parse(readFileSync(file, 'utf8')));
  const until = performance.now() + graceMilliseconds;
  for (const { pid, started } of record.data ?? []) {
    while (startOf(pid) === started && performance.now() < until) await delay(20);
    // A process id is used again after a while, so the start time has to match too.
    if (startOf(pid) === started) process.kill(pid, 'SIGKILL');
  }
  return (record.data ?? []).length > 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** When a process started, in ticks since boot; undefined when there is none, or where /proc is not. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command, in brackets, may hold spaces. After it, state is the 3rd field and the start time the 22nd.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
