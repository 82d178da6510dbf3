import { showClock } from '../net/clock.js';
import { controlsAt } from '../net/controls.js';
import { exitCode } from '../net/exit-codes.js';
import { wantsJson } from '../net/presentation.js';
import { placeOf } from '../places.js';
import type { ControlFlags } from './devnet-state.js';

/** Show the one clock of a development network, whoever started that, or change it. Answers the exit code. */
export async function devnetClock(
  change: string | undefined,
  flags: ControlFlags,
): Promise<number> {
  const { home } = placeOf(flags, process.env);
  await showClock(await controlsAt(home), change, { json: wantsJson(flags) });
  return exitCode.done;
}
