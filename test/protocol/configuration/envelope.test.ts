import { describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import { removeElement } from '@argosy/protocol/configuration/edit';
import { wrapUpdate } from '@argosy/protocol/configuration/propose';
import { Envelope, Payload } from '@argosy/protocol/messages/common';
import { ConfigEnvelope, ConfigUpdateEnvelope } from '@argosy/protocol/messages/configuration';
import { decode, encode } from '@argosy/protocol/wire';
import { AMBIENT, signedUpdate } from '../../support/updates.js';
import {
  ORDERER,
  channel,
  bundle,
  tree,
  everybody,
  sender,
  slower,
} from '../../support/changing.js';

describe('the envelope of an update', () => {
  const update = computeUpdate({ channelId: 'trade', current: tree, desired: slower(tree) });
  const good = signedUpdate('trade', update, everybody, sender);
  const follows = (lastUpdate: Uint8Array): ChannelBundle => {
    const message = decode(ConfigEnvelope, bundle.applied(good));
    return bundle.next(
      encode(ConfigEnvelope, { ...message, lastUpdate: decode(Envelope, lastUpdate) }),
    );
  };
  const repacked = (change: (payload: ReturnType<typeof payloadOf>) => void): Buffer => {
    const envelope = decode(Envelope, good);
    const payload = payloadOf(good);
    change(payload);
    return encode(Envelope, { ...envelope, payload: encode(Payload, payload) });
  };
  const payloadOf = (bytes: Uint8Array) => decode(Payload, decode(Envelope, bytes).payload);

  test('need not be signed itself', () => {
    const { payload } = decode(Envelope, good);
    expect(follows(encode(Envelope, { payload, signature: Buffer.of(1) })).sequence).toBe(1n);
    expect(follows(encode(Envelope, { payload })).sequence).toBe(1n);
  });

  test.each([
    ['is none', Buffer.from('0a0101', 'hex'), /cannot be read/],
    ['has no header', repacked((it) => (it.header = undefined)), /it has no header/],
    [
      'is of another type',
      repacked((it) => it.header && (it.header.channelHeader = Buffer.from('0803', 'hex'))),
      /of type 3, not 2/,
    ],
    [
      'has a signature whose header cannot be read',
      repacked((it) => {
        const signed = decode(ConfigUpdateEnvelope, it.data);
        signed.signatures.push({
          signatureHeader: Buffer.from('0a7f', 'hex'),
          signature: Buffer.of(),
        });
        it.data = encode(ConfigUpdateEnvelope, signed);
      }),
      /the header of a signature cannot be read/,
    ],
    [
      'holds no update',
      repacked(
        (it) =>
          (it.data = encode(ConfigUpdateEnvelope, { configUpdate: Buffer.from('0a7f', 'hex') })),
      ),
      /the configuration update cannot be read/,
    ],
    ['holds nothing', repacked((it) => (it.data = Buffer.of())), /for channel "", not for "trade"/],
  ])('is refused where it %s', (_, envelope, expected) => {
    expect(() => follows(envelope)).toThrow(expected);
  });

  test.each([
    ['nothing', Buffer.of(), /holds no configuration/],
    ['no message', Buffer.from('0a7f', 'hex'), /the configuration envelope cannot be read/],
  ])('a configuration of %s is refused', (_, bytes, expected) => {
    expect(() => bundle.next(bytes)).toThrow(expected);
    expect(() => ChannelBundle.fromEnvelope('trade', bytes)).toThrow(expected);
  });

  test('that is none is not applied', () => {
    expect(() => bundle.applied(Buffer.from('0a7f', 'hex'))).toThrow(
      /with the update cannot be read/,
    );
  });

  test('is wrapped by an orderer into a configuration that peers take', () => {
    const { configEnvelope, envelope } = wrapUpdate(
      bundle,
      good,
      channel.orderers.orderer,
      AMBIENT,
    );
    expect(decode(Payload, decode(Envelope, envelope).payload).data).toEqual(configEnvelope);
    expect(bundle.next(configEnvelope).batchTimeoutMs).toBe(3000);
    const unsigned = signedUpdate('trade', update, [], sender);
    expect(() => wrapUpdate(bundle, unsigned, channel.orderers.orderer, AMBIENT)).toThrow(
      /do not meet/,
    );
  });

  test('is refused by the orderer who wraps what must not come into force', () => {
    const current = bundle.tree;
    const desired = removeElement(tree, ORDERER, 'values', 'BatchSize');
    const bad = computeUpdate({ channelId: 'trade', current, desired });
    const signed = signedUpdate('trade', bad, everybody, sender);
    expect(() => wrapUpdate(bundle, signed, channel.orderers.orderer, AMBIENT)).toThrow(
      /BatchSize/,
    );
  });
});
