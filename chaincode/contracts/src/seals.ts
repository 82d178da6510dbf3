import type { LedgerRecord, NewRecord } from '@argosy/domain/shared/document';
import { implicitCollection, sealedText, sealRecordText } from '@argosy/domain/shared/record-text';
import { nobodysPolicy, peersPolicy } from './key-policy.js';
import { sha256 } from './sha256.js';
import type { WorldState } from './world-state.js';

/*
 * A key's policy cannot guard its first write. So whoever a record binds keeps the record's seal in a collection that only its
 * own peer's endorsement can write, and the transaction that creates the record writes all of them: without one of those
 * endorsements it is invalid, and a record without its seals counts for nothing.
 */

/** The seal of a record that is being created: SHA-256, in lower-case hexadecimal. */
export function sealOf(record: NewRecord & Pick<LedgerRecord, 'guards'>): string {
  return sha256(sealedText(record));
}

/** Guard a key that is being created, for good: every change needs the peers of all guards. */
export async function guard(
  state: WorldState,
  key: string,
  guards: readonly string[],
): Promise<void> {
  await state.setStateValidationParameter(key, peersPolicy(guards));
}

/** Whether the policy of a key is that of these guards, and not one that somebody else has set. */
export async function hasPolicyOf(
  state: WorldState,
  key: string,
  guards: readonly string[],
): Promise<boolean> {
  const policy = await state.getStateValidationParameter(key);
  return policy !== undefined && peersPolicy(guards).equals(policy);
}

/** Close a key that has had its last change: no endorsement changes it any more. */
export async function close(state: WorldState, key: string): Promise<void> {
  await state.setStateValidationParameter(key, nobodysPolicy);
}

/** Whether a key is closed for good. */
export async function isClosed(state: WorldState, key: string): Promise<boolean> {
  const policy = await state.getStateValidationParameter(key);
  return policy !== undefined && nobodysPolicy.equals(policy);
}

/** Give each guard its copy of a record's seal, for good: a guard that could take its copy back would undo the record alone. */
export async function seal(
  state: WorldState,
  key: string,
  { guards, seal: sha }: Pick<LedgerRecord, 'guards' | 'seal'>,
): Promise<void> {
  const kept = Buffer.from(sealRecordText(sha));
  for (const msp of guards) {
    await state.putPrivateData(implicitCollection(msp), key, kept);
    await state.setPrivateDataValidationParameter(implicitCollection(msp), key, nobodysPolicy);
  }
}

/** What guards keep of an unsealed record that is final: SHA-256 of its text as it ended. */
export function sealAtEnd(
  { guards }: Pick<LedgerRecord, 'guards'>,
  text: string,
): Pick<LedgerRecord, 'guards' | 'seal'> {
  return { guards, seal: sha256(text) };
}

/** The guards that do not keep the seal of a record. Their copy is compared by its hash, which every peer has. */
export async function guardsWithoutSeal(
  state: WorldState,
  key: string,
  { guards, seal }: Pick<LedgerRecord, 'guards' | 'seal'>,
): Promise<readonly string[]> {
  const expected = Buffer.from(sha256(sealRecordText(seal)), 'hex');
  const kept = await Promise.all(
    guards.map(async (msp) => {
      const hash = await state.getPrivateDataHash(implicitCollection(msp), key);
      return expected.equals(hash);
    }),
  );
  return guards.filter((_, index) => kept[index] !== true);
}
