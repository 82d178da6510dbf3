import { sha256 } from '@argosy/protocol/crypto';

/** A block's commit hash: flags, updates and the hash before. Equal on every peer that agrees about block and state. */
export function commitHash(flags: Uint8Array, updates: Uint8Array, previous: Uint8Array): Buffer {
  return sha256(uvarint(flags.length), flags, updates, previous);
}

function uvarint(value: number): Buffer {
  const groups: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    groups.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    if (rest < 128) return Buffer.from(groups);
  }
}
