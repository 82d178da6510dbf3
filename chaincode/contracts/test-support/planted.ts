import { createHash } from 'node:crypto';
import { kindOf } from '@argosy/domain/documents';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import {
  encodeRecord,
  implicitCollection,
  sealRecordText,
} from '@argosy/domain/shared/record-text';
import fabricShim from 'fabric-shim';
import type { Ledger } from './ledger/ledger.js';

/** The key under which a record stands. */
export function keyOf(record: LedgerRecord): string {
  return documentKey(record.kind, kindOf(record).parts(record));
}

/** Puts a record on the ledger as if its life so far had happened: guarded, and sealed where its kind is. */
export function plant(ledger: Ledger, record: LedgerRecord): void {
  plantUnsealed(ledger, record);
  const isFinal = kindOf(record).isFinal?.(record) === true;
  if (!kindOf(record).isSealed && !isFinal) return;
  const seal = isFinal ? sha256(encodeRecord(record)) : record.seal;
  const value = Buffer.from(sealRecordText(seal));
  for (const msp of record.guards)
    ledger.plantPrivate(implicitCollection(msp), keyOf(record), value);
}

/** Puts a record on the ledger whose guards never sealed it. */
export function plantUnsealed(ledger: Ledger, record: LedgerRecord): void {
  const key = keyOf(record);
  const isFinal = kindOf(record).isFinal?.(record) === true;
  ledger.plant(key, encodeRecord(record), isFinal ? nobody : policyOf(record.guards));
}

// One signature of nobody's.
const nobody = Buffer.from('120412020801', 'hex');

/** The key-level policy by which each guard's peer has to sign. */
function policyOf(guards: readonly string[]): Buffer | undefined {
  if (guards.length === 0) return undefined;
  const policy = new fabricShim.KeyEndorsementPolicy();
  policy.addOrgs('PEER', ...guards);
  return Buffer.from(policy.getPolicy());
}

/** SHA-256 in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
