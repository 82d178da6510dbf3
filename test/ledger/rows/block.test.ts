import { expect, test } from '@jest/globals';
import { dataHash, headerBytes, headerHash } from '@argosy/protocol/block';
import { sha256 } from '@argosy/protocol/crypto';
import { validationCode } from '@argosy/protocol/validation-code';
import { TestChannel, ordererGroup } from '../../support/channel.js';
import { addGroup, configure, groupAt } from '../../support/configurations.js';
import { TestOrganisation } from '../../support/organisation.js';
import { all, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
import { asConsenter, asCreator, spoilt } from '../../support/seals.js';
import type { Seal } from '../../support/seals.js';
import { Stage } from '../../support/stage.js';

const { VALID, INVALID_CHAINCODE } = validationCode;

const bft = new TestChannel({ consensus: 'BFT' });
/** The seals of consenters by number. */
const seals = (channel: TestChannel, ...numbers: readonly number[]): Seal[] =>
  numbers.map((n) => asConsenter(n, channel.consenters[n - 1]!));

test('row 01: data-hash plain concat', async () => {
  const bytes = (...entries: readonly string[]): Buffer[] => entries.map((it) => Buffer.from(it));
  expect(dataHash(bytes('ab', 'c'))).toEqual(dataHash(bytes('a', 'bc')));
  const stage = await Stage.open();
  await expect(stage.commit(...bytes('ab', 'c'))).rejects.toThrow(/transaction 0/);
  const [one, two] = [stage.put('a', '1'), stage.put('b', '1')];
  const together = stage.block([Buffer.concat([one, two])]);
  expect(together.header?.dataHash).toEqual(stage.block([one, two]).header?.dataHash);
  await expect(stage.commitBlock(together)).rejects.toThrow(/canonical/);
  expect(await stage.commit(one, two)).toEqual([VALID, VALID]);
});

/** A field that envelopes do not have: number 9, two bytes. */
const unknown = Buffer.of(0x4a, 2, 1, 2);

test('row 02: envelope trailing bytes', async () => {
  const stage = await Stage.open();
  const plain = stage.put('a', '1');
  await expect(stage.commit(Buffer.concat([unknown, plain]))).rejects.toThrow(/canonical/);
  await expect(stage.commit(plain, Buffer.concat([plain, Buffer.of(0)]))).rejects.toThrow(
    /transaction 1/,
  );
  expect(stage.ledger.height).toBe(3n);
});

test('row 03: unknown field at end of envelope', async () => {
  const stage = await Stage.open();
  const [good, bad] = [stage.put('a', '1'), stage.put('a', '2', { by: [] })].map((plain) =>
    Buffer.concat([plain, unknown]),
  );
  expect(await stage.commit(good!, bad!)).toEqual([0, 10]);
  expect(stage.value('a')).toBe('1');
});

test('row 04: header number 128 and 2^63', () => {
  const hash = '11'.repeat(32);
  const header = (number: bigint) => ({
    number,
    previousHash: Buffer.from(hash, 'hex'),
    dataHash: Buffer.from(hash, 'hex'),
  });
  const hashes = `0420${hash}0420${hash}`;
  const expected = [
    [127n, `304702017f${hashes}`],
    [128n, `304802020080${hashes}`],
    [2n ** 63n, `304f02090080${'00'.repeat(7)}${hashes}`],
  ] as const;
  for (const [number, der] of expected) {
    expect(headerBytes(header(number)).toString('hex')).toBe(der);
    expect(headerHash(header(number))).toEqual(sha256(Buffer.from(der, 'hex')));
  }
});

test('row 05: BFT n=4, 3 consenter sigs', async () => {
  const stage = await Stage.open(bft);
  const two = stage.block([stage.put('a', '1')], seals(bft, 1, 2));
  await expect(stage.commitBlock(two)).rejects.toThrow(/signed/);
  const three = stage.block([stage.put('a', '1')], seals(bft, 1, 2, 3));
  expect(await stage.commitBlock(three)).toEqual([VALID]);
});

test('row 06: BFT duplicate signer', async () => {
  const stage = await Stage.open(bft);
  const block = stage.block([stage.put('a', '1')], seals(bft, 1, 1, 2));
  await expect(stage.commitBlock(block)).rejects.toThrow(/signed/);
});

test('row 07: BFT bad then good by same id', async () => {
  const stage = await Stage.open(bft);
  const [first, second, third] = seals(bft, 1, 2, 3);
  const bad = spoilt(first!);
  const only = stage.block([stage.put('a', '1')], [bad, second!, third!]);
  await expect(stage.commitBlock(only)).rejects.toThrow(/signed/);
  const again = stage.block([stage.put('a', '1')], [bad, first!, second!, third!]);
  expect(await stage.commitBlock(again)).toEqual([VALID]);
});

test('row 08: BFT header under V2_0 channel', async () => {
  const older = new TestChannel({ consensus: 'BFT', capability: 'V2_0' });
  const stage = await Stage.bare(older);
  const entries = [stage.put('a', '1')];
  const byNumber = stage.block(entries, seals(older, 1, 2, 3, 4));
  await expect(stage.commitBlock(byNumber)).rejects.toThrow(/block 1/);
  const byCertificate = stage.block(entries, older.consenters.slice(0, 3).map(asCreator));
  expect(await stage.commitBlock(byCertificate)).toEqual([INVALID_CHAINCODE]);
});

test('row 09: config block signed under new orderer org only', async () => {
  const stage = await Stage.open();
  const newcomer = new TestOrganisation('New');
  const update = configure(stage, {
    change: (root) => addGroup(groupAt(root, 'Orderer'), 'New', ordererGroup(newcomer)),
  });
  const early = stage.block([update], [asCreator(newcomer.orderer)]);
  await expect(stage.commitBlock(early)).rejects.toThrow(/signed/);
  expect(await stage.commit(update)).toEqual([VALID]);
  const later = stage.block([stage.put('a', '1')], [asCreator(newcomer.orderer)]);
  expect(await stage.commitBlock(later)).toEqual([VALID]);
});

test('row 70: commit hash block 1', async () => {
  const stage = await Stage.bare(new TestChannel());
  const entries = Array.from({ length: 130 }, (_, i) => stage.put('a', `${i}`));
  const codes = await stage.commit(...entries);
  expect(new Set(codes)).toEqual(new Set([INVALID_CHAINCODE]));
  // 130 as an unsigned varint is 82 01.
  expect(stage.last.commitHash).toEqual(sha256(Buffer.of(0x82, 0x01), Buffer.from(codes)));
});

test('row 71: commit hash and policy', async () => {
  const channel = new TestChannel();
  const definition = (await Stage.bare(channel)).definition('cc');
  const commitHashOf = async (value: string, policy: Buffer) => {
    const stage = await Stage.bare(channel);
    await stage.settle(definition);
    const metadata = guardedBy(policy);
    await stage.settle(
      stage.transaction({ cc: { writes: [['K', value]], metadata: [['K', metadata]] } }),
    );
    expect(stage.entry('cc', 'K')?.metadata.map((it) => Buffer.from(it.value))).toEqual([policy]);
    return Buffer.from(stage.last.commitHash).toString('hex');
  };
  const [first, second] = channel.members.map((one) => policyOf(all(member(one))));
  const hash = await commitHashOf('1', first!);
  expect(await commitHashOf('1', second!)).toBe(hash);
  expect(await commitHashOf('2', first!)).not.toBe(hash);
});

test('row 74: Raft block under V3_0 with signature_header', async () => {
  const stage = await Stage.open({ capability: 'V3_0', consensus: 'etcdraft' });
  const { orderers } = stage.channel;
  const entries = [stage.put('a', '1')];
  const byClient = stage.block(entries, [asCreator(orderers.client)]);
  await expect(stage.commitBlock(byClient)).rejects.toThrow(/signed/);
  const byOrderer = stage.block(entries, [asCreator(orderers.orderer)]);
  expect(await stage.commitBlock(byOrderer)).toEqual([VALID]);
});
