import { beforeAll, describe, expect, test } from '@jest/globals';
import { Envelope, Metadata, metadataSlot } from '@argosy/protocol/messages/common';
import { implicitMeta } from '@argosy/protocol/policy-build';
import { decode, encode } from '@argosy/protocol/wire';
import { TestChannel } from '../../support/channel.js';
import { configure } from '../../support/configurations.js';
import { TestOrganisation } from '../../support/organisation.js';
import { asConsenter, asCreator, spoilt } from '../../support/seals.js';
import type { Seal } from '../../support/seals.js';
import { Stage } from '../../support/stage.js';

let bft: TestChannel;
let stage: Stage;
beforeAll(async () => {
  bft = new TestChannel({ consensus: 'BFT' });
  stage = await Stage.open(bft);
});

const consenter = (n: number): Seal => asConsenter(n, bft.consenters[n - 1]!);
const three = (): Seal[] => [1, 2, 3].map(consenter);
/** A seal whose header cannot be read. */
const unreadable =
  (field: 'identifierHeader' | 'signatureHeader'): Seal =>
  () => ({ [field]: Buffer.of(0x0a, 5), signature: Buffer.of(1) });
const sealedBy = (...seals: Seal[]) => stage.commitBlock(stage.block([stage.put('a', '1')], seals));

describe('the signatures of a block', () => {
  test('by a consenter whom the configuration does not know count for nothing', async () => {
    const stranger = asConsenter(9, bft.consenters[3]!);
    expect(await sealedBy(stranger, ...three())).toEqual([0]);
    await expect(sealedBy(stranger, consenter(1), consenter(2))).rejects.toThrow(/block/);
  });

  test('under the number of another consenter count for nothing', async () => {
    const [one, two] = three();
    await expect(sealedBy(one!, two!, asConsenter(3, bft.consenters[3]!))).rejects.toThrow(/block/);
  });

  test('with the certificate instead of the number count as well', async () => {
    const certificates = bft.consenters.map(asCreator);
    expect(await sealedBy(...certificates.slice(0, 3))).toEqual([0]);
    expect(await sealedBy(consenter(1), certificates[1]!, consenter(3))).toEqual([0]);
    await expect(sealedBy(consenter(1), certificates[0]!, consenter(3))).rejects.toThrow(/block/);
  });

  test.each(['identifierHeader', 'signatureHeader'] as const)(
    'are all refused where a %s cannot be read',
    async (field) => {
      await expect(sealedBy(...three(), unreadable(field))).rejects.toThrow(/block/);
    },
  );

  test('of an orderer that is no consenter count for nothing', async () => {
    const other = asCreator(bft.orderers.orderer);
    await expect(sealedBy(consenter(1), consenter(2), other)).rejects.toThrow(/block/);
    expect(await sealedBy(consenter(1), other, consenter(2), consenter(4))).toEqual([0]);
  });

  test('cover header and metadata', async () => {
    const block = stage.block([stage.put('a', '1')]);
    const slots = [...block.metadata!.metadata];
    const signed = decode(Metadata, slots[metadataSlot.signatures]!);
    const value = Buffer.concat([signed.value, Buffer.of(0x4a, 0)]);
    slots[metadataSlot.signatures] = encode(Metadata, { ...signed, value });
    await expect(stage.commitBlock({ ...block, metadata: { metadata: slots } })).rejects.toThrow(
      /block/,
    );
    expect(await stage.commitBlock(block)).toEqual([0]);
  });
});

describe('the policy BlockValidation', () => {
  test.each([
    ['any', 1, true],
    ['all', 1, true],
    ['any', 0, false],
  ] as const)('as %s of the writers, with %d signatures', async (rule, count, taken) => {
    const raft = await Stage.bare(
      new TestChannel({ blockValidation: implicitMeta(rule, 'Writers') }),
    );
    const seals = raft.channel.consenters.slice(0, count).map(asCreator);
    const commit = raft.commitBlock(raft.block([raft.definition('cc')], seals));
    if (taken) expect(await commit).toEqual([0]);
    else await expect(commit).rejects.toThrow(/block 1/);
  });

  test('by an orderer whose signature is of something else, of a stranger, of a member', async () => {
    const raft = await Stage.open();
    const stranger = new TestOrganisation('Ord').orderer;
    const [orderer] = raft.channel.seals();
    for (const seal of [spoilt(orderer!), asCreator(stranger), asCreator(raft.o1.orderer)])
      await expect(raft.commitBlock(raft.block([raft.put('a', '1')], [seal]))).rejects.toThrow(
        /block 3/,
      );
  });
});

describe('the entries of a block', () => {
  const unusual = (entry: Buffer): Buffer => {
    const { payload, signature } = decode(Envelope, entry);
    return Buffer.concat([encode(Envelope, { signature }), encode(Envelope, { payload })]);
  };

  test('must be written as they would be written again', async () => {
    const plain = stage.put('a', '1');
    const bad = [
      unusual(plain),
      Buffer.concat([plain, plain]),
      encode(Envelope, { payload: decode(Envelope, plain).payload }),
      encode(Envelope, { signature: Buffer.of(1) }),
      Buffer.of(),
    ];
    for (const entry of bad) {
      await expect(stage.commit(entry)).rejects.toThrow(/block/);
      await expect(stage.commit(plain, entry)).rejects.toThrow(/block/);
    }
    await expect(stage.commit()).rejects.toThrow(/block/);
    expect(await stage.commit(plain)).toEqual([0]);
  });

  test('but not the only one of a block, where it is a configuration', async () => {
    const raft = await Stage.open();
    const { configuration } = {
      configuration: configure(raft, { change: (root) => root.version++ }),
    };
    await expect(raft.commit(unusual(configuration), raft.put('a', '1'))).rejects.toThrow(
      /block 3/,
    );
    expect(await raft.commit(unusual(configuration))).toEqual([0]);
    expect(await raft.commit(raft.put('a', '1'))).toEqual([0]);
  });
});
