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
  RECORD_UNSEALED: {
    sentence:
      'The {document} {parts} is not sealed by {guard}, whose endorsement its creation needed: it counts for nothing.',
  },
  RECORD_NOT_FOUND: { sentence: 'There is no {document} {parts}.' },
  RECORD_ALREADY_EXISTS: {
    sentence: 'There already is a {document} {parts}; its status is {current}.',
  },
  MONEY_TOO_LARGE: { sentence: 'The amount of {actual} minor units of {currency} is too large.' },

  // Banking days.
  CALENDAR_MISSING: {
    sentence:
      'The ledger holds no calendar of banking days of {place} in {year}; it has to be recorded first.',
  },

  // Who may act.
  ACTION_WRONG_PARTY: {
    sentence:
      'The act {action} on a {document} is for the {required} in it; the part of {msp} in it: {actual}.',
  },
  ACTION_WRONG_STATUS: {
    sentence: 'The {document} {parts} is {current}; for the act {action} it has to be {allowed}.',
  },
  MEMBER_UNKNOWN: {
    sentence: 'The register of this channel has no member {msp}, which stands in {field}.',
  },
  MEMBER_SUSPENDED: {
    sentence: 'The member {msp}, which stands in {field}, is suspended in the register.',
  },
  MEMBER_WRONG_BUSINESS: {
    sentence:
      'The member {msp}, which stands in {field}, is registered as {actual}; this part is for a {required}.',
  },

  // The register.
  REGISTER_NOT_FOUNDED: {
    sentence: 'The channel has no constitution yet: the first decision has to bring {field}.',
  },
  REGISTER_ALREADY_FOUNDED: {
    sentence: 'The channel was founded by the decision {current}; its constitution stays as it is.',
  },
  REGISTER_VOTER_NOT_ENTERED: {
    sentence: 'The voter {msp} is not among the active members that the founding enters.',
  },
  REGISTER_VOTERS_TOO_FEW: {
    sentence:
      'The decision leaves {actual} voters active, and {limit} have to approve: nothing could be decided any more.',
  },
  REGISTER_GUARD_UNASKED: {
    sentence:
      'The decision cannot be adopted yet: {field} moves {msp} away from {guard}, which endorses for it now and has to approve as well.',
  },
  REGISTER_GUARD_WRONG: {
    sentence:
      'The member {guard} cannot guard for {msp} at {field}: it is not a member that guards for itself.',
  },
  REGISTER_ENTRY_OVERTAKEN: {
    sentence:
      'The {document} {parts} has changed since this was proposed: it had version {limit} and has {actual}. Propose anew.',
  },
  REGISTER_SOURCE_SAME_CHANNEL: {
    sentence: 'A decision of {channel} is copied to other channels, not to {channel} itself.',
  },
  DECISION_CONTENT_DIFFERS: {
    sentence:
      'The approval is of the content {actual}; the decision {reference} has the content {limit}.',
  },
  DECISION_ALREADY_VOTED: {
    sentence: 'The member {msp} has voted on the decision {reference} already: {current}.',
  },

  // The credit.
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
  CREDIT_CONFIRMATION_NOT_ASKED: {
    sentence: 'The credit does not ask for a confirmation ({actual}).',
    rule: 'UCP 600 art. 8',
  },
  CREDIT_PRESENTATION_OPEN: {
    sentence:
      'The credit cannot be closed: the presentations {open} are neither settled nor returned.',
  },
  CREDIT_STILL_AVAILABLE: {
    sentence: 'The credit cannot be closed: {rest} may still be drawn until the end of {limit}.',
    rule: 'UCP 600 art. 7(b), 29(a)',
  },

  // Drawings.
  DRAWING_CURRENCY_WRONG: {
    sentence: 'The drawing is in {actual}; the credit is in {limit}.',
    rule: 'UCP 600 art. 18(a)(iii)',
  },
  DRAWING_ABOVE_AMOUNT: {
    sentence: 'The drawing of {actual} is above what may still be drawn, {limit}.',
    rule: 'UCP 600 art. 18(b)',
  },

  // The amendment.
  AMENDMENT_CURRENCY_WRONG: {
    sentence: 'The amendment changes the amount in {actual}; the credit is in {limit}.',
  },
  AMENDMENT_DECREASE_TOO_LARGE: {
    sentence: 'The decrease by {actual} minor units leaves nothing of the amount of {limit}.',
  },
  AMENDMENT_NUMBER_WRONG: {
    sentence: 'There is no amendment before number {actual}: amendments are numbered without gaps.',
  },
  AMENDMENT_CONFIRMATION_UNSAID: {
    sentence:
      'A bank that has confirmed the credit says in {field} whether its confirmation extends.',
    rule: 'UCP 600 art. 10(b)',
  },
  AMENDMENT_CONFIRMATION_NONE: {
    sentence: 'The credit is {current}: there is no confirmation to extend, so leave {field} out.',
  },
  AMENDMENT_CONFIRMER_DISAGREES: {
    sentence: 'The bank that confirmed the credit, {msp}, has not agreed to its cancellation.',
    rule: 'UCP 600 art. 10(a)',
  },
  AMENDMENT_BELOW_DRAWN: {
    sentence: 'The amendment leaves at most {limit} to be drawn; {actual} are drawn already.',
  },

  // Confidential terms.
  CONFIDENTIAL_MISSING: {
    sentence: 'The collection {collection} holds no confidential terms with the hash {sha256}.',
  },
  CONFIDENTIAL_MISMATCH: {
    sentence: 'The confidential terms sent along have the hash {actual}, not {limit}.',
  },
  CONFIDENTIAL_ABSENT: {
    sentence: 'The transient data has no member {field} with the confidential terms.',
  },

  // The bill of lading, and who has it.
  BILL_ON_BOARD_LATER: {
    sentence:
      'The goods are said to be on board on {actual}; a bill issued now can say {limit} at the latest.',
    rule: 'UCP 600 art. 20(a)(ii)',
  },
  BILL_TITLE_BROKEN: {
    sentence:
      'The possessions of the bill {carrierCode} {reference} do not hang together at number {number}: {problem}.',
  },
  POSSESSION_TOO_MANY: {
    sentence: 'The bill has had {actual} possessors; it is passed on no further from {limit} on.',
  },
  POSSESSION_RECIPIENT_WRONG: {
    sentence: 'The bill cannot be given to {msp}, which is its {actual}.',
  },
  POSSESSION_NOT_JUST_TRANSFERRED: {
    sentence:
      'Only a transfer can be rejected, as the first act after it; this possession came by {actual} and has {endorsements} endorsements.',
  },
  TITLE_NOT_ENDORSABLE: {
    sentence: 'The bill is {actual}; for the act {action} it has to be {required}.',
  },
  TITLE_OTHER_CLAIMS: {
    sentence: 'The act {action} is for {required} while possessing the bill; {msp} is not.',
  },
  TITLE_ENDORSEMENT_FORBIDDEN: {
    sentence: 'The bill was endorsed to {msp} without the right to endorse it on.',
  },
  TITLE_ENDORSEMENTS_TOO_MANY: {
    sentence: 'The possessor has endorsed the bill {actual} times; the limit is {limit}.',
  },
  ESCROW_OTHER_PRESENTATION: {
    sentence:
      'The bill is in escrow for the presentation {actual}, not for the presentation {required}.',
  },
  // The presentation.
  PRESENTATION_CREDIT_UNAVAILABLE: {
    sentence:
      'Nothing can be presented under the credit {credit}: it is {current}, and has to be {allowed}.',
  },
  PRESENTATION_INCOMPLETE: {
    sentence:
      'The presentation {presentation} is {current}: only complete documents count as presented.',
    rule: 'eUCP 2.1 art. e6',
  },
  DEAL_PARTIES_DIFFER: {
    sentence:
      'The {document} {parts} names other parties than the {source} {sourceParts}, on which it rests: it counts for nothing.',
  },

  // The examination.
  REFUSAL_TOO_LATE: {
    sentence: 'The refusal on {actual} is too late: the notice was due by {limit}.',
    rule: 'UCP 600 art. 16(d)',
  },
  PRECLUSION_TOO_EARLY: {
    sentence: 'On {actual} the bank may still refuse the documents, until the end of {limit}.',
    rule: 'UCP 600 art. 16(f)',
  },
  FINDING_UNANSWERED: {
    sentence:
      'The documents cannot be found complying before the findings {unanswered} are answered with a reason.',
    rule: 'UCP 600 art. 14(a)',
  },
  FINDING_NOT_MADE: {
    sentence: 'There is no finding {finding} to be answered; the findings are {made}.',
  },
  UNDERTAKING_WRONG: {
    sentence: 'The credit is available by {actual}; the act {action} is for {required}.',
    rule: 'UCP 600 art. 7(a)',
  },
  SETTLEMENT_NOT_DUE: {
    sentence:
      'Nothing is due on {actual}: payment falls due on {limit} (or earlier, on the recorded receipt of the goods: {onReceiptOfGoods}).',
    rule: 'UCP 600 art. 2',
  },

  // The receipt of the goods.
  RECEIPT_BEFORE_RELEASE: {
    sentence:
      'The goods of the presentation {presentation} need its bill of lading, which the bank has not released: the examination is {current}.',
  },
  RECEIPT_DATE_WRONG: {
    sentence:
      'The goods cannot have been received on {actual}: it has to be {earliest} to {latest}.',
  },

  // The proceeds.
  PROCEEDS_BEFORE_SETTLEMENT: {
    sentence:
      'The presentation {presentation} has brought nothing to be credited: it is {current}, and has to be settled.',
  },
  PROCEEDS_CURRENCY_WRONG: {
    sentence: 'The proceeds are in {actual}; the settlement was in {limit}.',
  },
  PROCEEDS_ABOVE_SETTLEMENT: {
    sentence: 'The proceeds of {actual} are above the settlement of {limit}.',
  },

  // Events in the world.
  EVENT_IN_FUTURE: {
    sentence: 'The {field} says {actual}, which is after the transaction, at {limit}.',
  },
  EVENT_BEFORE_EARLIER: {
    sentence: 'The {field} says {actual}, which is before {after}, at {limit}.',
  },

  // The export licence.
  LICENCE_NOT_CONFORMING: {
    sentence: 'The inspection for licence {reference} did not find that the goods conform.',
  },
  LICENCE_VALIDITY_REVERSED: {
    sentence: 'The licence would end on {actual}, before it begins on {limit}.',
  },
  LICENCE_UNIT_WRONG: { sentence: 'The {field} is {actual}; the licence counts in {limit}.' },
  LICENCE_ABOVE_APPLICATION: {
    sentence: 'The licence would allow {actual}; the application was for {limit}.',
  },
  LICENCE_NOT_VALID_YET: { sentence: 'On {actual} the licence is not valid yet: from {limit} on.' },
  LICENCE_EXPIRED: { sentence: 'On {actual} the licence is not valid any more: until {limit}.' },
  LICENCE_SHIPMENT_TWICE: {
    sentence: 'The shipment {shipment} has been taken off the licence already.',
  },
  LICENCE_SHIPMENTS_TOO_MANY: {
    sentence: 'The licence was drawn down for {limit} shipments, as many as one can cover.',
  },
  LICENCE_OVERDRAWN: { sentence: 'The shipment takes {actual}; the licence leaves {limit}.' },

  // The shipment.
  SHIPMENT_PORTS_SAME: { sentence: 'The goods would be loaded and discharged at {actual}.' },
  SHIPMENT_WITHOUT_LICENCE: {
    sentence: 'The licence {licence} ({current}) does not cover shipment {shipment}: {problem}.',
  },

  // The customs declaration.
  DECLARATION_CARRIER_WRONG: {
    sentence: 'The declaration names {actual} as carrier; the shipment {shipment} is with {limit}.',
  },
  DECLARATION_NOT_DISCHARGED: {
    sentence: 'The shipment {shipment} is {current}; goods are cleared once it is discharged.',
  },
  DECLARATION_DIFFERS: {
    sentence:
      'The goods of declaration {reference} were found to differ from it: their clearance can only be refused.',
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
