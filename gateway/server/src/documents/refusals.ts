import type { DocumentName } from '@argosy/domain/documents';
import type { ErrorCode } from '@argosy/domain/errors';
import { functionName } from '@argosy/domain/possible-actions';
import { stepOf } from './document-routes.js';

/** What each function of the contracts refuses of its own, as these say; a test compares the two. */
export const ownRefusals: Readonly<Record<string, readonly ErrorCode[]>> = {
  'amendment:Accept': [
    'DEAL_PARTIES_DIFFER',
    'AMENDMENT_BELOW_DRAWN',
    'AMENDMENT_CONFIRMER_DISAGREES',
    'CREDIT_PRESENTATION_OPEN',
  ],
  'amendment:Advise': [
    'DEAL_PARTIES_DIFFER',
    'AMENDMENT_CONFIRMATION_UNSAID',
    'AMENDMENT_CONFIRMATION_NONE',
  ],
  'amendment:Issue': ['DEAL_PARTIES_DIFFER'],
  'amendment:Propose': [
    'AMENDMENT_NUMBER_WRONG',
    'AMENDMENT_CURRENCY_WRONG',
    'AMENDMENT_DECREASE_TOO_LARGE',
    'CREDIT_EXPIRY_BEFORE_SHIPMENT',
  ],
  'bill:Issue': ['BILL_ON_BOARD_LATER', 'POSSESSION_RECIPIENT_WRONG', 'RECORD_ALREADY_EXISTS'],
  'credit:AcknowledgeReceipt': ['CREDIT_EXPIRED'],
  'credit:Advise': ['CREDIT_EXPIRED'],
  'credit:Apply': [
    'CREDIT_APPLICANT_IS_BENEFICIARY',
    'CREDIT_EXPIRY_BEFORE_SHIPMENT',
    'CREDIT_EXPIRED',
    'CONFIDENTIAL_MISSING',
    'RECORD_ALREADY_EXISTS',
  ],
  'credit:Close': ['CREDIT_PRESENTATION_OPEN', 'CREDIT_STILL_AVAILABLE', 'CALENDAR_MISSING'],
  'credit:Confirm': ['CREDIT_CONFIRMATION_NOT_ASKED', 'CREDIT_EXPIRED'],
  'credit:DeclineToConfirm': ['CREDIT_CONFIRMATION_NOT_ASKED'],
  'credit:Issue': ['CREDIT_EXPIRED'],
  'credit:Revise': ['CREDIT_EXPIRY_BEFORE_SHIPMENT', 'CREDIT_EXPIRED', 'CONFIDENTIAL_MISSING'],
  'declaration:Clear': ['DECLARATION_NOT_DISCHARGED', 'DECLARATION_DIFFERS'],
  'declaration:Examine': ['EVENT_IN_FUTURE'],
  'declaration:Lodge': [
    'RECORD_NOT_FOUND',
    'RECORD_ALREADY_EXISTS',
    'CONFIDENTIAL_MISSING',
    'DECLARATION_CARRIER_WRONG',
  ],
  'examination:Accept': ['UNDERTAKING_WRONG', 'PRESENTATION_INCOMPLETE'],
  'examination:Comply': ['FINDING_NOT_MADE', 'FINDING_UNANSWERED'],
  'examination:Examine': [
    'PRESENTATION_INCOMPLETE',
    'DEAL_PARTIES_DIFFER',
    'CALENDAR_MISSING',
    'CONFIDENTIAL_MISSING',
    'RECORD_ALREADY_EXISTS',
  ],
  'examination:Honour': ['UNDERTAKING_WRONG', 'PRESENTATION_INCOMPLETE'],
  'examination:Preclude': ['PRECLUSION_TOO_EARLY'],
  'examination:PrecludeUnexamined': [
    'PRECLUSION_TOO_EARLY',
    'PRESENTATION_INCOMPLETE',
    'DEAL_PARTIES_DIFFER',
    'CALENDAR_MISSING',
    'RECORD_ALREADY_EXISTS',
  ],
  'examination:Refuse': ['REFUSAL_TOO_LATE'],
  'examination:Settle': ['SETTLEMENT_NOT_DUE', 'DEAL_PARTIES_DIFFER'],
  'licence:Apply': ['RECORD_ALREADY_EXISTS', 'CONFIDENTIAL_MISSING'],
  'licence:DrawDown': [
    'LICENCE_NOT_VALID_YET',
    'LICENCE_EXPIRED',
    'LICENCE_SHIPMENT_TWICE',
    'LICENCE_SHIPMENTS_TOO_MANY',
    'LICENCE_UNIT_WRONG',
    'LICENCE_OVERDRAWN',
  ],
  'licence:Inspect': ['EVENT_IN_FUTURE'],
  'licence:Issue': [
    'LICENCE_NOT_CONFORMING',
    'LICENCE_VALIDITY_REVERSED',
    'LICENCE_UNIT_WRONG',
    'LICENCE_ABOVE_APPLICATION',
  ],
  'possession:Endorse': [
    'TITLE_NOT_ENDORSABLE',
    'TITLE_OTHER_CLAIMS',
    'TITLE_ENDORSEMENT_FORBIDDEN',
    'TITLE_ENDORSEMENTS_TOO_MANY',
    'MEMBER_UNKNOWN',
  ],
  'possession:EndorseInBlank': [
    'TITLE_NOT_ENDORSABLE',
    'TITLE_OTHER_CLAIMS',
    'TITLE_ENDORSEMENT_FORBIDDEN',
    'TITLE_ENDORSEMENTS_TOO_MANY',
  ],
  'possession:RejectTransfer': ['POSSESSION_NOT_JUST_TRANSFERRED'],
  'possession:Surrender': ['TITLE_OTHER_CLAIMS'],
  'possession:Transfer': ['POSSESSION_RECIPIENT_WRONG', 'POSSESSION_TOO_MANY'],
  'presentation:Complete': [
    'PRESENTATION_CREDIT_UNAVAILABLE',
    'DEAL_PARTIES_DIFFER',
    'DRAWING_CURRENCY_WRONG',
    'DRAWING_ABOVE_AMOUNT',
  ],
  'presentation:Lodge': [
    'PRESENTATION_CREDIT_UNAVAILABLE',
    'CONFIDENTIAL_MISSING',
    'RECORD_ALREADY_EXISTS',
  ],
  'proceeds:Credit': [
    'PROCEEDS_BEFORE_SETTLEMENT',
    'PROCEEDS_CURRENCY_WRONG',
    'PROCEEDS_ABOVE_SETTLEMENT',
    'CONFIDENTIAL_MISSING',
    'RECORD_ALREADY_EXISTS',
  ],
  'receipt:Record': [
    'PRESENTATION_INCOMPLETE',
    'RECEIPT_BEFORE_RELEASE',
    'RECEIPT_DATE_WRONG',
    'RECORD_ALREADY_EXISTS',
  ],
  'register:Approve': [
    'DECISION_ALREADY_VOTED',
    'DECISION_CONTENT_DIFFERS',
    'REGISTER_ALREADY_FOUNDED',
    'REGISTER_ENTRY_OVERTAKEN',
    'REGISTER_GUARD_WRONG',
    'REGISTER_VOTERS_TOO_FEW',
  ],
  'register:Propose': [
    'REGISTER_NOT_FOUNDED',
    'REGISTER_ALREADY_FOUNDED',
    'REGISTER_SOURCE_SAME_CHANNEL',
    'REGISTER_GUARD_WRONG',
    'REGISTER_VOTER_NOT_ENTERED',
    'REGISTER_VOTERS_TOO_FEW',
    'RECORD_ALREADY_EXISTS',
  ],
  'register:Reject': ['DECISION_ALREADY_VOTED'],
  'shipment:Arrive': ['EVENT_BEFORE_EARLIER', 'EVENT_IN_FUTURE'],
  'shipment:Depart': ['EVENT_BEFORE_EARLIER', 'EVENT_IN_FUTURE'],
  'shipment:Discharge': ['EVENT_BEFORE_EARLIER', 'EVENT_IN_FUTURE'],
  'shipment:Load': ['SHIPMENT_WITHOUT_LICENCE', 'EVENT_BEFORE_EARLIER', 'EVENT_IN_FUTURE'],
  'shipment:Ready': ['SHIPMENT_PORTS_SAME', 'RECORD_ALREADY_EXISTS'],
};

/** What any act may meet, whatever it is. */
const common = [
  'CHANNEL_NOT_JOINED',
  'STAFF_ROLE_WRONG',
  'REQUEST_INVALID',
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_REUSED',
  'MEMBER_UNKNOWN',
  'MEMBER_SUSPENDED',
  'ACTION_WRONG_PARTY',
] as const;

/** What an act may meet besides that goes by a document that there is. */
const byDocument = ['RECORD_NOT_FOUND', 'ACTION_WRONG_STATUS', 'TIME_BEFORE_RECORD'] as const;

/** The kinds that are made by way of another document: its absence and its status are met, too. */
const madeByAnother: ReadonlySet<DocumentName> = new Set([
  'amendment',
  'presentation',
  'examination',
  'receipt',
  'proceeds',
  'declaration',
]);

/** Who may take an act, when, what it makes of the document, and what it refuses: for the API's description. */
export function actDescription(kind: DocumentName, action: string): string {
  const { by, staff, from, to, event } = stepOf(kind, action);
  const own = ownRefusals[functionName(kind, action)] ?? [];
  const isOnDocument = from.length > 0 || madeByAnother.has(kind);
  // Of a collection that the channel does not have, the peer says so before the contract can.
  const ofCollection = own.includes('CONFIDENTIAL_MISSING') ? ['COLLECTION_NOT_JOINED'] : [];
  const onDocument = isOnDocument ? byDocument : [];
  const onVersion = from.length > 0 ? ['PRECONDITION_FAILED'] : [];
  const met: readonly string[] = [...own, ...ofCollection, ...common, ...onDocument, ...onVersion];
  const refusals = [...new Set(met)];
  return [
    `For staff with the role ${staff.join(' or ')}, of the ${by.join(' or ')} in the ${kind}.`,
    from.length === 0
      ? `Makes a ${kind} that is ${to.join(' or ')}.`
      : `Requires a ${kind} that is ${from.join(' or ')}; afterwards it is ${to.join(' or ')}.`,
    `Announces ${event}.`,
    `\n\nRefuses: ${refusals.map((code) => `\`${code}\``).join(', ')}.`,
  ].join(' ');
}
