import type { ControlClient } from '@argosy/devnet/controls/client';
import { CommandFailure } from '../net/command-failure.js';
import { controlsAt, orRefusal } from '../net/controls.js';
import { exitCode } from '../net/exit-codes.js';
import { print, printJson, wantsJson } from '../net/presentation.js';
import { placeOf } from '../places.js';
import type { ControlFlags } from './devnet-state.js';

export type CutFlags = ControlFlags & {
  readonly channel?: string;
  readonly transactions?: readonly string[];
};

/** Put what waits on a channel into blocks, or exactly these transactions, in this order, into one. Answers the exit code. */
export async function cut(flags: CutFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const controls = await controlsAt(home);
  const name = flags.channel ?? (await onlyChannel(controls));
  const asked = controls.cut(name, flags.transactions);
  const { height, waiting } = await orRefusal('No block was cut', asked);
  if (wantsJson(flags)) printJson({ event: 'cut', channel: name, height, waiting, home });
  else
    print(
      `${name} has ${height} blocks; ${waiting.length === 0 ? 'nothing waits' : `${waiting.join(', ')} wait`}.`,
    );
  return exitCode.done;
}

async function onlyChannel(controls: ControlClient): Promise<string> {
  const channels = await controls.channels();
  const [first, ...others] = channels;
  if (first !== undefined && others.length === 0) return first.name;
  throw new CommandFailure(exitCode.usage, {
    what: 'It is not said on which channel a block is to be cut',
    why: `There are ${channels.map(({ name }) => name).join(', ')}.`,
    fix: 'Name one with --channel NAME.',
  });
}
