import { z } from 'zod';
import { LedgerError } from '../errors.js';
import { issuesOf, parseJson } from './decode.js';
import { sha256Schema } from './text.js';

/** A client's name for one request: a SHA-256, so that it tells nothing of the client. */
export const requestIdSchema = sha256Schema;

/** What the ledger remembers of a request: the transaction that carried it out, and its content. */
export const requestRecordSchema = z.strictObject({
  kind: z.literal('request'),
  txId: z.string().min(1),
  digest: sha256Schema,
});

export type RequestRecord = Readonly<z.infer<typeof requestRecordSchema>>;

/** Reads a record, trusting nothing. Refuses: RECORD_UNREADABLE. */
export function decodeRequestRecord(text: string): RequestRecord {
  const result = requestRecordSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = issuesOf(result.error);
  const problem = issue === undefined ? 'unknown' : `${issue.field} ${issue.problem}`;
  throw LedgerError.of('RECORD_UNREADABLE', { key: 'request', problem });
}
