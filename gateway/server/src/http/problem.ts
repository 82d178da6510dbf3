import { ruleOf, type ErrorCode, type LedgerError } from '@argosy/domain/errors';
import { z } from 'zod';
import { problemExample } from './examples.js';
import { gatewayProblems, ledgerStatus, type GatewayProblemCode } from './problem-codes.js';

/** RFC 9457 problem details, with Argosy's own members. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().exactOptional(),
    code: z.string(),
    rule: z.string().exactOptional(),
    errors: z.array(z.strictObject({ pointer: z.string(), message: z.string() })).exactOptional(),
    details: z.record(z.string(), z.unknown()).exactOptional(),
    requestId: z.string(),
    operation: z.string().exactOptional(),
    transactionId: z.string().exactOptional(),
    validationCode: z.string().exactOptional(),
    retryable: z.boolean(),
  })
  .meta({
    id: 'Problem',
    description: 'Why a request was refused (RFC 9457). Act on `code`; `detail` is for people.',
    examples: [problemExample],
  });

export type Problem = Readonly<z.infer<typeof problemSchema>>;
export type FieldError = NonNullable<Problem['errors']>[number];

export type ProblemExtras = Partial<
  Pick<
    Problem,
    'detail' | 'details' | 'instance' | 'errors' | 'operation' | 'transactionId' | 'validationCode'
  >
>;

/** A problem of the gateway's own. */
export function gatewayProblem(
  code: GatewayProblemCode,
  requestId: string,
  extras: ProblemExtras = {},
): Problem {
  const { status, detail, retryable } = gatewayProblems[code];
  return { ...heading(code), status, detail, code, requestId, retryable, ...extras };
}

/** A refusal of the ledger, in the words of the domain and with the rule behind it. */
export function ledgerProblem(
  refusal: LedgerError,
  requestId: string,
  extras: ProblemExtras = {},
): Problem {
  const { code, details } = refusal;
  const rule = ruleOf(code);
  return {
    ...heading(code),
    status: ledgerStatus(code),
    detail: refusal.sentence,
    code,
    ...(rule === undefined ? {} : { rule }),
    details: { ...details },
    requestId,
    retryable: false,
    ...extras,
  };
}

/** Thrown by routes and hooks; the error handler turns it into the answer. */
export class ProblemError extends Error {
  constructor(
    readonly code: GatewayProblemCode,
    readonly extras: ProblemExtras = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(code);
    this.name = 'ProblemError';
  }
}

// The title is the code in words, so that it never differs between two occurrences of one problem.
function heading(code: ErrorCode | GatewayProblemCode): Pick<Problem, 'type' | 'title'> {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return {
    type: `urn:argosy:problem:${code}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
  };
}
