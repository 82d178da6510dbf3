import type { ChannelBundle } from '../channel-config.js';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from '../messages/common.js';
import { ConfigUpdateEnvelope } from '../messages/configuration.js';
import type { ConfigSignature } from '../messages/configuration.js';
import type { Signer } from '../signer.js';
import { encode } from '../wire.js';
import type { Decoded, Encodable } from '../wire.js';
import { computeUpdate } from './compute-update.js';
import { requireProposable } from './proposable.js';
import type { TreeGroup } from './tree.js';

type SignatureMessage = Encodable<Decoded<typeof ConfigSignature>>;

/** What a header takes from outside: the moment and 24 random bytes. */
export interface HeaderAmbient {
  readonly time: { readonly seconds: bigint; readonly nanos: number };
  readonly nonce: Uint8Array;
}

/**
 * The update that makes a channel's configuration the desired one: bytes to be signed. Refuses, before anybody signs, a desired
 * configuration that may not follow or cannot come into force, and what orderers would take although it stops the channel.
 */
export function proposeUpdate(bundle: ChannelBundle, desired: TreeGroup): Buffer {
  requireProposable(bundle, desired);
  return computeUpdate({ channelId: bundle.channelId, current: bundle.tree, desired });
}

/** A signature over an update: a signatory signs its own header and the update. */
export function signUpdate(
  update: Uint8Array,
  signer: Signer,
  nonce: Uint8Array,
): { readonly signatureHeader: Buffer; readonly signature: Buffer } {
  const signatureHeader = encode(SignatureHeader, { creator: signer.creator, nonce });
  return { signatureHeader, signature: signer.sign(Buffer.concat([signatureHeader, update])) };
}

/** An update with its signatures in an envelope, as it is sent to the orderers. */
export function updateEnvelope(
  update: {
    readonly channelId: string;
    readonly configUpdate: Uint8Array;
    readonly signatures: readonly SignatureMessage[];
  },
  sender: Signer,
  ambient: HeaderAmbient,
): Buffer {
  const { channelId, configUpdate, signatures } = update;
  const data = encode(ConfigUpdateEnvelope, { configUpdate, signatures });
  return signedEnvelope({ type: headerType.configUpdate, channelId, data }, sender, ambient);
}

/**
 * The configuration transaction that an orderer makes of an update: the configuration that results, with the update, under the
 * orderer's signature. Refuses what `bundle.next` refuses.
 */
export function wrapUpdate(
  bundle: ChannelBundle,
  update: Uint8Array,
  orderer: Signer,
  ambient: HeaderAmbient,
): { readonly configEnvelope: Buffer; readonly envelope: Buffer } {
  const configEnvelope = bundle.applied(update);
  bundle.next(configEnvelope);
  const { channelId } = bundle;
  const content = { type: headerType.config, channelId, data: configEnvelope };
  return { configEnvelope, envelope: signedEnvelope(content, orderer, ambient) };
}

function signedEnvelope(
  { type, channelId, data }: { type: number; channelId: string; data: Uint8Array },
  { creator, sign }: Signer,
  { time, nonce }: HeaderAmbient,
): Buffer {
  const header = {
    channelHeader: encode(ChannelHeader, { type, channelId, timestamp: time }),
    signatureHeader: encode(SignatureHeader, { creator, nonce }),
  };
  const payload = encode(Payload, { header, data });
  return encode(Envelope, { payload, signature: sign(payload) });
}
