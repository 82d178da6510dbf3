import {
  unknownCapability,
  type CapabilitySection,
} from '@argosy/protocol/configuration/capabilities';
import {
  Block,
  ChannelHeader,
  Envelope,
  headerType,
  Payload,
} from '@argosy/protocol/messages/common';
import {
  Capabilities,
  ConfigEnvelope,
  type ConfigGroupNode,
} from '@argosy/protocol/messages/configuration';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';

/** A block by which a channel is joined. */
export interface GenesisBlock {
  readonly channelId: string;
  readonly block: Uint8Array;
}

/** Read and check a block by which a channel is to be joined. Throws a peer's words. */
export function readGenesis(bytes: Uint8Array): GenesisBlock {
  const entry = entryOf(bytes);
  const { channelId, type, data } = headerIn(entry);
  const fault = configurationFault(type, data);
  if (fault === undefined) return { channelId, block: bytes };
  throw new Error(
    `"JoinChain" for channelID = ${channelId} failed because of validation of configuration block, because of ${fault}`,
  );
}

function entryOf(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return decode(Block, bytes).data?.data[0];
  } catch (error) {
    const why = reasonOf(error);
    throw new Error(`Failed to reconstruct the genesis block, ${why}`, { cause: error });
  }
}

function headerIn(entry: Uint8Array | undefined): {
  readonly channelId: string;
  readonly type: number;
  readonly data: Uint8Array;
} {
  try {
    if (entry === undefined) throw new Error('failed to retrieve channel id - block is empty');
    const { header, data } = decode(Payload, decode(Envelope, entry).payload);
    if (header === undefined)
      throw new Error('failed to retrieve channel id - payload header is empty');
    return { ...decode(ChannelHeader, header.channelHeader), data };
  } catch (error) {
    throw new Error(
      `"JoinChain" request failed to extract channel id from the block due to [${reasonOf(error)}]`,
      { cause: error },
    );
  }
}

function configurationFault(type: number, data: Uint8Array): string | undefined {
  if (type !== headerType.config)
    return `Bad configuration envelope: invalid type ${type}, expected CONFIG`;
  try {
    const { config } = decode(ConfigEnvelope, data);
    if (config === undefined) return 'Nil config envelope Config';
    const { channelGroup } = config;
    return channelGroup === undefined ? 'Nil channel group' : groupFault(channelGroup);
  } catch (error) {
    return `Bad configuration envelope: ${reasonOf(error)}`;
  }
}

function groupFault(channel: ConfigGroupNode): string | undefined {
  if (channel.groups.length === 0) return 'No channel configuration groups are available';
  const application = channel.groups.find(({ key }) => key === 'Application')?.value;
  if (application === undefined)
    return 'Invalid configuration block, missing Application configuration group';
  return capabilityFault('channel', channel) ?? capabilityFault('application', application);
}

const sectionNames = {
  channel: 'Channel',
  application: 'Application',
  orderer: 'Orderer',
} as const;

function capabilityFault(section: CapabilitySection, group: ConfigGroupNode): string | undefined {
  const value = group.values.find(({ key }) => key === 'Capabilities')?.value?.value;
  const names = decode(Capabilities, value ?? new Uint8Array(0)).capabilities.map(({ key }) => key);
  const unknown = unknownCapability(section, names);
  if (unknown === undefined) return undefined;
  return `Failed capabilities check: [${sectionNames[section]} capability ${unknown} is required but not supported]`;
}
