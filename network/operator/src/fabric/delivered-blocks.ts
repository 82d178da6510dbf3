import { randomBytes } from 'node:crypto';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { DeliverResponse, SeekInfo } from '@argosy/protocol/messages/deliver';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { timestamp } from '../channel.js';
import type { PeerClient } from './peer-client.js';

const deliverSeekInfo = 5;
/** Wait for a block that is not there yet, until the call's time is over. */
const blockUntilReady = 0;
const succeeded = 200;

/** Which blocks of a channel are asked for: both ends are delivered. */
export type BlockRange = {
  readonly channel: string;
  readonly first: bigint;
  readonly last: bigint;
};

/** The blocks of a channel as a peer delivers them, to the byte and in their order. Throws where the peer ends before the last one:
 *  what it says, or that its time is over. */
export async function* deliveredBlocks(
  peer: PeerClient,
  signer: Signer,
  range: BlockRange,
): AsyncGenerator<Uint8Array, undefined> {
  const request = seekRequest(signer, range, peer.now());
  for await (const answer of peer.stream('/protos.Deliver/Deliver', request)) {
    const { status, block } = decode(DeliverResponse, answer);
    // What is hashed and signed are byte fields of the message: encoding it again keeps them.
    if (block !== undefined) yield encode(Block, block);
    else if (status === succeeded) return undefined;
    else throw new Error(`${peer.address.name} delivers no more blocks: status ${status ?? 0}`);
  }
  throw new Error(`${peer.address.name} ended without a word`);
}

function seekRequest(signer: Signer, { channel, first, last }: BlockRange, now: Date): Buffer {
  const channelHeader = encode(ChannelHeader, {
    type: deliverSeekInfo,
    channelId: channel,
    timestamp: timestamp(now),
  });
  const { creator } = signer;
  const signatureHeader = encode(SignatureHeader, { creator, nonce: randomBytes(24) });
  const data = encode(SeekInfo, {
    start: { specified: { number: first } },
    stop: { specified: { number: last } },
    behavior: blockUntilReady,
  });
  const payload = encode(Payload, { header: { channelHeader, signatureHeader }, data });
  return encode(Envelope, { payload, signature: signer.sign(payload) });
}
