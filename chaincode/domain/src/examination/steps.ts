import { creditRoles } from '../credit/parties.js';
import type { CreditRole } from '../credit/parties.js';
import type { Step } from '../shared/document.js';
import { bankers, traders } from '../shared/staff.js';

export const examinationStatuses = [
  'examining',
  'complying',
  'refused',
  'returned',
  'waived',
  'precluded',
  'honoured',
  'accepted',
  'settled',
] as const;

export type ExaminationStatus = (typeof examinationStatuses)[number];

const byBank = { by: ['issuingBank'], staff: bankers } as const;
const byAnybody = { by: creditRoles, staff: [...traders, ...bankers] } as const;
const toBeHonoured = ['complying', 'waived', 'precluded'] as const;

/** What a bank makes of a presentation, from the first look to payment. */
export const examinationSteps = {
  examine: { ...byBank, from: [], to: ['examining'], event: 'ExaminationBegun' },
  comply: { ...byBank, from: ['examining'], to: ['complying'], event: 'PresentationComplied' },
  // One notice for all discrepancies; with the documents sent back at once there is nothing left to decide.
  refuse: {
    ...byBank,
    from: ['examining'],
    to: ['refused', 'returned'],
    event: 'PresentationRefused',
  },
  // A waiver does not oblige the bank (UCP 600 art. 16(b)).
  return: { ...byBank, from: ['refused', 'waived'], to: ['returned'], event: 'DocumentsReturned' },
  waive: {
    by: ['applicant'],
    staff: traders,
    from: ['refused'],
    to: ['waived'],
    event: 'DiscrepanciesWaived',
  },
  preclude: { ...byAnybody, from: ['examining'], to: ['precluded'], event: 'RefusalPrecluded' },
  // The same, where the bank never took up the documents.
  precludeUnexamined: {
    ...byAnybody,
    from: [],
    to: ['precluded'],
    event: 'UnexaminedRefusalPrecluded',
  },
  honour: { ...byBank, from: toBeHonoured, to: ['honoured'], event: 'PresentationHonoured' },
  accept: { ...byBank, from: toBeHonoured, to: ['accepted'], event: 'DraftAccepted' },
  settle: {
    ...byBank,
    from: ['honoured', 'accepted'],
    to: ['settled'],
    event: 'PresentationSettled',
  },
} as const satisfies Record<string, Step<CreditRole, ExaminationStatus>>;

export type ExaminationAction = keyof typeof examinationSteps;
