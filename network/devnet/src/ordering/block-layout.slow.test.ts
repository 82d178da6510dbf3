import { afterEach, describe, expect, test } from '@jest/globals';
import { dataHash, headerHash, headerOf, metadataOf } from '@argosy/protocol/block';
import { blockSignatures } from '@argosy/protocol/block-signature';
import { setPolicy, setValue } from '@argosy/protocol/configuration/edit';
import {
  Block,
  LastConfig,
  Metadata,
  OrdererBlockMetadata,
} from '@argosy/protocol/messages/common';
import { BatchSize, BatchTimeout } from '@argosy/protocol/messages/configuration';
import { implicitMeta } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { verifySignatures } from '../../test-support/block-signatures.js';
import {
  answerTo,
  blindUpdate,
  broadcast,
  deliver,
  message,
  newest,
  oldest,
  seekEnvelope,
  signedUpdate,
} from '../../test-support/orderer-calls.js';
import { OrderedNetwork, type OrderedOptions } from '../../test-support/ordered-network.js';
import { until } from '../../test-support/until.js';

describe('blocks', () => {
  let network: OrderedNetwork;
  afterEach(() => network.close());

  const admins = (): Promise<Signer[]> =>
    Promise.all(
      network.spec.members
        .concat(network.spec.orderers)
        .map(({ mspId }) => network.enrol(mspId, 'admin')),
    );
  const block = (number: bigint) => decode(Block, network.channel.ledger.block(number));
  const sizes = (): number[] =>
    Array.from(
      { length: Number(network.channel.ledger.height) - 1 },
      (_, i) => block(BigInt(i + 1)).data?.data.length ?? 0,
    );
  const lastConfig = (number: bigint) => {
    const one = block(number);
    const slot = decode(LastConfig, decode(Metadata, metadataOf(one, 'lastConfig')).value);
    const { value } = decode(Metadata, metadataOf(one, 'signatures'));
    expect(decode(OrdererBlockMetadata, value).lastConfig?.index ?? 0n).toBe(slot.index);
    return slot.index;
  };
  const start = async (options: OrderedOptions) => {
    network = await OrderedNetwork.start(options);
    return network.client('BankA');
  };
  const timeout = (text: string) =>
    setValue(
      network.channel.bundle.tree,
      '/Channel/Orderer',
      'BatchTimeout',
      encode(BatchTimeout, { timeout: text }),
    );

  const batch = { maxMessageCount: 2, preferredMaxBytes: 6_000, timeout: '300ms' };

  test('services 78: three messages where two make a block', async () => {
    const client = await start({ batch, blockProduction: { mode: 'interval' } });
    await broadcast(
      client,
      [1, 2, 3].map(() => message(client.signer)),
    );
    await until(() => network.channel.ledger.height >= 2n);
    expect(sizes()).toEqual([2]);
    await until(() => network.channel.ledger.height >= 3n);
    expect(sizes()).toEqual([2, 1]);
  }, 30_000);

  test('services 78: one above the preferred size, and a configuration between others', async () => {
    const client = await start({ batch, blockProduction: { mode: 'manual' } });
    const configuration = signedUpdate(network.channel.bundle, timeout('1s'), await admins());
    const { answers } = await broadcast(client, [
      message(client.signer),
      message(client.signer, 7_000),
      message(client.signer),
      configuration,
      message(client.signer),
      message(client.signer),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(network.channel.ledger.height).toBe(1n);
    await network.devnet.controls.cut('trade');
    expect(sizes()).toEqual([1, 1, 1, 1, 2]);
    expect(network.channel.ledger.summary(4n).transactions[0]).toMatchObject({ type: 1, code: 0 });
    expect([1n, 3n, 4n, 5n].map(lastConfig)).toEqual([0n, 0n, 4n, 4n]);
    await expect(network.devnet.controls.cut('other')).rejects.toThrow('there is no channel other');
  }, 30_000);

  test.each(['etcdraft', 'BFT'] as const)(
    'services 79: hashes, signatures and the last configuration (%s)',
    async (consensus) => {
      const orderers = consensus === 'BFT' ? 4 : 1;
      const client = await start({ consensus, orderers });
      for (let i = 0; i < 2; i++) {
        const before = network.channel.ledger.height;
        await answerTo(client, message(client.signer));
        await until(() => network.channel.ledger.height > before);
      }
      const before = network.channel.bundle;
      const update = signedUpdate(before, timeout('1s'), await admins());
      expect(await answerTo(client, update)).toEqual({ status: 200, info: '' });
      await until(() => network.channel.ledger.height === 4n);
      await answerTo(client, message(client.signer));
      await until(() => network.channel.ledger.height === 5n);

      expect([0n, 1n, 2n, 3n, 4n].map(lastConfig)).toEqual([0n, 0n, 0n, 3n, 3n]);
      for (let number = 1n; number < 5n; number++) {
        const one = block(number);
        const header = headerOf(one);
        expect(dataHash(one.data?.data ?? []).equals(header.dataHash)).toBe(true);
        expect(headerHash(headerOf(block(number - 1n))).equals(header.previousHash)).toBe(true);
        expect(verifySignatures(network.channel, number)).toEqual({
          signatures: consensus === 'BFT' ? 3 : 1,
          satisfied: true,
        });
        const { signatures } = decode(Metadata, metadataOf(one, 'signatures'));
        for (const { signatureHeader, identifierHeader } of signatures) {
          expect(signatureHeader.length > 0).toBe(consensus === 'etcdraft');
          expect(identifierHeader.length > 0).toBe(consensus === 'BFT');
        }
        expect(metadataOf(one, 'orderer')).toHaveLength(0);
      }
      // As the orderer delivers them the peers' flags and commit hash are missing, and the signatures hold all the same.
      const seek = seekEnvelope(client.signer, { start: oldest, stop: newest });
      const delivered = await deliver(client, seek);
      expect(delivered.map(({ status }) => status)).toEqual([...Array(5).fill(undefined), 200]);
      for (const { block: one } of delivered.slice(1, 5)) {
        expect(metadataOf(one!, 'transactionsFilter')).toHaveLength(0);
        expect(metadataOf(one!, 'commitHash')).toHaveLength(0);
        const signed = blockSignatures(one!, before);
        const policy = '/Channel/Orderer/BlockValidation';
        expect(before.policies.evaluate(policy, signed).satisfied).toBe(true);
      }
    },
    30_000,
  );

  test('BFT: a message that waits, or was ordered, is not taken again', async () => {
    const client = await start({
      consensus: 'BFT',
      orderers: 4,
      blockProduction: { mode: 'manual' },
    });
    const one = message(client.signer);
    expect(await answerTo(client, one)).toEqual({ status: 200, info: '' });
    expect(await answerTo(client, one)).toEqual({
      status: 503,
      info: 'failed to submit request: request already exists',
    });
    await network.devnet.controls.cut('trade');
    expect(await answerTo(client, one)).toEqual({
      status: 503,
      info: 'failed to submit request: request already processed',
    });
  }, 30_000);

  test('Raft orders the same message twice', async () => {
    const client = await start({ blockProduction: { mode: 'manual' } });
    const one = message(client.signer);
    expect((await broadcast(client, [one, one])).answers).toEqual(
      Array(2).fill({ status: 200, info: '' }),
    );
    await network.devnet.controls.cut('trade');
    expect(sizes()).toEqual([2]);
  }, 30_000);

  test('BFT: the policy of blocks must stay the quorum of the consenters', async () => {
    const client = await start({ consensus: 'BFT', orderers: 4 });
    const { bundle } = network.channel;
    const weaker = setPolicy(
      bundle.tree,
      '/Channel/Orderer',
      'BlockValidation',
      implicitMeta('any', 'Writers'),
    );
    const { status, info } = await answerTo(client, blindUpdate(bundle, weaker, await admins()));
    expect(status).toBe(503);
    expect(info).toMatch(/BlockValidation: it must be exactly 3 of the 4 consenters/);
  }, 30_000);

  test('two updates at once: the second is judged anew, and dropped', async () => {
    const client = await start({ blockProduction: { mode: 'manual' } });
    const { bundle } = network.channel;
    const signers = await admins();
    const smaller = setValue(
      bundle.tree,
      '/Channel/Orderer',
      'BatchSize',
      encode(BatchSize, { maxMessageCount: 3, absoluteMaxBytes: 9_000, preferredMaxBytes: 9_000 }),
    );
    const { answers } = await broadcast(client, [
      signedUpdate(bundle, smaller, signers),
      signedUpdate(bundle, smaller, signers),
      message(client.signer, 12_000),
      message(client.signer),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await network.devnet.controls.cut('trade');
    expect(sizes()).toEqual([1, 1]);
    expect(network.channel.bundle.sequence).toBe(1n);
    expect(network.warnings.join()).toMatch(/the configuration changed: .*version/);
    expect(network.warnings.join()).toMatch(/exceeds maximum allowed 9000 bytes/);
  }, 30_000);
});
