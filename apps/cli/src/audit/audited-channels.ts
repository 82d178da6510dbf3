import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDescription } from '@argosy/operator/description';
import type { NetworkDescription } from '@argosy/operator/description';
import { networkClock } from '@argosy/operator/network-clock';
import { OperatorError } from '@argosy/operator/operator-error';
import type { RunFolder } from '@argosy/operator/run-folder';
import { PeerCalls, auditorIn } from './auditor.js';
import { fileSource, peerSource } from './channel-source.js';
import type { ChannelSource } from './channel-source.js';

type Channel = NetworkDescription['channels'][number];
type WantedChannels = { readonly home: string; readonly channels?: readonly string[] };

/** What ran last from a folder. Refuses one that nothing ever ran from. */
export function requireDescription(folder: RunFolder): NetworkDescription {
  const description = readDescription(folder);
  if (description !== undefined) return description;
  throw new OperatorError({
    what: `${folder.home} is no run folder of a network`,
    why: `There is no ${folder.network}.`,
    fix: 'Name the folder that the network was started in: .argosy, unless --home said another.',
  });
}

/** The peers as the auditor calls them; undefined where the network has no auditor. */
export async function auditorCalls(
  description: NetworkDescription,
  folder: RunFolder,
): Promise<PeerCalls | undefined> {
  const auditor = auditorIn(description);
  if (auditor === undefined) return undefined;
  const now = await networkClock(description.controls);
  return new PeerCalls({ description, folder, now }, auditor);
}

/** Those that were asked for; else those that the auditor is on, or all where blocks are read from files. */
export function wantedChannels(
  { channels }: NetworkDescription,
  { home, channels: names }: WantedChannels,
  calls: PeerCalls | undefined,
): readonly Channel[] {
  const unknown = names?.find((name) => !channels.some((channel) => channel.name === name));
  if (unknown !== undefined) {
    throw new OperatorError({
      what: `The network has no channel ${unknown}`,
      why: `The one in ${home} has ${channels.map(({ name }) => name).join(', ')}.`,
      fix: 'Name one of these, or leave --channel away for all.',
    });
  }
  return names === undefined
    ? channels.filter(
        ({ members }) =>
          calls === undefined || members.some(({ msp }) => msp === calls.signer.mspId),
      )
    : channels.filter(({ name }) => names.includes(name));
}

/** Where the blocks of a channel come from. Refuses where there are none. */
export function sourceOf(
  channel: Channel,
  { calls, folder }: { readonly calls: PeerCalls | undefined; readonly folder: RunFolder },
): ChannelSource {
  if (calls !== undefined) return peerSource(channel, calls);
  const file = join(folder.devnet, 'ledgers', channel.name, 'blocks.bin');
  if (existsSync(file)) return fileSource(file);
  throw new OperatorError({
    what: `There are no blocks of ${channel.name}`,
    why: `${file} does not exist.`,
    fix: 'Start the network, and audit it while it is up.',
  });
}
