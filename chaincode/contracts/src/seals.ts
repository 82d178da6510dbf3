import { createHash } from 'node:crypto';
import type { LedgerRecord, NewRecord } from '@argosy/domain/shared/document';
import {
  encodeRecord,
  implicitCollection,
  sealedText,
  sealRecordText,
} from '@argosy/domain/shared/record-text';
import fabricShim from 'fabric-shim';
import type { WorldState } from './world-state.js';

/*
 * A key's policy cannot guard its first write. So whoever a record binds keeps the record's seal in a collection that only its
 * own peer's endorsement can write, and the transaction that creates the record writes all of them: without one of those
 * endorsements it is invalid, and a record without its seals counts for nothing.
 */

const { KeyEndorsementPolicy } = fabricShim;

/** The seal of a record that is being created: SHA-256, in lower-case hexadecimal. */
export function sealOf(record: NewRecord & Pick<LedgerRecord, 'guards'>): string {
  return sha256(sealedText(record)).toString('hex');
}

/** Guard a key that is being created, for good: every change needs the peers of all guards. */
export async function guard(
  state: WorldState,
  key: string,
  guards: readonly string[],
): Promise<void> {
  await state.setStateValidationParameter(key, policyOf(guards));
}

/** Whether the policy of a key is that of these guards, and not one that somebody else has set. */
export async function hasPolicyOf(
  state: WorldState,
  key: string,
  guards: readonly string[],
): Promise<boolean> {
  const policy = await state.getStateValidationParameter(key);
  return policy !== undefined && Buffer.from(policyOf(guards)).equals(policy);
}

// Signed by one of nobody (SignaturePolicyEnvelope { rule { n_out_of { n: 1 } } }): no endorsement meets it.
const nobody = Buffer.from([0x12, 0x04, 0x12, 0x02, 0x08, 0x01]);

/** Close a key that has had its last change: no endorsement changes it any more. */
export async function close(state: WorldState, key: string): Promise<void> {
  await state.setStateValidationParameter(key, nobody);
}

/** Whether a key is closed for good. */
export async function isClosed(state: WorldState, key: string): Promise<boolean> {
  const policy = await state.getStateValidationParameter(key);
  return policy !== undefined && nobody.equals(policy);
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
    await state.setPrivateDataValidationParameter(implicitCollection(msp), key, nobody);
  }
}

/** What guards keep of an unsealed record that is final: SHA-256 of it as it ended. */
export function sealAtEnd(record: LedgerRecord): Pick<LedgerRecord, 'guards' | 'seal'> {
  return { guards: record.guards, seal: sha256(encodeRecord(record)).toString('hex') };
}

/** The guards that do not keep the seal of a record. Their copy is compared by its hash, which every peer has. */
export async function guardsWithoutSeal(
  state: WorldState,
  key: string,
  { guards, seal }: Pick<LedgerRecord, 'guards' | 'seal'>,
): Promise<readonly string[]> {
  const expected = sha256(sealRecordText(seal));
  const kept = await Promise.all(
    guards.map(async (msp) => {
      const hash = await state.getPrivateDataHash(implicitCollection(msp), key);
      return expected.equals(hash);
    }),
  );
  return guards.filter((_, index) => kept[index] !== true);
}

function policyOf(guards: readonly string[]): Uint8Array {
  const policy = new KeyEndorsementPolicy();
  // By role PEER: by membership, a client's signature would do.
  policy.addOrgs('PEER', ...guards);
  return policy.getPolicy();
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
