import { LedgerError } from '../errors.js';
import { canonicalJson } from './canonical-json.js';
import type { Json } from './canonical-json.js';
import { issuesOf, parseJson } from './decode.js';
import type { DocumentKind, LedgerRecord, NewRecord } from './document.js';

/** The bytes of a record, as text. */
export function encodeRecord(record: LedgerRecord): string {
  return canonicalJson(record as unknown as Json);
}

/** Reads a record, trusting nothing. Refuses: RECORD_UNREADABLE. */
export function decodeRecord<Kept extends LedgerRecord>(
  { kind, schema }: DocumentKind<Kept>,
  text: string,
): Kept {
  return validRecord({ kind, schema }, parseJson(text));
}

/** A value as a record of a kind. Refuses: RECORD_UNREADABLE. */
export function validRecord<Kept extends LedgerRecord>(
  { kind, schema }: Pick<DocumentKind<Kept>, 'kind' | 'schema'>,
  value: unknown,
): Kept {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = issuesOf(result.error);
  const problem = issue === undefined ? 'unknown' : `${issue.field} ${issue.problem}`;
  throw LedgerError.of('RECORD_UNREADABLE', { key: kind, problem });
}

/** What the seal of a record is the SHA-256 of: the record as it was created, with its guards. */
export function sealedText(record: NewRecord & Pick<LedgerRecord, 'guards'>): string {
  return canonicalJson(record);
}

/** What each guard keeps in its own implicit collection, under the record's key. */
export function sealRecordText(seal: string): string {
  return canonicalJson({ kind: 'seal', sha256: seal });
}

/** The collection of a member with a peer that its own endorsement alone can write (Fabric's implicit collection). */
export function implicitCollection(msp: string): string {
  return `_implicit_org_${msp}`;
}
