import type { ControlClient } from '@argosy/devnet/controls/client';
import { controlsAt, orRefusal } from '../net/controls.js';
import { exitCode } from '../net/exit-codes.js';
import { print, printJson, wantsJson } from '../net/presentation.js';
import { fromCaller, placeOf } from '../places.js';

export type ControlFlags = { readonly home?: string; readonly json?: boolean };

type ChannelState = Awaited<ReturnType<ControlClient['dump']>>['channels'][number];

/** Remember the state of a whole network. Answers the exit code. */
export async function snapshot(flags: ControlFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const controls = await controlsAt(home);
  const id = await orRefusal('No snapshot was taken', controls.snapshot());
  if (wantsJson(flags)) printJson({ event: 'snapshot', id, home });
  else
    print(
      `Snapshot ${id} was taken; \`argosy devnet revert ${id} --home ${home}\` goes back to it.`,
    );
  return exitCode.done;
}

/** Set a whole network back to a snapshot. Answers the exit code. */
export async function revert(id: string, flags: ControlFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const controls = await controlsAt(home);
  await orRefusal('The network was not set back', controls.revert(id));
  if (wantsJson(flags)) printJson({ event: 'reverted', id, home });
  else print(`The network is as it was at snapshot ${id}; its clock goes on.`);
  return exitCode.done;
}

/** Write all that a network keeps into a file. Answers the exit code. */
export async function dump(path: string, flags: ControlFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const file = fromCaller(path, process.env);
  const controls = await controlsAt(home);
  const { channels } = await orRefusal('Nothing was written', controls.dump(file));
  if (wantsJson(flags)) printJson({ event: 'dumped', file, home, channels });
  else print(`${file} has ${heightsOf(channels)}: no keys, but clear private data.`);
  return exitCode.done;
}

/** Have a network take what a dump holds in place of what it has. Answers the exit code. */
export async function load(path: string, flags: ControlFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const file = fromCaller(path, process.env);
  const controls = await controlsAt(home);
  const { channels } = await orRefusal('Nothing was loaded', controls.load(file));
  if (wantsJson(flags)) printJson({ event: 'loaded', file, home, channels });
  else print(`The network has what ${file} holds: ${heightsOf(channels)}.`);
  return exitCode.done;
}

const heightsOf = (channels: readonly ChannelState[]): string =>
  channels.length === 0
    ? 'no channel'
    : channels.map(({ name, height }) => `${name} with ${height} blocks`).join(', ');
