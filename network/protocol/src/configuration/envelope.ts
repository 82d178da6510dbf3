import { Envelope } from '../messages/common.js';
import { ConfigEnvelope } from '../messages/configuration.js';
import { reasonOf } from '../reason.js';
import { decode, encode } from '../wire.js';
import type { Decoded, MessageType } from '../wire.js';
import { difference } from './equal.js';
import { ConfigRefused } from './refused.js';
import { readTree, writeTree } from './tree.js';
import type { TreeGroup } from './tree.js';
import { applyUpdate, successor } from './update.js';
import type { Standing } from './update.js';

/** A configuration as its envelope carries it. */
export interface Configuration {
  readonly sequence: bigint;
  readonly tree: TreeGroup;
  /** What made it out of the one before; a channel's first configuration has none. */
  readonly lastUpdate: Decoded<typeof Envelope> | undefined;
}

const CHANNEL_ID = /^[a-z][a-z0-9.-]{0,248}$/;

/** Read a configuration envelope. Refuses one without configuration, and a channel name that no channel may have. */
export function readConfiguration(channelId: string, envelope: Uint8Array): Configuration {
  if (!CHANNEL_ID.test(channelId))
    throw new ConfigRefused(
      `"${channelId}" is no channel name: one begins with a small letter and has up to 249 small letters, digits, dots and dashes`,
    );
  const { config, lastUpdate } = read(ConfigEnvelope, envelope, 'the configuration envelope');
  if (config?.channelGroup === undefined)
    throw new ConfigRefused(`channel ${channelId}: the envelope holds no configuration`);
  return { sequence: config.sequence, tree: readTree(config.channelGroup), lastUpdate };
}

/** What an update in its envelope makes of the configuration in force: bytes of the next `ConfigEnvelope`. */
export function applyEnvelope(
  update: Uint8Array,
  standing: Standing & { readonly sequence: bigint },
): Buffer {
  const lastUpdate = read(Envelope, update, 'the envelope with the update');
  const channelGroup = writeTree(applyUpdate(lastUpdate, standing));
  const config = { sequence: successor(standing.sequence), channelGroup };
  return encode(ConfigEnvelope, { config, lastUpdate });
}

function read<T>(type: MessageType<T>, bytes: Uint8Array, what: string): T {
  try {
    return decode(type, bytes);
  } catch (error) {
    throw new ConfigRefused(`${what} cannot be read: ${reasonOf(error)}`);
  }
}

/** Check that a configuration follows the one in force: by its number, and as what its own last update makes of that one. */
export function requireNext(
  { sequence, tree, lastUpdate }: Configuration,
  standing: Standing & { readonly sequence: bigint },
): void {
  const expected = successor(standing.sequence);
  if (sequence !== expected)
    throw new ConfigRefused(
      `the configuration has sequence ${sequence}, and the next one is ${expected}; compute the update from the configuration in force`,
    );
  if (lastUpdate === undefined)
    throw new ConfigRefused('the configuration does not carry the update that made it; add it');
  const differing = difference(applyUpdate(lastUpdate, standing), tree);
  if (differing !== undefined)
    throw new ConfigRefused(
      `${differing}: the last update does not make the configuration that is supplied; supply what the update makes`,
    );
}
