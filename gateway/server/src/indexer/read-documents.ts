import { createHash } from 'node:crypto';
import { missingSeals } from '@argosy/domain/audit/missing-seals';
import { documentKind, isDocumentName } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import { guardsEver } from '@argosy/domain/register/standing';
import type { DocumentKind, LedgerRecord } from '@argosy/domain/shared/document';
import { decodeLedgerKey, documentKey } from '@argosy/domain/shared/ledger-key';
import { decodeRecord, sealRecordText } from '@argosy/domain/shared/record-text';
import type { Guards } from './ledger-guards.js';
import { TransactionUnreadable, textOf, type BlockTransaction, type Write } from './read-block.js';

/** A document as a transaction left it. */
export interface WrittenDocument {
  readonly kind: string;
  readonly parts: readonly string[];
  readonly text: string;
  readonly record: LedgerRecord;
  /** Whose seal it lacks, if the transaction created it. */
  readonly missing: readonly string[];
}

/** A document that a transaction deleted. No contract does. */
export interface RemovedDocument {
  readonly kind: string;
  readonly parts: readonly string[];
  readonly record?: undefined;
}

/** The documents among what a transaction wrote. Refuses: TransactionUnreadable. */
export function documentsIn(
  transaction: BlockTransaction,
  guards: Guards,
): readonly (WrittenDocument | RemovedDocument)[] {
  return transaction.writes.flatMap((write) => {
    const { type: kind, parts = [] } = decodeLedgerKey(write.key) ?? {};
    if (kind === undefined || !isDocumentName(kind)) return [];
    if (write.isDelete) return [{ kind, parts }];
    const document = documentKind(kind);
    const { text, record } = readRecord(transaction, document, write);
    const missing = missingIn(transaction, { document, record, key: write.key, guards });
    return [{ kind, parts, text, record, missing }];
  });
}

function readRecord(
  { index, transactionId }: BlockTransaction,
  document: DocumentKind,
  { key, value }: Write,
): { readonly text: string; readonly record: LedgerRecord } {
  try {
    const text = textOf(value);
    const record = decodeRecord(document, text);
    if (documentKey(document.kind, document.parts(record)) === key) return { text, record };
    const problem = 'it stands under the key of another';
    throw LedgerError.of('RECORD_UNREADABLE', { key: document.kind, problem });
  } catch (error) {
    const what = `its ${document.kind} record`;
    // Every peer took these bytes for good, so reading them again later gives the same failure.
    throw new TransactionUnreadable({ index, transactionId, what }, error);
  }
}

interface Found {
  readonly document: DocumentKind;
  readonly record: LedgerRecord;
  readonly key: string;
  readonly guards: Guards;
}

function missingIn(
  { privateWrites }: BlockTransaction,
  { document, record, key, guards }: Found,
): readonly string[] {
  return missingSeals(document, {
    record,
    keyHash: sha256(key),
    sealHash: sha256(sealRecordText(record.seal)),
    written: (collection, keyHash) =>
      privateWrites.find((it) => it.collection === collection && it.keyHash === keyHash)?.valueHash,
    everGuards: (party) => guardsEver(guards.get(party.msp), party),
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
