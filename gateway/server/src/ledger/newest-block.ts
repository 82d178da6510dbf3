import { randomBytes } from 'node:crypto';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { SeekInfo } from '@argosy/protocol/messages/deliver';
import { encode } from '@argosy/protocol/wire';

const deliverSeekInfo = 5;

/** The unsigned request for a channel's newest block alone. The SDK can ask for blocks from a number on or for the next
 *  one, but not for the newest; it does take a request that somebody else has built. */
export function newestBlockRequest(seek: {
  readonly channel: string;
  readonly creator: Uint8Array;
  readonly now: Date;
}): { readonly envelope: Uint8Array; readonly payload: Uint8Array } {
  const milliseconds = seek.now.getTime();
  const channelHeader = encode(ChannelHeader, {
    type: deliverSeekInfo,
    channelId: seek.channel,
    timestamp: {
      seconds: BigInt(Math.floor(milliseconds / 1_000)),
      nanos: (milliseconds % 1_000) * 1_000_000,
    },
  });
  const signatureHeader = encode(SignatureHeader, {
    creator: seek.creator,
    nonce: randomBytes(24),
  });
  const newest = { newest: {} };
  const data = encode(SeekInfo, { start: newest, stop: newest });
  const payload = encode(Payload, { header: { channelHeader, signatureHeader }, data });
  return { envelope: encode(Envelope, { payload }), payload };
}
