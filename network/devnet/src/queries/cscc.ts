import { reasonOf } from '@argosy/protocol/reason';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { Config, ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import { decode, encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import type { ResponseMessage } from '../endorser/response.js';
import {
  failure,
  success,
  type SystemCall,
  type SystemChaincode,
} from '../endorser/system-chaincode.js';
import { channelForQuery } from './channel-argument.js';

type Query = (configBlock: Uint8Array) => Uint8Array;

const queries: ReadonlyMap<string, Query> = new Map([
  ['GetConfigBlock', (configBlock: Uint8Array) => configBlock],
  ['GetChannelConfig', channelConfig],
]);

/** `cscc`: a channel's configuration. Channels are joined by the devnet's own configuration, so nothing can be joined here. */
export const cscc = (channels: ReadonlyMap<string, Channel>): SystemChaincode => ({
  name: 'cscc',
  invoke: (call) => answer(call, channels),
});

function answer({ proposal }: SystemCall, channels: ReadonlyMap<string, Channel>): ResponseMessage {
  const { args } = proposal.opened.input;
  const [name = '', channelId = ''] = args.map((arg) => Buffer.from(arg).toString());
  try {
    if (args.length < 2) throw new Error(`Incorrect number of arguments, ${args.length}`);
    const query = queries.get(name);
    if (query === undefined) throw new Error(`Requested function ${name} not found.`);
    const unknown = `access denied for [${name}][${channelId}]: [Failed to get policy manager for channel [${channelId}]]`;
    const channel = channelForQuery(channels, proposal, { name, channelId, unknown });
    // The configuration of block 0 stays in force: updates are not admitted.
    return success(query(channel.ledger.block(0n)));
  } catch (error) {
    return failure(500, reasonOf(error));
  }
}

function channelConfig(configBlock: Uint8Array): Uint8Array {
  const [entry = new Uint8Array(0)] = decode(Block, configBlock).data?.data ?? [];
  const { data } = decode(Payload, decode(Envelope, entry).payload);
  return encode(Config, decode(ConfigEnvelope, data).config ?? {});
}
