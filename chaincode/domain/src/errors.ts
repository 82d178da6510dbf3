import { errorCodes, isErrorCode } from './error-codes.js';
import type { ErrorCode } from './error-codes.js';
import { canonicalJson } from './shared/canonical-json.js';
import type { Json } from './shared/canonical-json.js';
import { jsonObjectsIn } from './shared/embedded-json.js';

export { errorCodes, isErrorCode, ruleOf } from './error-codes.js';
export type { ErrorCode } from './error-codes.js';

type Argument<Sentence> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Argument<Rest>
  : never;

/** What a refusal must carry: at least the arguments that its sentence names. */
export type ErrorDetails<Code extends ErrorCode = ErrorCode> = Readonly<Record<string, Json>> & {
  readonly [Name in Argument<(typeof errorCodes)[Code]['sentence']>]: Json;
};

/**
 * A refusal. Fabric passes only the message of a chaincode's error to the client, so the message is
 * the JSON of code and details, and `parse` recovers it at the other end.
 */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, Json>>;

  private constructor(code: ErrorCode, details: Readonly<Record<string, Json>>) {
    super(canonicalJson({ code, details }));
    this.code = code;
    this.details = details;
  }

  /** Makes a refusal; the compiler asks for every argument of its sentence. */
  static of<Code extends ErrorCode>(code: Code, details: ErrorDetails<Code>): LedgerError {
    return new LedgerError(code, details);
  }

  /** Finds a refusal within a longer text. Unknown codes are not refusals of ours. */
  static parse(text: string): LedgerError | undefined {
    for (const { code, details } of jsonObjectsIn(text)) {
      if (isErrorCode(code) && isJsonObject(details)) return new LedgerError(code, details);
    }
    return undefined;
  }

  /** The refusal as a sentence for people. */
  get sentence(): string {
    return errorCodes[this.code].sentence.replace(/\{(\w+)\}/g, (_, name: string) =>
      words(this.details[name]),
    );
  }
}

function words(value: Json | undefined): string {
  if (value === undefined) return 'unknown';
  if (typeof value === 'string') return value === '' ? 'nothing' : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ');
  return canonicalJson(value);
}

function isJsonObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
