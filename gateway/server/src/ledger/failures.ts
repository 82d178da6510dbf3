import { LedgerError } from '@argosy/domain/errors';
import type { GatewayProblemCode } from '../http/problem-codes.js';

/** Where on its way to the ledger a call failed. */
export type Stage = 'endorse' | 'submit';

/** What the gateway does next. `refuse` ends the operation; `proposeAgain` makes a new proposal, a bounded
 *  number of times; `resolve` means that the outcome is unknown: look it up, and send the same envelope. */
export type Action = 'refuse' | 'proposeAgain' | 'resolve';

export interface FailureRule {
  readonly stage: Stage;
  /** The gRPC status, where it matters; it alone never tells a refusal from a breakdown. */
  readonly status?: number;
  /** A part of the text of the error or of one of its details. */
  readonly text?: string;
  readonly action: Action;
  readonly code: GatewayProblemCode;
}

const grpc = {
  unknown: 2,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** What each failure means, as data. The first rule that fits decides; a refusal of the chaincode in our own
 *  format is recognised before this table. */
export const failureRules: readonly FailureRule[] = [
  { stage: 'submit', action: 'resolve', code: 'OUTCOME_UNKNOWN' },
  {
    stage: 'endorse',
    text: 'concurrency limit',
    action: 'proposeAgain',
    code: 'LEDGER_OVERLOADED',
  },
  {
    stage: 'endorse',
    status: grpc.resourceExhausted,
    action: 'proposeAgain',
    code: 'LEDGER_OVERLOADED',
  },
  {
    stage: 'endorse',
    text: 'ProposalResponsePayloads do not match',
    action: 'proposeAgain',
    code: 'ENDORSERS_DISAGREE',
  },
  {
    stage: 'endorse',
    text: 'could not launch chaincode',
    action: 'proposeAgain',
    code: 'CHAINCODE_UNAVAILABLE',
  },
  {
    stage: 'endorse',
    text: 'error in simulation',
    action: 'proposeAgain',
    code: 'CHAINCODE_UNAVAILABLE',
  },
  { stage: 'endorse', text: 'chaincode response', action: 'refuse', code: 'CHAINCODE_FAILED' },
  {
    stage: 'endorse',
    text: 'no combination of peers',
    action: 'proposeAgain',
    code: 'LEDGER_UNAVAILABLE',
  },
  {
    stage: 'endorse',
    text: 'no peers available',
    action: 'proposeAgain',
    code: 'LEDGER_UNAVAILABLE',
  },
  {
    stage: 'endorse',
    text: 'no peer combination',
    action: 'proposeAgain',
    code: 'LEDGER_UNAVAILABLE',
  },
  { stage: 'endorse', text: 'access denied', action: 'refuse', code: 'IDENTITY_REFUSED' },
  { stage: 'endorse', text: 'creator org unknown', action: 'refuse', code: 'IDENTITY_REFUSED' },
  { stage: 'endorse', text: 'identity expired', action: 'refuse', code: 'IDENTITY_REFUSED' },
  { stage: 'endorse', status: grpc.permissionDenied, action: 'refuse', code: 'IDENTITY_REFUSED' },
  { stage: 'endorse', status: grpc.unauthenticated, action: 'refuse', code: 'IDENTITY_REFUSED' },
  {
    stage: 'endorse',
    status: grpc.deadlineExceeded,
    action: 'proposeAgain',
    code: 'LEDGER_TIMEOUT',
  },
  {
    stage: 'endorse',
    status: grpc.unavailable,
    action: 'proposeAgain',
    code: 'LEDGER_UNAVAILABLE',
  },
  {
    stage: 'endorse',
    status: grpc.failedPrecondition,
    action: 'refuse',
    code: 'LEDGER_UNAVAILABLE',
  },
  { stage: 'endorse', action: 'refuse', code: 'LEDGER_FAILED' },
];

/** What a failure means for the operation. A refusal is the chaincode's own answer, with its code. */
export type Failure =
  | { readonly action: 'refuse' | 'proposeAgain'; readonly refusal: LedgerError }
  | { readonly action: Action; readonly code: GatewayProblemCode };

/** Classify what the ledger port threw. SubmitError is exported as a type only, so `instanceof` is of no use:
 *  the stage is the caller's own knowledge, the rest is read from fields. */
export function failureOf(stage: Stage, error: unknown): Failure {
  const texts = textsOf(error);
  if (stage === 'endorse' && texts.some(isForeignCollection)) {
    return { action: 'refuse', code: 'COLLECTION_NOT_JOINED' };
  }
  if (stage === 'endorse') {
    for (const text of texts) {
      const refusal = LedgerError.parse(text);
      if (refusal !== undefined)
        return { action: onlyByOthers(error) ? 'proposeAgain' : 'refuse', refusal };
    }
  }
  const status = statusOf(error);
  const rule = failureRules.find(
    (candidate) =>
      candidate.stage === stage &&
      (candidate.status === undefined || candidate.status === status) &&
      (candidate.text === undefined || texts.some((text) => mentions(text, candidate.text))),
  );
  return rule === undefined
    ? { action: 'refuse', code: 'LEDGER_FAILED' }
    : { action: rule.action, code: rule.code };
}

// What a peer says of a private collection that the caller is no member of, or that is none; the chaincode passes it on as a fault.
const foreignCollection =
  /tx creator does not have (?:read|write) access permission on privatedata|collection [^ ]{1,600} could not be found|collection \[[^ ]{1,600}\] not defined in the collection config|collection config not defined for chaincode/;

function isForeignCollection(text: string): boolean {
  return foreignCollection.test(text);
}

// One peer endorsed and another refused: they have not seen the same blocks yet, and the one behind soon will.
function onlyByOthers(error: unknown): boolean {
  return mentions(String(error), 'failed to collect enough transaction endorsements');
}

function mentions(text: string, part: string | undefined): boolean {
  return part !== undefined && text.toLowerCase().includes(part.toLowerCase());
}

// Endorsement failures carry the chaincode's text in the details only.
function textsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const details: unknown = 'details' in error ? error.details : [];
  const messages = Array.isArray(details) ? details.map(messageOf) : [];
  return [...messages, error.message];
}

function messageOf(detail: unknown): string {
  return typeof detail === 'object' && detail !== null && 'message' in detail
    ? String(detail.message)
    : '';
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}
