import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChannelHeader, headerType, Payload } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import { SuiteNetwork } from '../support/network.js';
import { commit, order } from './committing.js';
import { crafted } from './crafting.js';
import { endorsed, valueOf } from './endorsing.js';
import { openScene } from './opening.js';
import { fresh, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

const put = (key: string) => ({ cc: { writes: [[key, '1']] } }) as const;
/** A transaction that writes a key, of which one thing is not as it should be. */
const writing = (key: string, draft: Parameters<typeof crafted>[2] = {}) => {
  const { cc } = put(key);
  return crafted(scene, { [scene.chaincode]: cc }, draft);
};

describe('what stands around a transaction', () => {
  /** The flag of one transaction, and what its key holds then. */
  const outcome = async (make: (key: string) => ReturnType<typeof writing>) => {
    const key = fresh();
    const codes = await commit(scene, make(key));
    return [...codes, await valueOf(scene, key)];
  };

  test('a transaction as it should be, to compare with', async () => {
    expect(await outcome((key) => writing(key))).toEqual([0, '1']);
  });

  test('row 3: unknown field at end of envelope', async () => {
    const unknown = Buffer.from([0x4a, 1, 120]);
    const alter = (part: string, bytes: Buffer): Buffer =>
      part === 'envelope' ? Buffer.concat([bytes, unknown]) : bytes;
    expect(await outcome((key) => writing(key, { alter }))).toEqual([0, '1']);
  });

  test('row 2: envelope trailing bytes: an orderer puts them where they belong', async () => {
    const unknown = Buffer.from([0x4a, 1, 120]);
    const alter = (part: string, bytes: Buffer): Buffer =>
      part === 'envelope' ? Buffer.concat([unknown, bytes]) : bytes;
    const key = fresh();
    const sent = writing(key, { alter });
    const [place] = await order(scene, [sent.envelope]);
    expect(place?.code).toBe(0);
    const stored = scene.watch(scene.o1).blocks.get(place!.block)?.data?.data[place!.index];
    const canonical = Buffer.concat([sent.envelope.subarray(unknown.length), unknown]);
    expect(Buffer.from(stored!)).toEqual(canonical);
  });

  test('row 10: epoch 1', async () => {
    expect(await outcome((key) => writing(key, { epoch: 1n }))).toEqual([3, '']);
  });

  test('row 12: type MESSAGE (0)', async () => {
    expect(await outcome((key) => writing(key, { type: headerType.message }))).toEqual([3, '']);
  });

  test('row 13: upper-case tx id', async () => {
    const upper = (bytes: Buffer): Buffer => {
      const header = decode(ChannelHeader, bytes);
      return encode(ChannelHeader, { ...header, txId: header.txId.toUpperCase() });
    };
    const alter = (part: string, bytes: Buffer): Buffer =>
      part === 'channelHeader' ? upper(bytes) : bytes;
    expect(
      await outcome((key) => {
        const sent = writing(key, { alter });
        return { ...sent, transactionId: sent.transactionId.toUpperCase() };
      }),
    ).toEqual([8, '']);
  });

  test('row 14: transient map left in tx', async () => {
    expect(await outcome((key) => writing(key, { transient: { a: 'b' } }))).toEqual([5, '']);
  });

  test('row 15: two actions', async () => {
    expect(await outcome((key) => writing(key, { actions: 2 }))).toEqual([5, '']);
    expect(await outcome((key) => writing(key, { actions: 0 }))).toEqual([5, '']);
  });

  test('row 16: outer ≠ inner signature header, hash consistent', async () => {
    const proposer = scene.o2.client;
    expect(await outcome((key) => writing(key, { proposer }))).toEqual([0, '1']);
    expect(await outcome((key) => writing(key, { proposer, by: [scene.o1] }))).toEqual([10, '']);
  });

  test('row 27: DER with trailing bytes', async () => {
    const key = fresh();
    const steps = [{ do: 'put', key, value: '1' }];
    const signature = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.of(0)]);
    expect(await commit(scene, await endorsed(scene, { steps }, { signature }))).toEqual([0]);
    expect(await valueOf(scene, key)).toBe('1');
  });

  test('what is no payload', async () => {
    const alter = (part: string, bytes: Buffer): Buffer =>
      part === 'payload'
        ? encode(Payload, { ...decode(Payload, bytes), data: Buffer.of() })
        : bytes;
    expect(await outcome((key) => writing(key, { alter }))).toEqual([5, '']);
  });
});
