import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { Simulator } from '@argosy/ledger/simulator';
import { VALIDATION_PARAMETER } from '@argosy/ledger/validation/key-policies';
import { BlockRejected } from '@argosy/ledger/verdict';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import { SignaturePolicyEnvelope, principalClass } from '@argosy/protocol/messages/policies';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';
import { collected } from '../support/collected.js';
import { makeConsortium } from '../support/consortium.js';
import type { Consortium } from '../support/consortium.js';
import { Forge } from '../support/forge.js';

const CC = 'argosy';
const { VALID, ENDORSEMENT_POLICY_FAILURE } = validationCode;

let consortium: Consortium;
let ledger: Ledger;
let forge: Forge;

beforeAll(async () => {
  consortium = await makeConsortium();
});

beforeEach(async () => {
  const store = new MemoryBlockStore();
  ledger = await Ledger.open({ genesisBlock: consortium.genesisBlock, store });
  forge = new Forge(consortium, ledger);
  expect(await forge.commit(forge.definition(CC))).toEqual([VALID]);
});

const put =
  (key: string, value: string) =>
  (simulator: Simulator): void => {
    simulator.put(CC, key, Buffer.from(value));
  };

/** All that stands in the state of the chaincode, as text. */
async function state(): Promise<string> {
  const snapshot = ledger.snapshot();
  try {
    return (await collected(snapshot.range(CC, '', '')))
      .map(([key, { value, version }]) => `${key}=${String(value)}@${version.blockNum}`)
      .join();
  } finally {
    snapshot.release();
  }
}

/** Commit, or be refused with a sentence and without a trace. */
async function commitOrRefuse(block: Parameters<Ledger['commit']>[0]): Promise<number[]> {
  const before = [ledger.height, await state(), ledger.lastHeaderHash] as const;
  try {
    return (await ledger.commit(block)).transactions.map(({ code }) => code);
  } catch (error) {
    expect(error).toBeInstanceOf(BlockRejected);
    expect(String(error)).toMatch(/\w+ \w+ \w+/);
    expect([ledger.height, await state(), ledger.lastHeaderHash]).toEqual(before);
    return [];
  }
}

describe('single defects', () => {
  const refused = async (block: Parameters<Ledger['commit']>[0], reason: RegExp): Promise<void> => {
    const commit = ledger.commit(block);
    await expect(commit).rejects.toThrow(BlockRejected);
    await expect(commit).rejects.toThrow(reason);
  };
  const a = (): Buffer => forge.transaction({ run: put('a', '1') });

  test('a block without header', async () => {
    await refused({ ...forge.block([a()]), header: undefined }, /no header/);
  });

  test('signatures that cannot be read', async () => {
    const block = forge.block([a()]);
    const rubbish = { identifierHeader: Buffer.from('ff', 'hex'), signature: Buffer.of(1) };
    for (const slot of [
      Buffer.from('ffff', 'hex'),
      encode(Metadata, { signatures: [rubbish] }),
      encode(Metadata, { signatures: [{ signatureHeader: Buffer.from('ff', 'hex') }] }),
    ]) {
      const metadata = [slot, ...(block.metadata?.metadata.slice(1) ?? [])];
      await refused({ ...block, metadata: { metadata } }, /signatures cannot be read/);
    }
  });

  test('metadata with the signatures alone is enough', async () => {
    const block = forge.block([a()]);
    const metadata = block.metadata?.metadata.slice(0, 1) ?? [];
    expect((await ledger.commit({ ...block, metadata: { metadata } })).number).toBe(2n);
  });

  test('a configuration in the middle of a block, and alone', async () => {
    const genesis = decode(Block, consortium.genesisBlock);
    const [config = Buffer.of()] = genesis.data?.data ?? [];
    // It is not signed: within others it is no envelope of a transaction, alone it has no creator.
    await refused(forge.block([a(), config]), /transaction 1: the envelope has no signature/);
    expect(await commitOrRefuse(forge.block([config]))).toEqual([validationCode.BAD_COMMON_HEADER]);
  });

  test('an empty entry, alone and among others', async () => {
    await refused(forge.block([Buffer.of()]), /no payload/);
    await refused(forge.block([a(), Buffer.of()]), /transaction 1/);
  });

  describe('policies of a key', () => {
    const guard = async (value: Uint8Array): Promise<void> => {
      const run = (simulator: Simulator): void => {
        simulator.put(CC, 'k', Buffer.from('1'));
        simulator.putMetadata(CC, 'k', [{ name: VALIDATION_PARAMETER, value }]);
      };
      expect(await forge.commit(forge.transaction({ run }))).toEqual([VALID]);
    };
    const write = (): Buffer => forge.transaction({ run: put('k', '2') });
    const bank = { principalClassification: 0, principal: Buffer.of() };

    test('that is no policy: a peer halts, the block is refused', async () => {
      await guard(Buffer.from('no policy'));
      await refused(forge.block([write()]), /the policy of key "k" of "argosy" cannot be read/);
      expect(await forge.commit(a())).toEqual([VALID]);
    });

    test.each([
      ['no rule', {}],
      ['a rule of no type', { rule: {} }],
      ['an index out of range', { rule: { signedBy: 3 }, identities: [bank] }],
      [
        'a principal that cannot be read',
        { rule: { signedBy: 0 }, identities: [{ ...bank, principal: Buffer.of(255) }] },
      ],
      [
        'a class that does not exist',
        { rule: { signedBy: 0 }, identities: [{ ...bank, principalClassification: 9 }] },
      ],
      [
        'a unit of no organisation',
        {
          rule: { signedBy: 0 },
          identities: [{ ...bank, principalClassification: principalClass.organizationUnit }],
        },
      ],
    ])('with %s is met by nobody', async (_, policy) => {
      await guard(encode(SignaturePolicyEnvelope, { version: 1, ...policy }));
      expect(await forge.commit(write())).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    });
  });

  test('a definition that cannot be read', async () => {
    const broken = forge.transaction({
      chaincode: '_lifecycle',
      run: (simulator) => {
        simulator.put('_lifecycle', `namespaces/metadata/${CC}`, Buffer.from('ffff', 'hex'));
      },
    });
    expect(await forge.commit(broken)).toEqual([VALID]);
    await refused(forge.block([a()]), /the definition of chaincode "argosy" cannot be read/);
  });

  test('two commits at once are one after the other', async () => {
    const [first, second] = [forge.block([a()]), forge.block([a()])];
    const [one, two] = await Promise.allSettled([ledger.commit(first), ledger.commit(second)]);
    expect([one.status, two.status]).toEqual(['fulfilled', 'rejected']);
    expect(ledger.height).toBe(3n);
  });
});
