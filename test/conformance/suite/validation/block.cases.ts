import { afterAll, describe, expect, test } from '@jest/globals';
import { metadataOf } from '@argosy/protocol/block';
import { sha256 } from '@argosy/protocol/crypto';
import { IdentifierHeader, Metadata } from '@argosy/protocol/messages/common';
import { UpdateEntries, type UpdateEntry } from '@argosy/protocol/messages/rwset';
import { decode, encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import { any, member, policyOf } from '../../../support/policies.js';
import { hash } from '../../../support/read-write-sets.js';
import { SuiteNetwork } from '../support/network.js';
import type { Step } from '../support/steps.js';
import { commit, order } from './committing.js';
import { crafted } from './crafting.js';
import { endorsed } from './endorsing.js';
import { openBare, openScene } from './opening.js';
import { fresh, type Scene } from './scene.js';

const network = new SuiteNetwork();
const scenes: Scene[] = [];
const opened = async (opening: Promise<Scene>): Promise<Scene> => {
  const scene = await opening;
  scenes.push(scene);
  return scene;
};

afterAll(() => {
  for (const scene of scenes) scene.close();
  network.close();
});

const blockOf = (scene: Scene, number: bigint) => {
  const block = scene.watch(scene.o1).blocks.get(number);
  if (block === undefined) throw new Error(`block ${number} was not seen`);
  return block;
};
const commitHashOf = (scene: Scene, number: bigint): Uint8Array =>
  decode(Metadata, metadataOf(blockOf(scene, number), 'commitHash')).value;
const signaturesOf = (scene: Scene, number: bigint) =>
  decode(Metadata, metadataOf(blockOf(scene, number), 'signatures')).signatures;
const invalid = (scene: Scene) =>
  crafted(scene, { [scene.chaincode]: { writes: [[fresh(), '1']] } });

describe('who signs blocks', () => {
  test('row 5: BFT n=4: each block has a quorum, by identifiers', async () => {
    const scene = await opened(openBare(network, { consensus: 'BFT' }));
    expect(await commit(scene, invalid(scene))).toEqual([25]);
    const signatures = signaturesOf(scene, 1n);
    const identifiers = signatures.map(({ identifierHeader, signatureHeader }) => {
      expect(signatureHeader).toHaveLength(0);
      return decode(IdentifierHeader, identifierHeader).identifier;
    });
    expect(new Set(identifiers).size).toBeGreaterThanOrEqual(3);
  });

  test('row 74: Raft block under V3_0 with signature_header', async () => {
    const scene = await opened(openBare(network, { capabilities: { channel: 'V3_0' } }));
    expect(await commit(scene, invalid(scene))).toEqual([25]);
    const signatures = signaturesOf(scene, 1n);
    expect(signatures).toHaveLength(1);
    expect(signatures[0]?.signatureHeader.length).toBeGreaterThan(0);
    expect(signatures[0]?.identifierHeader).toHaveLength(0);
  });
});

describe('commit hashes', () => {
  type Entry = Encodable<Decoded<typeof UpdateEntry>>;

  /** Commit steps in a block of their own, and compare its commit hash with that of what it changes. */
  const expectHash = async (
    scene: Scene,
    steps: readonly Step[],
    changed: (version: Buffer) => readonly Entry[],
  ): Promise<void> => {
    const [place] = await order(scene, [(await endorsed(scene, { steps })).envelope]);
    expect(place).toMatchObject({ index: 0, code: 0 });
    const { block } = place!;
    const version = Buffer.of(1, Number(block), 0);
    const updates = encode(UpdateEntries, { kvwrites: changed(version) });
    const expected = sha256(Buffer.of(1), Buffer.of(0), updates, commitHashOf(scene, block - 1n));
    expect(Buffer.from(commitHashOf(scene, block))).toEqual(expected);
  };

  test('row 70: commit hash block 1', async () => {
    const count = 130;
    const batch = { maxMessageCount: count, timeout: '10s' };
    const scene = await opened(openBare(network, { batch }));
    const codes = await commit(scene, ...Array.from({ length: count }, () => invalid(scene)));
    expect(new Set(codes)).toEqual(new Set([25]));
    // 130 as an unsigned varint is 82 01.
    const expected = sha256(Buffer.of(0x82, 0x01), Buffer.from(codes));
    expect(Buffer.from(commitHashOf(scene, 1n))).toEqual(expected);
  });

  test('rows 71, 75, 76: policies are not in it; keys in the order of their bytes, or hashes', async () => {
    const scene = await opened(openScene(network));
    const namespace = scene.chaincode;
    const key = fresh();
    const value = Buffer.from('v');
    const entry = (versionBytes: Buffer, fields: Entry): Entry => ({
      isDelete: false,
      versionBytes,
      ...fields,
    });
    const own = (versionBytes: Buffer) => [
      entry(versionBytes, { namespace, key: Buffer.from(key), value }),
    ];
    await expectHash(scene, [{ do: 'put', key, value: 'v' }], own);
    for (const one of [scene.o1, scene.o2]) {
      const policy = policyOf(any(member(one)));
      const guard = { do: 'setPolicy', key, value: policy.toString('base64') };
      await expectHash(scene, [guard], own);
    }
    const keys = ['\u{ff5e}', '\u{1f600}'];
    await expectHash(
      scene,
      keys.toReversed().map((it) => ({ do: 'put', key: it, value: 'v' })),
      (version) =>
        keys.map((it, i) =>
          entry(version, { ...(i === 0 && { namespace }), key: Buffer.from(it), value }),
        ),
    );
    await expectPrivateHash(scene, entry);
  });

  const expectPrivateHash = async (
    scene: Scene,
    entry: (version: Buffer, fields: Entry) => Entry,
  ): Promise<void> => {
    const collection = `_implicit_org_${scene.o1.mspId}`;
    const steps = ['a', 'b', 'c'].map((key) => ({ do: 'put', collection, key, value: 'v' }));
    const hashes = steps.map(({ key }) => hash(key)).sort((one, other) => one.compare(other));
    expect(hashes).not.toEqual(steps.map(({ key }) => hash(key)));
    const by = [scene.o1];
    const [place] = await order(scene, [(await endorsed(scene, { steps, by })).envelope]);
    expect(place).toMatchObject({ index: 0, code: 0 });
    const version = Buffer.of(1, Number(place!.block), 0);
    const first = { namespace: scene.chaincode, collection };
    const updates = encode(UpdateEntries, {
      kvwrites: hashes.map((key, i) =>
        entry(version, { ...(i === 0 && first), key, value: hash('v') }),
      ),
    });
    const before = commitHashOf(scene, place!.block - 1n);
    const expected = sha256(Buffer.of(1), Buffer.of(0), updates, before);
    expect(Buffer.from(commitHashOf(scene, place!.block))).toEqual(expected);
  };
});
