import { createHash } from 'node:crypto';
import { kindOf } from '@argosy/domain/documents';
import type { LedgerRecord, NewRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import {
  encodeRecord,
  implicitCollection,
  sealRecordText,
  sealedText,
} from '@argosy/domain/shared/record-text';
import type { Simulator } from '@argosy/ledger/simulator';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { namespace } from './forger.js';

/** A record as its forgers would have it. */
export interface ForgedRecord {
  /** With the guards that it is to name. */
  readonly record: NewRecord & Pick<LedgerRecord, 'guards'>;
  /** In whose collections its seal is put. */
  readonly sealedFor: readonly string[];
  /** Whose peers are to sign from now on, by the key's own policy; nobody in particular where it gets none. */
  readonly policy?: readonly string[];
}

/** Write a record as if it were new, as the contracts do. */
export function writeNew(simulator: Simulator, { record, sealedFor, policy }: ForgedRecord): void {
  const key = keyOf(record);
  const seal = createHash('sha256').update(sealedText(record)).digest('hex');
  simulator.put(namespace, key, Buffer.from(encodeRecord({ ...record, seal })));
  if (policy !== undefined) writePolicy(simulator, key, policy);
  for (const msp of sealedFor) {
    const where = { namespace, collection: implicitCollection(msp) };
    simulator.putPrivate(where, key, Buffer.from(sealRecordText(seal)));
  }
}

/** Have these organisations' peers sign whatever changes a key. */
export function writePolicy(simulator: Simulator, key: string, msps: readonly string[]): void {
  const principals = msps.map((msp) => roleOf(msp, 'peer'));
  const value = outOf(principals.length, principals);
  simulator.putMetadata(namespace, key, [{ name: 'VALIDATION_PARAMETER', value }]);
}

/** The key under which a record stands. */
export function keyOf(record: NewRecord): string {
  return documentKey(record.kind, kindOf(record).parts(record));
}
