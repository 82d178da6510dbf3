import { dataHash, isConfigTransaction, type BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import {
  Block,
  ChannelHeader,
  Envelope,
  headerType,
  Payload,
} from '@argosy/protocol/messages/common';
import { ConfigUpdate, ConfigUpdateEnvelope } from '@argosy/protocol/messages/configuration';
import { reasonOf } from '@argosy/protocol/reason';
import { decode, type Decoded } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire/schema';
import { HttpRefused } from './form.js';

/** Check that a block can be joined by. Throws HttpRefused with an orderer's words. */
export function requireJoinBlock(bytes: Uint8Array): void {
  const block = readBlock(bytes);
  const fault = blockFault(block) ?? configurationFault(bytes);
  if (fault !== undefined) throw new HttpRefused(400, `invalid join block: ${fault}`);
}

const readBlock = (bytes: Uint8Array): BlockMessage =>
  read(Block, bytes, 'config-block into a block');

/** The envelope in a form. Throws HttpRefused with an orderer's words. */
export const readEnvelope = (bytes: Uint8Array): Decoded<typeof Envelope> =>
  read(Envelope, bytes, 'config-update-envelope into an envelope');

function read<T>(type: MessageType<T>, bytes: Uint8Array, what: string): T {
  try {
    return decode(type, bytes);
  } catch (error) {
    throw new HttpRefused(400, `cannot unmarshal file part ${what}: ${reasonOf(error)}`);
  }
}

function blockFault({ header, data, metadata }: BlockMessage): string | undefined {
  const entries = data?.data ?? [];
  if (!isConfiguration(entries)) return 'block is not a config block';
  if ((metadata?.metadata.length ?? 0) === 0) return 'invalid block: does not have metadata';
  const isSound = header !== undefined && dataHash(entries).equals(header.dataHash);
  return isSound ? undefined : 'invalid block: Header.DataHash is different from Hash(block.Data)';
}

const isConfiguration = ([entry, ...others]: readonly Uint8Array[]): boolean =>
  entry !== undefined && others.length === 0 && isConfigTransaction(entry);

function configurationFault(bytes: Uint8Array): string | undefined {
  try {
    const { tree } = ChannelBundle.fromBlock(bytes);
    if (tree.groups.has('Consortiums'))
      return 'invalid config: contains consortiums: system channel not supported';
    return tree.groups.has('Application')
      ? undefined
      : 'invalid config: must contain application config';
  } catch (error) {
    return reasonOf(error);
  }
}

/** The channel that an update is for. Throws HttpRefused with an orderer's words. */
export function requireUpdate(envelope: Decoded<typeof Envelope>): string {
  const refuse = (why: string): never => {
    throw new HttpRefused(400, `invalid config update envelope: ${why}`);
  };
  const { header, data } =
    attempt(() => decode(Payload, envelope.payload)) ?? refuse('bad payload');
  if (header === undefined) return refuse('bad header');
  const channelHeader =
    attempt(() => decode(ChannelHeader, header.channelHeader)) ??
    refuse('could not unmarshall channel header');
  if (channelHeader.type !== headerType.configUpdate) return refuse('bad type');
  if (channelHeader.channelId === '') return refuse('empty channel id');
  const update =
    attempt(() => decode(ConfigUpdate, decode(ConfigUpdateEnvelope, data).configUpdate)) ??
    refuse('the update cannot be read');
  return update.channelId;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
