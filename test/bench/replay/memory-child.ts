/** Replays the first blocks of a chain into a database on disk, and prints what memory that took, as JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { commitAhead } from '@argosy/ledger/pipeline';
import { delimitedMessages } from '@argosy/ledger/replay/delimited';
import { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import { validationCode } from '@argosy/protocol/validation-code';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { blocksFile } from './chain.ts';

export interface MemoryUse {
  readonly transactions: number;
  readonly seconds: number;
  /** Megabytes. Of the process without what it maps of files, at its highest and at the end. */
  readonly highest: number;
  readonly atEnd: number;
  /** Of JavaScript objects and of buffers after a collection at the end. */
  readonly heap: number;
  readonly buffers: number;
}

const MEGA = 1024 * 1024;
const [folder = '', target = '', count = '0'] = process.argv.slice(2);

async function* firstBlocks(): AsyncGenerator<Uint8Array> {
  let left = Number(count);
  for await (const { bytes } of delimitedMessages(blocksFile(folder))) {
    if (left-- === 0) return;
    yield bytes;
  }
}

/** What the operating system counts as the process's own; where it does not tell, all that is resident. */
function ownMegabytes(): number {
  try {
    const kilobytes = /^RssAnon:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Not Linux.
  }
  return process.memoryUsage.rss() / MEGA;
}

async function main(): Promise<MemoryUse> {
  const since = performance.now();
  const blocks = firstBlocks();
  const first = await blocks.next();
  if (first.done === true) throw new Error('the chain is empty');
  const store = FileBlockStore.open(join(target, 'blocks'));
  const database = await openDatabase(join(target, 'database'));
  const verifier = new ParallelVerifier();
  const checks = new SignatureChecks({
    verifyBatch: (batch) => verifier.verifyBatch(batch),
    recognise: false,
  });
  const ledger = await Ledger.open({ genesisBlock: first.value, store, database, checks });
  let transactions = 0;
  let highest = 0;
  for await (const block of commitAhead(ledger, blocks)) {
    if (block.transactions.some(({ code }) => code !== validationCode.VALID))
      throw new Error(`block ${block.number} has an invalid transaction`);
    transactions += block.transactions.length;
    if (block.number % 20n === 0n) highest = Math.max(highest, ownMegabytes());
  }
  const seconds = (performance.now() - since) / 1000;
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const atEnd = ownMegabytes();
  await ledger.close();
  await verifier.close();
  const [heap, buffers] = [heapUsed / MEGA, arrayBuffers / MEGA];
  return { transactions, seconds, highest: Math.max(highest, atEnd), atEnd, heap, buffers };
}

process.stdout.write(JSON.stringify(await main()));
