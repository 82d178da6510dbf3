import { ControlClient, ControlFailure } from '@argosy/devnet/controls/client';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import { print, printJson, wantsJson } from '../net/presentation.js';
import { requireUp } from '../net/require-up.js';
import { placeOf } from '../places.js';

export type NetClockFlags = { readonly home?: string; readonly json?: boolean };

/** Show the one clock of the network, or move it forward. Answers the exit code. */
export async function netClock(change: string | undefined, flags: NetClockFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const { description } = await requireUp(home);
  if (description.controls === undefined) {
    throw new CommandFailure(exitCode.conflict, {
      what: 'This network has no clock of its own',
      why: `It is ${description.about}, and goes by the machine's clock.`,
      fix: 'Use the development network for what needs another time.',
    });
  }
  const controls = await ControlClient.open(description.controls);
  const clock = change === undefined ? await controls.clock() : await moved(controls, change);
  if (wantsJson(flags)) printJson({ event: 'clock', ...clock });
  else print(clockText(clock));
  return exitCode.done;
}

async function moved(controls: ControlClient, change: string) {
  try {
    return await (change.startsWith('+') ? controls.moveClock(change) : controls.setClock(change));
  } catch (failure) {
    if (!(failure instanceof ControlFailure)) throw failure;
    const { error, rule = '', advice } = failure.refusal;
    const isWrong = failure.status === 400;
    throw new CommandFailure(isWrong ? exitCode.usage : exitCode.conflict, {
      what: `The clock was not moved: ${error}`,
      why: rule === '' ? '' : `It ${rule}.`,
      fix: `${advice}.`,
    });
  }
}

/** The clock in words. */
export function clockText({
  now,
  offset,
  isFrozen,
}: Awaited<ReturnType<ControlClient['clock']>>): string {
  const ahead = /^\+?0[a-z]*$/.test(offset)
    ? "the machine's time"
    : `${offset} ahead of the machine`;
  return `The network's clock shows ${now}, ${ahead}${isFrozen ? ', and stands still' : ''}.`;
}
