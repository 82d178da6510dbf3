import type { Change, DatabaseView } from '../database.js';
import { keyOf, table } from './keys.js';

/** How far a database follows its chain. */
export interface Position {
  /** The number of blocks that it includes. */
  readonly height: bigint;
  /** What the next block names as its predecessor's hash. */
  readonly lastHeaderHash: Uint8Array;
  /** Of the last block; empty before block 1. */
  readonly commitHash: Uint8Array;
}

/** A database that another version of this program made. */
export class OtherFormat extends Error {
  override readonly name = 'OtherFormat';
}

export const BEGINNING: Position = {
  height: 0n,
  lastHeaderHash: new Uint8Array(0),
  commitHash: new Uint8Array(0),
};

/** To be raised whenever a key or a value is written in another way. */
const FORMAT = 1;

const POSITION = keyOf(table.meta, [], 'position');

/** Where a database stands; undefined if it is new. Throws OtherFormat. */
export function readPosition(view: DatabaseView): Position | undefined {
  const bytes = view.get(POSITION);
  if (bytes === undefined) return undefined;
  const format = bytes.readUInt8(0);
  if (format !== FORMAT)
    throw new OtherFormat(`the database is of format ${format}, not ${FORMAT}`);
  const hashes = 10 + bytes.readUInt8(9);
  return {
    height: bytes.readBigUInt64BE(1),
    lastHeaderHash: bytes.subarray(10, hashes),
    commitHash: bytes.subarray(hashes),
  };
}

/** The change by which the database says how far it follows. */
export function positionChange({ height, lastHeaderHash, commitHash }: Position): Change {
  const head = Buffer.alloc(10);
  head.writeUInt8(lastHeaderHash.length, head.writeBigUInt64BE(height, head.writeUInt8(FORMAT)));
  return { key: POSITION, value: Buffer.concat([head, lastHeaderHash, commitHash]) };
}
