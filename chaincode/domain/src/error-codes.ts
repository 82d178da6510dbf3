/** One refusal: the sentence a person reads, with its arguments in braces, and the rule behind it. */
interface ErrorEntry {
  readonly sentence: string;
  readonly rule?: string;
}

/**
 * Every refusal that the ledger can give. The set is closed and a code, once published, is never
 * renamed or reused: clients act on codes, people read the sentences.
 */
export const errorCodes = {
  // The call itself.
  CALL_MALFORMED: { sentence: 'The call to the ledger is malformed: {reason}.' },
  CHAINCODE_FAULT: {
    sentence: 'The chaincode failed for a reason of its own, not of the request: {reason}.',
  },
  FUNCTION_UNKNOWN: { sentence: 'The contract has no function {function}.' },
  ACCESS_ROLE_MISSING: {
    sentence: 'The certificate carries no staff role, and {function} asks for {required}.',
  },
  ACCESS_ROLE_WRONG: {
    sentence:
      'The certificate carries the staff role {actual}, and {function} asks for {required}.',
  },
  INPUT_MALFORMED: { sentence: 'The {input} is not a JSON object.' },
  INPUT_TOO_LONG: { sentence: 'The {input} has {actual} characters; the limit is {limit}.' },
  INPUT_INVALID: { sentence: 'The {input} is not valid at {field}: {problem}.' },
  REQUEST_ALREADY_RECORDED: {
    sentence:
      'Transaction {transactionId} already recorded this request (with the same content: {sameContent}).',
  },

  // Values and records.
  MONEY_INVALID: {
    sentence: '{actual} is not an amount of {currency}, which has {decimals} decimal places.',
  },
  TIME_OUT_OF_RANGE: {
    sentence: 'The transaction time, {actual} seconds after 1970, is not in the years {limit}.',
  },
  TIME_BEFORE_RECORD: {
    sentence: 'The transaction claims the time {actual}, before the last change at {limit}.',
  },
  KEY_PART_UNSAFE: {
    sentence:
      'No ledger key can be made from the {field}: it is empty or has a reserved character.',
  },
  RECORD_UNREADABLE: { sentence: 'The ledger record {key} cannot be read: {problem}.' },

  // Banking days.
  CALENDAR_MISSING: {
    sentence:
      'The ledger holds no calendar of banking days of {place} in {year}; it has to be recorded first.',
  },

  // The credit.
  CREDIT_NOT_FOUND: { sentence: 'There is no credit {reference}.' },
  CREDIT_ALREADY_EXISTS: {
    sentence: 'There already is a credit {reference}; its status is {current}.',
  },
  CREDIT_WRONG_ROLE: {
    sentence:
      'The action {action} is for the {required} of the credit; the role of {msp} there: {actual}.',
    rule: 'UCP 600 art. 2',
  },
  CREDIT_WRONG_STATUS: {
    sentence: 'The credit is {current}; to {action}, it has to be {allowed}.',
  },
  CREDIT_APPLICANT_IS_BENEFICIARY: {
    sentence: 'The applicant and the beneficiary are the same member, {msp}.',
    rule: 'UCP 600 art. 2',
  },
  CREDIT_EXPIRY_BEFORE_SHIPMENT: {
    sentence: 'The expiry date, {actual}, is before the latest date of shipment, {limit}.',
    rule: 'UCP 600 art. 6(d)',
  },
  CREDIT_EXPIRED: {
    sentence: 'To {action} on {actual} is too late: the credit expires on {limit}.',
    rule: 'UCP 600 art. 6(d)',
  },

  // The presentation.
  PRESENTATION_AFTER_EXPIRY: {
    sentence: 'The documents were presented on {actual}, after the expiry date, {limit}.',
    rule: 'UCP 600 art. 6(e)',
  },
  PRESENTATION_LATE: {
    sentence:
      'The documents were presented on {actual}; {periodDays} days after shipment on {shipmentDate} ended on {limit}.',
    rule: 'UCP 600 art. 14(c)',
  },
  SHIPMENT_LATE: {
    sentence: 'The goods were shipped on {actual}, after the latest date of shipment, {limit}.',
  },
  SHIPMENT_AFTER_PRESENTATION: {
    sentence: 'The date of shipment, {actual}, is after the day of presentation, {limit}.',
    rule: 'UCP 600 art. 14(i)',
  },
  DRAWING_CURRENCY_WRONG: {
    sentence: 'The drawing is in {actual}; the credit is in {limit}.',
    rule: 'UCP 600 art. 18(a)(iii)',
  },
  DRAWING_ABOVE_AMOUNT: {
    sentence: 'The drawing of {actual} is above the amount of the credit, {limit}.',
    rule: 'UCP 600 art. 18(b)',
  },
  DOCUMENT_MISSING: {
    sentence: 'The credit requires {limit}; missing from the presentation: {missing}.',
    rule: 'UCP 600 art. 14(a)',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(errorCodes, text);
}

/** The article behind a refusal, where a published rule demands it. */
export function ruleOf(code: ErrorCode): string | undefined {
  const entry: ErrorEntry = errorCodes[code];
  return entry.rule;
}
