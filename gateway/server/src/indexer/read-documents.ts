import { createHash } from 'node:crypto';
import { missingSeals } from '@argosy/domain/audit/missing-seals';
import { documentKind, isDocumentName } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import { standingIn } from '@argosy/domain/register/roster';
import { guardsEver } from '@argosy/domain/register/standing';
import type { DocumentKind, LedgerRecord } from '@argosy/domain/shared/document';
import { decodeLedgerKey, documentKey } from '@argosy/domain/shared/ledger-key';
import { decodeRecord, sealRecordText } from '@argosy/domain/shared/record-text';
import type { Guards } from './ledger-guards.js';
import { plainWords } from './plain-words.js';
import { textOf, type BlockTransaction, type PrivateWrite, type Write } from './read-block.js';

/** What a document is called. */
export interface DocumentName {
  readonly kind: string;
  readonly parts: readonly string[];
}

/** A document as a transaction left it. */
interface WrittenDocument extends DocumentName {
  readonly what: 'written';
  readonly text: string;
  readonly record: LedgerRecord;
  /** Whose seal it lacks, if the transaction created it. */
  readonly missing: readonly string[];
}

/** A value under a document's key that is no record of it. No contract writes one. */
interface UnreadableDocument extends DocumentName {
  readonly what: 'unreadable';
  readonly problem: string;
}

/** A document that a transaction deleted. No contract does. */
interface RemovedDocument extends DocumentName {
  readonly what: 'removed';
}

export type FoundDocument = WrittenDocument | UnreadableDocument | RemovedDocument;

/** What a transaction did to documents; of a key that it wrote twice, the last value. */
export function documentsIn(
  { writes, privateWrites }: BlockTransaction,
  guards: Guards,
): readonly FoundDocument[] {
  const last = new Map(writes.map((write) => [write.key, write]));
  const seals = new Map(privateWrites.map((write) => [sealName(write), write.valueHash]));
  return [...last.values()].flatMap((write) => {
    const { type: kind, parts = [] } = decodeLedgerKey(write.key) ?? {};
    if (kind === undefined || !isDocumentName(kind)) return [];
    return [{ parts, ...readDocument(documentKind(kind), write, { seals, guards }) }];
  });
}

interface Beside {
  readonly seals: ReadonlyMap<string, string | undefined>;
  readonly guards: Guards;
}

type WithoutParts<Found> = Found extends FoundDocument ? Omit<Found, 'parts'> : never;

function readDocument(
  document: DocumentKind,
  { key, value, isDelete }: Write,
  beside: Beside,
): WithoutParts<FoundDocument> {
  const { kind } = document;
  if (isDelete) return { what: 'removed', kind };
  try {
    const text = textOf(value);
    const record = recordIn(document, key, text);
    const missing = missingIn(document, { key, record, ...beside });
    return { what: 'written', kind, text, record, missing };
  } catch (error) {
    return { what: 'unreadable', kind, problem: plainWords(error) };
  }
}

/** Refuses: RECORD_UNREADABLE. */
function recordIn(document: DocumentKind, key: string, text: string): LedgerRecord {
  const record = decodeRecord(document, text);
  if (documentKey(document.kind, document.parts(record)) === key) return record;
  const problem = 'it stands under the key of another';
  throw LedgerError.of('RECORD_UNREADABLE', { key: document.kind, problem });
}

function missingIn(
  document: DocumentKind,
  {
    key,
    record,
    seals,
    guards: { roster },
  }: Beside & { readonly key: string; readonly record: LedgerRecord },
): readonly string[] {
  return missingSeals(document, {
    record,
    keyHash: sha256(key),
    sealHash: sha256(sealRecordText(record.seal)),
    written: (collection, keyHash) => seals.get(sealName({ collection, keyHash })),
    everGuards: (party) => guardsEver(roster && standingIn(roster, party.msp), party),
    voters: roster?.voters,
  });
}

function sealName({ collection, keyHash }: Pick<PrivateWrite, 'collection' | 'keyHash'>): string {
  return `${collection} ${keyHash}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
