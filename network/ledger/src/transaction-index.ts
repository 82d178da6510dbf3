import type { CommittedBlock } from './committed-block.js';
import type { Change, DatabaseView } from './database.js';
import { keyOf, table } from './database/keys.js';

/** Where a transaction id first occurred, and with which flag. */
export interface TransactionPlace {
  readonly code: number;
  readonly blockNumber: bigint;
  readonly index: number;
}

const keyOfId = (txId: string): Buffer => keyOf(table.transactions, [], txId);

/** The first occurrence of a transaction id. */
export function transactionPlace(view: DatabaseView, txId: string): TransactionPlace | undefined {
  const bytes = view.get(keyOfId(txId));
  if (bytes === undefined) return undefined;
  return {
    blockNumber: bytes.readBigUInt64BE(0),
    index: bytes.readUInt32BE(8),
    code: bytes.readUInt8(12),
  };
}

/** What a block adds to the index. The first occurrence counts: an id that was written once is spent, valid or not. */
export function transactionChanges(
  known: (txId: string) => TransactionPlace | undefined,
  { number, transactions }: CommittedBlock,
): Change[] {
  const places = new Map<string, Buffer>();
  for (const { txId, code, index } of transactions) {
    if (txId === '' || places.has(txId) || known(txId) !== undefined) continue;
    const place = Buffer.alloc(13);
    place.writeUInt8(code, place.writeUInt32BE(index, place.writeBigUInt64BE(number)));
    places.set(txId, place);
  }
  return [...places].map(([txId, value]) => ({ key: keyOfId(txId), value }));
}
