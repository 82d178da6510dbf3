/** A chain as long as one likes, made with keys of our own: no recorded ledger is long enough to see memory grow. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { StateView } from '@argosy/ledger/state';
import { buildBlock, dataHash, headerHash, headerOf } from '@argosy/protocol/block';
import { consenterSignature } from '@argosy/protocol/block-signature';
import { Block } from '@argosy/protocol/messages/common';
import { encode } from '@argosy/protocol/wire';
import { makeConsortium } from '../../support/consortium.ts';
import type { Consortium } from '../../support/consortium.ts';
import { Forge } from '../../support/forge.ts';

const CHAINCODE = 'bench';
const PER_BLOCK = 50;
const SHARED_KEYS = 1000;

/** Write a chain of so many transactions, each with a new key and one of a thousand others. Returns the number of its blocks. */
export async function writeLongChain(path: string, transactions: number): Promise<number> {
  const file = createWriteStream(path);
  let blocks = 0;
  for await (const block of longChain(transactions)) {
    blocks++;
    if (!file.write(Buffer.concat([varint(block.length), block]))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return blocks;
}

async function* longChain(transactions: number): AsyncGenerator<Buffer> {
  const consortium = await makeConsortium();
  const { genesisBlock } = consortium;
  const ledger = await Ledger.open({ genesisBlock, store: new MemoryBlockStore() });
  const forge = new Forge(consortium, ledger);
  yield genesisBlock;
  let previousHash: Uint8Array = ledger.lastHeaderHash;
  let number = 1n;
  const sealed = (entries: readonly Buffer[]): Buffer => {
    const block = signedBlock(consortium, { number: number++, previousHash, entries });
    previousHash = headerHash(headerOf(block));
    return encode(Block, block);
  };
  yield sealed([forge.definition(CHAINCODE)]);
  for (let first = 0; first < transactions; first += PER_BLOCK) {
    const count = Math.min(PER_BLOCK, transactions - first);
    yield sealed(Array.from({ length: count }, (_, i) => credit(forge, first + i)));
  }
  await ledger.close();
}

/** Nothing is read but that the new key is new: then no transaction depends on another. */
const empty: StateView = {
  height: 0n,
  get: () => undefined,
  range: async function* () {},
};

function credit(forge: Forge, index: number): Buffer {
  return forge.transaction({
    chaincode: CHAINCODE,
    view: empty,
    run: (simulator) => {
      simulator.get(CHAINCODE, `credit-${index}`);
      simulator.put(CHAINCODE, `credit-${index}`, randomBytes(200));
      simulator.put(CHAINCODE, `shared-${index % SHARED_KEYS}`, randomBytes(50));
    },
  });
}

function signedBlock(
  { consenters }: Consortium,
  next: {
    readonly number: bigint;
    readonly previousHash: Uint8Array;
    readonly entries: readonly Buffer[];
  },
): ReturnType<typeof buildBlock> {
  const content = { ...next, lastConfig: 0n, consenterMetadata: Buffer.of(1) };
  const header = { ...next, dataHash: dataHash(next.entries) };
  const signatures = consenters
    .slice(0, 3)
    .map(({ id, signer }) =>
      consenterSignature({ id, sign: signer.sign }, header, content, randomBytes(24)),
    );
  return buildBlock(content, signatures);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
