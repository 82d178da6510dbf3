import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dataHash, headerHash, headerOf, metadataOf } from '@argosy/protocol/block';
import { blockSignatures } from '@argosy/protocol/block-signature';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { setValue } from '@argosy/protocol/configuration/edit';
import { LastConfig, Metadata, OrdererBlockMetadata } from '@argosy/protocol/messages/common';
import { BatchTimeout } from '@argosy/protocol/messages/configuration';
import { decode, encode } from '@argosy/protocol/wire';
import {
  answerTo,
  broadcast,
  envelope,
  message as mainMessage,
  signedUpdate,
} from '../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { blocksOf, type BlockMessage } from './support/blocks.js';
import { adminsOf, makeChannel, type OwnChannel } from './support/channels.js';
import { ALPHA, OMEGA, SuiteNetwork } from './support/network.js';
import { eventually, until } from './support/waiting.js';

const NOT_A_WRITER =
  "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied";

describe('an orderer', () => {
  let network: SuiteNetwork;
  let client: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.atOrderer(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  const message = (channelId: string, size = 10) =>
    envelope(client.signer, Buffer.alloc(size, 'x'), { channelId });
  const blocks = (channel: string) => blocksOf(client, channel);
  const sizes = async (channel: string) =>
    (await blocks(channel)).slice(1).map(({ data }) => data?.data.length ?? 0);
  const height = async (channel: string) => (await blocks(channel)).length;
  const timeout = (channel: OwnChannel, text: string) => {
    const bundle = ChannelBundle.fromBlock(channel.genesis);
    const value = encode(BatchTimeout, { timeout: text });
    const tree = setValue(bundle.tree, '/Channel/Orderer', 'BatchTimeout', value);
    return signedUpdate(bundle, tree, adminsOf(network, channel.spec));
  };
  const lastConfig = (one: BlockMessage) => {
    const slot = decode(LastConfig, decode(Metadata, metadataOf(one, 'lastConfig')).value);
    const { value } = decode(Metadata, metadataOf(one, 'signatures'));
    expect(decode(OrdererBlockMetadata, value).lastConfig?.index ?? 0n).toBe(slot.index);
    return slot.index;
  };
  const leader = (channel: string) =>
    eventually(async () => {
      const [answer] = (await broadcast(client, [message(channel)])).answers;
      if (answer?.status !== 200) throw new Error(answer?.info);
    });

  test('services 77: broadcast for an unknown channel ends the stream', async () => {
    const { answers, ended } = await broadcast(client, [
      message('nowhere'),
      mainMessage(client.signer),
    ]);
    expect(answers).toEqual([{ status: 400, info: 'channel does not exist' }]);
    expect(ended).toBe(true);
  });

  test.each([
    [1, 'message is of type that cannot be processed directly'],
    [4, 'message is of type that is no longer supported'],
  ])('services 77: no message of type %i', async (type, info) => {
    const one = envelope(client.signer, Buffer.from('x'), { channelId: 'main', type });
    expect(await answerTo(client, one)).toEqual({ status: 400, info });
  });

  test('services 77: no message without header', async () => {
    expect(await answerTo(client, Buffer.alloc(0))).toEqual({
      status: 400,
      info: 'could not determine channel ID: header not set',
    });
  });

  test('services 18: nothing of somebody who may not write', async () => {
    const omega = network.atOrderer(OMEGA);
    const one = envelope(omega.signer, Buffer.from('x'), { channelId: 'main' });
    expect(await answerTo(omega, one)).toEqual({ status: 403, info: NOT_A_WRITER });
    const tampered = Buffer.from(message('main'));
    tampered[tampered.length - 1]! ^= 1;
    expect(await answerTo(client, tampered)).toEqual({ status: 403, info: NOT_A_WRITER });
  });

  test('services 19: nothing above the absolute maximum', async () => {
    const { status, info } = await answerTo(client, message('main', 10_485_760));
    expect(status).toBe(400);
    expect(info).toMatch(
      /^message payload is 1048\d{4} bytes and exceeds maximum allowed 10485760 bytes$/,
    );
  });

  test('services 78: three messages where two make a block', async () => {
    const batch = { maxMessageCount: 2, timeout: '1s' };
    const { name } = await makeChannel(network, { batch });
    await leader(name);
    await until(async () => (await height(name)) === 2);
    await broadcast(
      client,
      [1, 2, 3].map(() => message(name)),
    );
    await until(async () => (await height(name)) === 4);
    expect(await sizes(name)).toEqual([1, 2, 1]);
  });

  test('services 78: one above the preferred size, and a configuration between others', async () => {
    const batch = { maxMessageCount: 2, preferredMaxBytes: 6_000, timeout: '3s' };
    const channel = await makeChannel(network, { batch });
    const { name } = channel;
    await leader(name);
    await until(async () => (await height(name)) === 2);
    const { answers } = await broadcast(client, [
      message(name),
      message(name, 7_000),
      message(name),
      timeout(channel, '1s'),
      message(name),
      message(name),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    await until(async () => (await height(name)) === 7);
    expect(await sizes(name)).toEqual([1, 1, 1, 1, 1, 2]);
    expect((await blocks(name)).map(lastConfig)).toEqual([0n, 0n, 0n, 0n, 0n, 5n, 5n]);
  });

  test.each(['etcdraft', 'BFT'] as const)(
    'services 79: hashes, signatures and the last configuration (%s)',
    async (consensus) => {
      const batch = { maxMessageCount: 1, timeout: '500ms' };
      const channel = await makeChannel(network, { consensus, batch });
      const { name } = channel;
      const count = network.orderers.length;
      const everywhere = Array.from({ length: consensus === 'BFT' ? count : 1 }, (_, index) =>
        network.atOrderer(ALPHA, 'user', index),
      );
      /** To all who agree on blocks, as a gateway does: one that does not lead would wait before it tells the others. */
      const send = async (one: Buffer) => {
        const before = await height(name);
        await eventually(async () => {
          const all = await Promise.all(everywhere.map((by) => answerTo(by, one)));
          const refused = all.find(
            ({ status, info }) => status !== 200 && !info.includes('request already '),
          );
          if (refused !== undefined && (await height(name)) === before)
            throw new Error(refused.info);
        });
        await until(async () => (await height(name)) > before);
      };
      await eventually(() => height(name));
      for (let i = 0; i < 2; i++) await send(message(name));
      const before = ChannelBundle.fromBlock(channel.genesis);
      await send(timeout(channel, '1s'));
      await send(message(name));
      const chain = await blocks(name);
      expect(chain.map(lastConfig)).toEqual([0n, 0n, 0n, 3n, 3n]);
      for (const [number, one] of chain.entries()) {
        expect(dataHash(one.data?.data ?? []).equals(headerOf(one).dataHash)).toBe(true);
        // As the orderer delivers them the peers' flags and commit hash are missing.
        if (number > 0) expect(metadataOf(one, 'transactionsFilter')).toHaveLength(0);
        expect(metadataOf(one, 'commitHash')).toHaveLength(0);
        if (number === 0) continue;
        const previous = chain[number - 1]!;
        expect(headerHash(headerOf(previous)).equals(headerOf(one).previousHash)).toBe(true);
        const signed = blockSignatures(one, before);
        const { satisfied } = before.policies.evaluate('/Channel/Orderer/BlockValidation', signed);
        expect([signed.length, satisfied]).toEqual([consensus === 'BFT' ? 3 : 1, true]);
        const { signatures } = decode(Metadata, metadataOf(one, 'signatures'));
        for (const { signatureHeader, identifierHeader } of signatures) {
          expect(signatureHeader.length > 0).toBe(consensus === 'etcdraft');
          expect(identifierHeader.length > 0).toBe(consensus === 'BFT');
        }
        expect(metadataOf(one, 'orderer')).toHaveLength(0);
      }
    },
  );
});
