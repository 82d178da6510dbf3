/** Where a state entry was last written: block and position in the block. */
export interface Version {
  readonly blockNum: bigint;
  readonly txNum: bigint;
}

/** Whether two versions are the same; two absent ones are. */
export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.blockNum === b.blockNum && a.txNum === b.txNum;
}

/** The version inside the commit hash: each number as a length byte and its significant big-endian bytes. */
export function versionBytes({ blockNum, txNum }: Version): Buffer {
  return Buffer.concat([orderPreserving(blockNum), orderPreserving(txNum)]);
}

function orderPreserving(value: bigint): Buffer {
  if (value === 0n) return Buffer.of(0);
  const hex = value.toString(16);
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(digits.length), digits]);
}
