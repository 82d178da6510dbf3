import { randomBytes } from 'node:crypto';
import { LedgerError } from '@argosy/domain/errors';

export type KeptRecord = Readonly<Record<string, unknown>>;

/** What became of a call. */
export interface Outcome {
  /** The contract's refusal. */
  readonly refusal?: LedgerError;
  /** Whatever else kept the call from being ordered, in the words of the peer. */
  readonly failure?: string;
  readonly transactionId?: string;
  /** How the transaction stands in its block: 0 is valid. */
  readonly code?: number;
  /** What the contract answered. */
  readonly text?: string;
  readonly record?: KeptRecord;
  /** Of the record. */
  readonly status?: unknown;
}

export interface CallOptions {
  readonly transient?: Readonly<Record<string, string>>;
  readonly endorsingOrganizations?: readonly string[];
  readonly requestId?: string;
}

/** A name for a request that no other request has. */
export const requestId = (): string => randomBytes(32).toString('hex');

/** What takes a command takes a request id beside it, save confidential terms. */
export function argumentsOf(name: string, command: object, options: CallOptions): string[] {
  const text = JSON.stringify(command);
  if (name === 'confidential:Record') return [text];
  return [text, options.requestId ?? requestId()];
}

/** What a contract answered. */
export function answered(bytes: Uint8Array): Outcome {
  const text = Buffer.from(bytes).toString();
  const record = JSON.parse(text) as KeptRecord;
  return { text, record, status: record['status'] };
}

/** Why it did not. */
export function refused(error: unknown): Outcome {
  const text = wordsOf(error);
  const refusal = LedgerError.parse(text);
  return refusal === undefined ? { failure: text } : { refusal };
}

/** What an error of the SDK says, and what each node said. */
function wordsOf(error: unknown): string {
  const { message = String(error), details = [] } = error as {
    readonly message?: string;
    readonly details?: readonly { readonly message?: string }[];
  };
  const said = Array.isArray(details) ? details.map((it) => it.message ?? '') : [];
  return [message, ...said].join('\n');
}
