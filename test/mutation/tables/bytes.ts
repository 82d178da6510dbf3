/** Changes of a layer as bytes. */
import { Payload } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import type { Layer } from '../../support/sealed.js';
import type { Row } from '../row.js';

/** Field 99, a number: no message of Fabric has it. */
export const UNKNOWN_FIELD = Buffer.from('98060b', 'hex');

/** Field 15, said to be longer than it is. */
const CUT_OFF = Buffer.from('7aff', 'hex');

export const appended =
  (more: Uint8Array) =>
  (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, more]);

/** Make a layer unreadable: its last field is cut off. */
export const garbage =
  (layer: Layer): Row['change'] =>
  (parts) => {
    parts.rewrite[layer] = appended(CUT_OFF);
  };

/** A payload whose header comes in two parts, each with one of its two fields. */
export function inTwoParts(bytes: Buffer): Buffer {
  const { header, data } = decode(Payload, bytes);
  const { channelHeader, signatureHeader } = header ?? {};
  return Buffer.concat([
    encode(Payload, { header: { channelHeader } }),
    encode(Payload, { header: { signatureHeader } }),
    encode(Payload, { data }),
  ]);
}
