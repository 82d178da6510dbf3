import { randomBytes } from 'node:crypto';
import {
  ChannelHeader,
  Envelope,
  headerType,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { BroadcastResponse, DeliverResponse, SeekInfo } from '@argosy/protocol/messages/deliver';
import { proposeUpdate, signUpdate, updateEnvelope } from '@argosy/protocol/configuration/propose';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { Encodable } from '@argosy/protocol/wire/schema';
import { ambient } from './ordered-network.js';
import type { TestClient } from './test-client.js';

type Header = Encodable<Decoded<typeof ChannelHeader>>;

/** A signed envelope with any content. */
export function envelope(signer: Signer, data: Uint8Array, header: Header = {}): Buffer {
  const { time, nonce } = ambient();
  const payload = encode(Payload, {
    header: {
      channelHeader: encode(ChannelHeader, {
        type: headerType.endorserTransaction,
        channelId: 'trade',
        timestamp: time,
        ...header,
      }),
      signatureHeader: encode(SignatureHeader, { creator: signer.creator, nonce }),
    },
    data,
  });
  return encode(Envelope, { payload, signature: signer.sign(payload) });
}

/** Rubbish that an orderer takes, for it does not look inside. */
export const message = (signer: Signer, size = 10): Buffer => envelope(signer, randomBytes(size));

/** A signed update that makes the configuration the desired one. */
export const signedUpdate = (
  bundle: ChannelBundle,
  desired: TreeGroup,
  signers: readonly Signer[],
  sender: Signer | undefined = signers[0],
): Buffer => signed(bundle, proposeUpdate(bundle, desired), signers, sender);

/** As `signedUpdate`, but whoever proposes does not look at what he proposes. */
export const blindUpdate = (
  bundle: ChannelBundle,
  desired: TreeGroup,
  signers: readonly Signer[],
): Buffer => {
  const { channelId, tree: current } = bundle;
  return signed(bundle, computeUpdate({ channelId, current, desired }), signers, signers[0]);
};

function signed(
  { channelId }: ChannelBundle,
  configUpdate: Buffer,
  signers: readonly Signer[],
  sender: Signer | undefined,
): Buffer {
  const signatures = signers.map((one) => signUpdate(configUpdate, one, randomBytes(24)));
  return updateEnvelope({ channelId, configUpdate, signatures }, sender!, ambient());
}

export type BroadcastAnswer = { readonly status: number; readonly info: string };

/** Send envelopes over one stream; answers in their order, and whether the orderer ended the stream. */
export function broadcast(
  client: TestClient,
  envelopes: readonly Uint8Array[],
): Promise<{ answers: BroadcastAnswer[]; ended: boolean }> {
  return new Promise((resolve, reject) => {
    const stream = client.duplex('/orderer.AtomicBroadcast/Broadcast');
    const answers: BroadcastAnswer[] = [];
    const done = (ended: boolean): void => {
      stream.removeAllListeners('end');
      stream.end();
      resolve({ answers, ended });
    };
    stream.on('error', (error) => {
      // What was still being written when the orderer ended the stream could not be.
      if (answers.some(({ status }) => status !== 200)) done(true);
      else reject(error);
    });
    stream.on('end', () => {
      done(true);
    });
    stream.on('data', (bytes: Buffer) => {
      const { status, info } = decode(BroadcastResponse, bytes);
      answers.push({ status, info });
      // After a refusal the orderer is to end the stream by itself.
      if (status === 200 && answers.length === envelopes.length) done(false);
    });
    for (const one of envelopes) stream.write(one);
  });
}

/** The orderer's answer to one envelope. */
export async function answerTo(client: TestClient, one: Uint8Array): Promise<BroadcastAnswer> {
  const { answers } = await broadcast(client, [one]);
  return answers[0]!;
}

type Seek = Encodable<Decoded<typeof SeekInfo>>;
export type DeliverAnswer = Decoded<typeof DeliverResponse>;

export const seekEnvelope = (signer: Signer, info: Seek, header: Header = {}): Buffer =>
  envelope(signer, encode(SeekInfo, info), { type: 5, ...header });

/** Send a seek and hand over what comes, until a status. */
export function deliver(
  client: TestClient,
  seek: Uint8Array,
  path = '/orderer.AtomicBroadcast/Deliver',
  told: (answer: DeliverAnswer) => void = () => undefined,
): Promise<DeliverAnswer[]> {
  return new Promise((resolve, reject) => {
    const stream = client.duplex(path);
    const received: DeliverAnswer[] = [];
    stream.on('error', reject);
    stream.on('data', (bytes: Buffer) => {
      const answer = decode(DeliverResponse, bytes);
      received.push(answer);
      told(answer);
      if (answer.status === undefined) return;
      stream.end();
      resolve(received);
    });
    stream.write(seek);
  });
}

export const from = (number: bigint) => ({ specified: { number } });
export const oldest = { oldest: {} };
export const newest = { newest: {} };
