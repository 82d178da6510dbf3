import type { Execution } from './execution.js';
import { stillFinds } from './range-read.js';
import type { StateKey } from './state-key.js';
import { code } from './validation-codes.js';
import type { Code } from './validation-codes.js';
import { sameVersion } from './version.js';
import type { Version } from './version.js';
import type { WorldState } from './world-state.js';

/** Whether earlier valid transactions of the block wrote a key at all, be it to delete what was not there. */
export type Touched = (key: StateKey) => boolean;

/**
 * Whether what a transaction read still stands: public keys, then ranges, then private keys by their
 * hashes. The first conflict decides; what was only written never conflicts.
 */
export function judgeReads(
  { reads, rangeReads, privateReads }: Execution,
  { state, touched }: { readonly state: WorldState; readonly touched: Touched },
): Code {
  const isStale = (key: StateKey, read: Version | undefined) =>
    touched(key) || !sameVersion(state.entry(key)?.version, read);
  if (reads.some(({ key, version }) => isStale({ collection: undefined, stateKey: key }, version)))
    return code.MVCC_READ_CONFLICT;
  if (!rangeReads.every((range) => stillFinds(range, state.public)))
    return code.PHANTOM_READ_CONFLICT;
  if (privateReads.some((it) => isStale({ ...it, stateKey: it.keyHash }, it.version)))
    return code.MVCC_READ_CONFLICT;
  return code.VALID;
}
