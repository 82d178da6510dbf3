import { join } from 'node:path';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import type { BlockStore } from '@argosy/ledger/block-store';
import { memoryDatabase, openDatabase } from '@argosy/ledger/database';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { commitAhead } from '@argosy/ledger/pipeline';
import { openTransactions } from '@argosy/ledger/validator';
import type { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import { dataHash, headerOf, metadataOf } from '@argosy/protocol/block';
import { verifySignature } from '@argosy/protocol/crypto';
import { Block } from '@argosy/protocol/messages/common';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { SignatureCheck } from '@argosy/protocol/signature-checks';
import { decode } from '@argosy/protocol/wire';
import type { Chain } from './chain.ts';

/** Open every transaction and compare the data hashes. */
export function decodeAll({ blocks }: Chain): number {
  for (const bytes of blocks) {
    const block = decode(Block, bytes);
    const entries = block.data?.data ?? [];
    openTransactions(entries);
    if (!dataHash(entries).equals(headerOf(block).dataHash))
      throw new Error('the chain is damaged');
  }
  return 0;
}

const BATCH = 200;
const AHEAD = 6;

/** Hand the signatures over in batches, some of them under way at any time. */
export async function verifyAll(
  checks: readonly SignatureCheck[],
  verifier: ParallelVerifier,
): Promise<number> {
  let at = 0;
  const lane = async (): Promise<void> => {
    while (at < checks.length) await verifier.verifyBatch(checks.slice(at, (at += BATCH)));
  };
  await Promise.all(Array.from({ length: AHEAD }, lane));
  return checks.length;
}

/** One after the other, on the main thread. */
export function verifyOneByOne(checks: readonly SignatureCheck[]): number {
  for (const { key, message, signature } of checks) verifySignature(key, message, signature);
  return checks.length;
}

/**
 * Judge the whole chain anew. Returns how many signatures the chain has; what is verified beside them, such as an orderer's again
 * after a change of the configuration, is not counted. Throws where it comes to something else than the peer.
 */
export async function replayInMemory(chain: Chain, verifier: ParallelVerifier): Promise<number> {
  return replay(chain, verifier, { store: new MemoryBlockStore(), database: memoryDatabase() });
}

/** The same with block file and database on disk, in a folder that is not there yet. */
export async function replayOnDisk(
  chain: Chain,
  verifier: ParallelVerifier,
  folder: string,
): Promise<number> {
  const store = FileBlockStore.open(join(folder, 'blocks'));
  const database = await openDatabase(join(folder, 'database'));
  return replay(chain, verifier, { store, database });
}

interface Places {
  readonly store: BlockStore;
  readonly database: LedgerDatabase;
}

async function replay(
  { blocks, signatures, blockSignatures }: Chain,
  verifier: ParallelVerifier,
  places: Places,
): Promise<number> {
  const [genesisBlock, ...others] = blocks;
  if (genesisBlock === undefined) throw new Error('the chain is empty');
  const checks = new SignatureChecks({
    verifyBatch: (batch) => verifier.verifyBatch(batch),
    recognise: false,
  });
  const ledger = await Ledger.open({ genesisBlock, checks, ...places });
  let number = 0;
  for await (const { bytes } of commitAhead(ledger, others)) requireSame(bytes, blocks[++number]);
  await ledger.close();
  return signatures + blockSignatures;
}

/** Flags and commit hash: the latter stands for all that was written so far. */
function requireSame(committed: Uint8Array, recorded: Uint8Array | undefined): void {
  const own = decode(Block, committed);
  const peers = decode(Block, recorded ?? new Uint8Array(0));
  for (const slot of ['transactionsFilter', 'commitHash'] as const) {
    if (Buffer.compare(metadataOf(own, slot), metadataOf(peers, slot)) !== 0)
      throw new Error(`block ${headerOf(own).number}: the ${slot} differs from the peer's`);
  }
}
