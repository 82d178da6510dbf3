import { ChannelHeader, Payload, SignatureHeader, headerType } from '../messages/common.js';
import type { Envelope } from '../messages/common.js';
import { ConfigUpdate, ConfigUpdateEnvelope } from '../messages/configuration.js';
import { reasonOf } from '../reason.js';
import type { SignedData } from '../signed-data.js';
import { decode } from '../wire.js';
import type { Decoded } from '../wire.js';
import { ConfigRefused } from './refused.js';

/** An update as its envelope carries it, with the signatures over it. The signature of the envelope itself does not count. */
export interface SignedUpdate {
  readonly update: Decoded<typeof ConfigUpdate>;
  readonly signatures: readonly SignedData[];
}

/** Read the envelope of an update. Refuses another kind of envelope, and what cannot be read. */
export function readUpdate(envelope: Decoded<typeof Envelope>): SignedUpdate {
  const signed = readUpdateEnvelope(envelope);
  const update = read(() => decode(ConfigUpdate, signed.configUpdate), 'the configuration update');
  return { update, signatures: signedData(signed) };
}

function readUpdateEnvelope(
  envelope: Decoded<typeof Envelope>,
): Decoded<typeof ConfigUpdateEnvelope> {
  return read(() => {
    const { header, data } = decode(Payload, envelope.payload);
    if (header === undefined) throw new Error('it has no header');
    const { type } = decode(ChannelHeader, header.channelHeader);
    if (type !== headerType.configUpdate)
      throw new Error(`it is of type ${type}, not ${headerType.configUpdate} (CONFIG_UPDATE)`);
    return decode(ConfigUpdateEnvelope, data);
  }, 'the envelope with the last update');
}

function read<T>(decoder: () => T, what: string): T {
  try {
    return decoder();
  } catch (error) {
    throw new ConfigRefused(`${what} cannot be read: ${reasonOf(error)}`);
  }
}

/** Each signature as signed data: a signatory signs its own header and the update. */
function signedData({
  configUpdate,
  signatures,
}: Decoded<typeof ConfigUpdateEnvelope>): SignedData[] {
  return signatures.map(({ signatureHeader, signature }) => ({
    identity: read(() => decode(SignatureHeader, signatureHeader), 'the header of a signature')
      .creator,
    message: Buffer.concat([signatureHeader, configUpdate]),
    signature,
  }));
}
