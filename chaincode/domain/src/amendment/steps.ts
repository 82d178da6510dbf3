import type { CreditRole } from '../credit/parties.js';
import type { Step } from '../shared/document.js';
import { bankers, traders } from '../shared/staff.js';

export const amendmentStatuses = [
  'proposed',
  'declined',
  'issued',
  'advised',
  'accepted',
  'rejected',
] as const;

export type AmendmentStatus = (typeof amendmentStatuses)[number];

/** The life of an amendment (UCP 600 art. 10). Silence is no step: it never accepts (art. 10(f)). */
export const amendmentSteps = {
  propose: {
    by: ['applicant'],
    staff: traders,
    from: [],
    to: ['proposed'],
    event: 'AmendmentProposed',
  },
  decline: {
    by: ['issuingBank'],
    staff: bankers,
    from: ['proposed'],
    to: ['declined'],
    event: 'AmendmentDeclined',
  },
  issue: {
    by: ['issuingBank'],
    staff: bankers,
    from: ['proposed'],
    to: ['issued'],
    event: 'AmendmentIssued',
  },
  advise: {
    by: ['advisingBank'],
    staff: bankers,
    from: ['issued'],
    to: ['advised'],
    event: 'AmendmentAdvised',
  },
  accept: {
    by: ['beneficiary'],
    staff: traders,
    from: ['advised'],
    to: ['accepted'],
    event: 'AmendmentAccepted',
  },
  reject: {
    by: ['beneficiary'],
    staff: traders,
    from: ['advised'],
    to: ['rejected'],
    event: 'AmendmentRejected',
  },
} as const satisfies Record<string, Step<CreditRole, AmendmentStatus>>;

export type AmendmentAction = keyof typeof amendmentSteps;
