import { showClock } from '../net/clock.js';
import { controlsOf } from '../net/controls.js';
import { exitCode } from '../net/exit-codes.js';
import { wantsJson } from '../net/presentation.js';
import { requireUp } from '../net/require-up.js';
import { placeOf } from '../places.js';

export type NetClockFlags = { readonly home?: string; readonly json?: boolean };

/** Show the one clock of the network, or change it. Answers the exit code. */
export async function netClock(change: string | undefined, flags: NetClockFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const { description } = await requireUp(home);
  const controls = await controlsOf(description, home);
  await showClock(controls, change, { json: wantsJson(flags) });
  return exitCode.done;
}
