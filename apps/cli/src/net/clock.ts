import type { ControlClient } from '@argosy/devnet/controls/client';
import { orRefusal } from './controls.js';
import { print, printJson } from './presentation.js';

type Shown = Awaited<ReturnType<ControlClient['clock']>>;

/** Change the one clock of a network, where a change is asked for, and show it. */
export async function showClock(
  controls: ControlClient,
  change: string | undefined,
  { json }: { readonly json: boolean },
): Promise<void> {
  const clock =
    change === undefined
      ? await controls.clock()
      : await orRefusal('The clock was not changed', changed(controls, change));
  if (json) printJson({ event: 'clock', ...clock });
  else print(clockText(clock));
}

function changed(controls: ControlClient, change: string): Promise<Shown> {
  if (change === 'freeze') return controls.freezeClock();
  if (change === 'resume') return controls.resumeClock();
  return change.startsWith('+') ? controls.moveClock(change) : controls.setClock(change);
}

/** The clock in words. */
function clockText({ now, offset, isFrozen }: Shown): string {
  const ahead = /^\+?0[a-z]*$/.test(offset)
    ? "the machine's time"
    : `${offset} ahead of the machine`;
  return `The network's clock shows ${now}, ${ahead}${isFrozen ? ', and stands still' : ''}.`;
}
