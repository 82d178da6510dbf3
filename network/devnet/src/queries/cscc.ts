import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { Config, ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import { ChannelQueryResponse } from '@argosy/protocol/messages/queries';
import { reasonOf } from '@argosy/protocol/reason';
import { decode, encode } from '@argosy/protocol/wire';
import { JoinRefused } from '../join-refused.js';
import type { Channel } from '../channel.js';
import type { ResponseMessage } from '../endorser/response.js';
import {
  failure,
  success,
  type SystemCall,
  type SystemChaincode,
} from '../endorser/system-chaincode.js';
import type { LocalMsp } from '../local-msp.js';
import { configurationBlock } from '../ordering/last-configuration.js';
import { channelForQuery } from './channel-argument.js';
import { readGenesis } from './join-block.js';

/** The peer whose `cscc` it is. */
export interface ConfigurationPeer {
  readonly localMsp: LocalMsp;
  /** The channels that the peer has joined. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Join the channel that begins with this block. Throws JoinRefused. */
  readonly join: (genesisBlock: Uint8Array) => Promise<void>;
}

interface Asked {
  readonly call: SystemCall;
  readonly peer: ConfigurationPeer;
  readonly name: string;
  readonly argument: Uint8Array;
}

type Answer = Uint8Array | Promise<Uint8Array>;

const NOTHING = new Uint8Array(0);
const withoutArgument = new Set(['GetChannels', 'JoinBySnapshotStatus']);

const functions: ReadonlyMap<string, (asked: Asked) => Answer> = new Map<
  string,
  (asked: Asked) => Answer
>([
  ['JoinChain', joinChain],
  ['JoinChainBySnapshot', joinBySnapshot],
  ['JoinBySnapshotStatus', snapshotStatus],
  ['GetChannels', channels],
  ['GetConfigBlock', configBlock],
  ['GetChannelConfig', channelConfig],
]);

/** `cscc`: which channels the peer has joined, and how they are configured. */
export const cscc = (peer: ConfigurationPeer): SystemChaincode => ({
  name: 'cscc',
  invoke: (call) => answer(call, peer),
});

async function answer(call: SystemCall, peer: ConfigurationPeer): Promise<ResponseMessage> {
  const { args } = call.proposal.opened.input;
  const [first = NOTHING, argument = NOTHING] = args;
  const name = Buffer.from(first).toString();
  try {
    if (args.length < (withoutArgument.has(name) ? 1 : 2))
      throw new Error(`Incorrect number of arguments, ${args.length}`);
    const wanted = functions.get(name);
    if (wanted === undefined) throw new Error(`Requested function ${name} not found.`);
    return success(await wanted({ call, peer, name, argument }));
  } catch (error) {
    return failure(500, reasonOf(error));
  }
}

/** The block is looked at before the caller is. */
async function joinChain({ call, peer, name, argument }: Asked): Promise<Uint8Array> {
  const { channelId, block } = readGenesis(argument);
  const refusal = peer.localMsp.refusal('Admins', creatorOf(call));
  if (refusal !== undefined)
    throw new Error(`access denied for [${name}][${channelId}]: [${refusal}]`);
  try {
    await peer.join(block);
    return NOTHING;
  } catch (error) {
    if (!(error instanceof JoinRefused) || error.reason !== 'joined already') throw error;
    throw new Error(
      `cannot create ledger from genesis block: ledger [${channelId}] already exists with state [ACTIVE]`,
      { cause: error },
    );
  }
}

function joinBySnapshot({ call, peer, name, argument }: Asked): never {
  if (argument.length === 0)
    throw new Error('Cannot join the channel, no snapshot directory provided');
  const refusal = peer.localMsp.refusal('Admins', creatorOf(call));
  if (refusal !== undefined) throw new Error(`access denied for [${name}]: [${refusal}]`);
  throw new Error(
    'this development network has no snapshots of ledgers: join by the block with which the channel begins',
  );
}

/** Nobody ever joins by a snapshot here: the status is the empty message. */
function snapshotStatus({ call, peer, name }: Asked): Uint8Array {
  const refusal = peer.localMsp.refusal('Admins', creatorOf(call));
  if (refusal !== undefined) throw new Error(`access denied for [${name}]: ${refusal}`);
  return NOTHING;
}

function channels({ call, peer, name }: Asked): Uint8Array {
  const refusal = peer.localMsp.refusal('Members', creatorOf(call));
  if (refusal !== undefined) throw new Error(`access denied for [${name}]: ${refusal}`);
  return encode(ChannelQueryResponse, {
    channels: [...peer.channels.keys()].sort().map((channelId) => ({ channelId })),
  });
}

const creatorOf = ({ proposal }: SystemCall): Uint8Array => proposal.opened.signatureHeader.creator;

function configBlock(asked: Asked): Uint8Array {
  const { call, peer, name, argument } = asked;
  if (argument.length === 0) {
    const why = peer.localMsp.channelPolicyRefusal('/Channel/Application/Readers', creatorOf(call));
    throw new Error(`access denied for [${name}][]: ${why}`);
  }
  const { ledger } = queried(asked, 'cscc/GetConfigBlock');
  return ledger.block(configurationBlock(ledger));
}

function channelConfig(asked: Asked): Uint8Array {
  if (asked.argument.length === 0) throw new Error('empty channel name provided');
  const { ledger } = queried(asked, 'cscc/GetChannelConfig');
  const { data } = decode(Block, ledger.block(configurationBlock(ledger)));
  const [entry = NOTHING] = data?.data ?? [];
  const payload = decode(Payload, decode(Envelope, entry).payload);
  return encode(Config, decode(ConfigEnvelope, payload.data).config ?? {});
}

function queried(
  { call, peer, name, argument }: Asked,
  resource: 'cscc/GetConfigBlock' | 'cscc/GetChannelConfig',
): Channel {
  const channelId = Buffer.from(argument).toString();
  return channelForQuery(peer.channels, call.proposal, {
    channelId,
    resource,
    unknown: `access denied for [${name}][${channelId}]: Failed to get policy manager for channel [${channelId}]`,
    denied: (why) => `access denied for [${name}][${channelId}]: ${why}`,
  });
}
