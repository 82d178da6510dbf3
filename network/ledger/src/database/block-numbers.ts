import type { Change, DatabaseView } from '../database.js';
import { keyOf, table } from './keys.js';

const keyOfHash = (headerHash: Uint8Array): Buffer => keyOf(table.blockNumbers, [], headerHash);

/** The number of the block whose header has this hash. */
export const numberOfBlock = (view: DatabaseView, headerHash: Uint8Array): bigint | undefined =>
  view.get(keyOfHash(headerHash))?.readBigUInt64BE();

export function blockNumberChange(headerHash: Uint8Array, number: bigint): Change {
  const value = Buffer.alloc(8);
  value.writeBigUInt64BE(number);
  return { key: keyOfHash(headerHash), value };
}
