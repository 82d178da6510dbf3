import type { ErrorCode } from '@argosy/domain/errors';

interface GatewayProblem {
  readonly status: number;
  readonly detail: string;
  /** The same request, sent again unchanged and with the same key, may succeed. */
  readonly retryable: boolean;
}

/** The refusals and failures that are the gateway's own. Like the ledger's codes they are never renamed. */
export const gatewayProblems = {
  REQUEST_INVALID: {
    status: 400,
    detail: 'The request does not have the documented form.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    detail:
      'A write needs the header Idempotency-Key: 1 to 200 printable characters, new for each new request.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    detail: 'This Idempotency-Key was used for another request. Use a new key for a new request.',
    retryable: false,
  },
  AUTHENTICATION_REQUIRED: {
    status: 401,
    detail:
      'Send an access token as "Authorization: Bearer …", or sign in with a browser at /sign-in.',
    retryable: false,
  },
  TOKEN_INVALID: {
    status: 401,
    detail: 'The access token is not good here.',
    retryable: false,
  },
  SESSION_ENDED: {
    status: 401,
    detail: 'You are not signed in any more. Sign in again at /sign-in.',
    retryable: false,
  },
  ORIGIN_FOREIGN: {
    status: 403,
    detail:
      'A browser that is signed in may write from pages of this organisation only: the header Origin has to be its own.',
    retryable: false,
  },
  SIGN_IN_FAILED: {
    status: 400,
    detail:
      'This sign-in is not under way in this browser, or was ended already. Begin again at /sign-in.',
    retryable: false,
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    detail: 'Too many wrong secrets. Try again after as many seconds as Retry-After says.',
    retryable: true,
  },
  ISSUER_UNAVAILABLE: {
    status: 503,
    detail: 'The issuer that vouches for callers does not answer.',
    retryable: true,
  },
  STAFF_ROLE_WRONG: {
    status: 403,
    detail: 'This action is for staff with another role.',
    retryable: false,
  },
  PERSON_UNKNOWN: {
    status: 403,
    detail: 'Nobody of that id acts for this organisation here.',
    retryable: false,
  },
  CHANNEL_NOT_JOINED: {
    status: 403,
    detail: 'Your organisation is not on this channel, and has nothing of it.',
    retryable: false,
  },
  COLLECTION_NOT_JOINED: {
    status: 403,
    detail:
      'Your organisation is no member of this private collection, or there is none of that name on the channel.',
    retryable: false,
  },
  CONFIDENTIAL_LOST: {
    status: 503,
    detail:
      'The gateway ended before the peers had the terms, and keeps none of them. Send the same request with the same key again.',
    retryable: true,
  },
  OPERATION_NOT_FOUND: {
    status: 404,
    detail: 'Your organisation has no such operation.',
    retryable: false,
  },
  HOST_UNKNOWN: {
    status: 421,
    detail:
      'The gateway does not answer under this name; the page at http://localhost names those of the organisations.',
    retryable: false,
  },
  ORGANISATION_NOT_NAMED: {
    status: 421,
    detail: 'Each organisation has an address of its own; ask there.',
    retryable: false,
  },
  PRECONDITION_FAILED: {
    status: 412,
    detail: 'The document is no longer at the version that If-Match names. Read it again.',
    retryable: false,
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    detail: 'There is nothing at this address; see /docs.',
    retryable: false,
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    detail: 'This address does not have that method; the header Allow names those that it has.',
    retryable: false,
  },
  ADDRESS_TOO_LONG: {
    status: 414,
    detail: 'A part of the address is too long.',
    retryable: false,
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    detail: 'The headers of the request are too large.',
    retryable: false,
  },
  REQUEST_TOO_SLOW: {
    status: 408,
    detail: 'The request did not arrive as a whole within 30 seconds.',
    retryable: true,
  },
  BODY_TOO_LARGE: {
    status: 413,
    detail: 'The body of the request is too large: 256 KiB at most.',
    retryable: false,
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    detail: 'Send the body as application/json in UTF-8, not compressed.',
    retryable: false,
  },
  HEIGHT_NOT_REACHED: {
    status: 503,
    detail:
      'The read model of this channel has not yet reached the block named by Min-Ledger-Height.',
    retryable: true,
  },
  TOO_MANY_STREAMS: {
    status: 503,
    detail: 'Too many event streams are open. Close some, or try again later.',
    retryable: true,
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    detail:
      'The database of the gateway does not answer. What was under way is brought to its end when it does; the same request with the same key is safe.',
    retryable: true,
  },
  READ_MODEL_STOPPED: {
    status: 503,
    detail:
      'The gateway cannot follow the ledger now, and could not tell the outcome of a write; /readyz says why.',
    retryable: true,
  },
  OVERLOADED: {
    status: 503,
    detail: 'Too many requests or operations are in flight. Send the request again later.',
    retryable: true,
  },
  LEDGER_OVERLOADED: {
    status: 503,
    detail: 'The peer has too many calls in flight.',
    retryable: true,
  },
  LEDGER_UNAVAILABLE: {
    status: 503,
    detail: 'The peer, or enough peers to endorse, cannot be reached.',
    retryable: true,
  },
  LEDGER_TIMEOUT: {
    status: 504,
    detail: 'The peers did not endorse in time. Nothing was sent to be ordered.',
    retryable: true,
  },
  CHAINCODE_UNAVAILABLE: { status: 503, detail: 'The chaincode does not answer.', retryable: true },
  CHAINCODE_FAILED: {
    status: 502,
    detail: 'The chaincode failed without saying why.',
    retryable: false,
  },
  ENDORSERS_DISAGREE: {
    status: 500,
    detail: 'The endorsing peers gave different results, again on a second attempt.',
    retryable: true,
  },
  IDENTITY_REFUSED: {
    status: 403,
    detail: 'The ledger does not accept the identity of this person.',
    retryable: false,
  },
  LEDGER_FAILED: {
    status: 502,
    detail: 'The ledger gave an answer that the gateway does not understand.',
    retryable: false,
  },
  OUTCOME_UNKNOWN: {
    status: 202,
    detail: 'The transaction was handed over, and its outcome is not known yet.',
    retryable: false,
  },
  TRANSACTION_CONFLICT: {
    status: 409,
    detail: 'Others changed the same record each time that the transaction was proposed.',
    retryable: false,
  },
  TRANSACTION_INVALID: {
    status: 500,
    detail: 'The network recorded the transaction as invalid.',
    retryable: false,
  },
  INTERNAL: {
    status: 500,
    detail: 'The gateway failed. The request id finds the cause in its log.',
    retryable: false,
  },
} as const satisfies Record<string, GatewayProblem>;

export type GatewayProblemCode = keyof typeof gatewayProblems;

/** The HTTP status of refusals of the ledger that are not about the content of the request. */
const ledgerStatuses = {
  CALL_MALFORMED: 500,
  CHAINCODE_FAULT: 502,
  FUNCTION_UNKNOWN: 500,
  ACCESS_ROLE_MISSING: 403,
  ACCESS_ROLE_WRONG: 403,
  INPUT_MALFORMED: 400,
  INPUT_TOO_LONG: 413,
  INPUT_INVALID: 400,
  KEY_PART_UNSAFE: 400,
  TIME_OUT_OF_RANGE: 500,
  RECORD_UNREADABLE: 500,
  RECORD_NOT_FOUND: 404,
  ACTION_WRONG_PARTY: 403,
  MEMBER_SUSPENDED: 403,
  // The state of the ledger does not allow it; another state would.
  TIME_BEFORE_RECORD: 409,
  RECORD_UNSEALED: 409,
  RECORD_ALREADY_EXISTS: 409,
  CALENDAR_MISSING: 409,
  ACTION_WRONG_STATUS: 409,
  CREDIT_EXPIRED: 409,
  CREDIT_PRESENTATION_OPEN: 409,
  CREDIT_STILL_AVAILABLE: 409,
  BILL_TITLE_BROKEN: 409,
} as const satisfies Partial<Record<ErrorCode, number>>;

/** A rule of trade refuses what was sent. */
const refusedByRule = 422;

/** The HTTP status of a refusal of the ledger. */
export function ledgerStatus(code: ErrorCode): number {
  const statuses: Partial<Record<ErrorCode, number>> = ledgerStatuses;
  return statuses[code] ?? refusedByRule;
}
